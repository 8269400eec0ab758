import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../ports.ts';
import { checkLog, type LogCheck } from './check-log.ts';
import type { LogKeys } from './ports.ts';
import { claimCheck, endClaim, recordCheck, renewClaim } from './record-check.ts';

export interface ChecksOptions {
  readonly db: Database;
  readonly keys: LogKeys;
  /** Seconds from the start to the first replay; 30 unless told. */
  readonly firstAfter?: number;
  /** Told of each replay that came to its end. */
  readonly onChecked?: (check: LogCheck) => void;
  readonly onFailure?: (error: unknown) => void;
}

/** Seconds. A start soon after another need not look again. */
const startEvery = 3_600;
const laterEvery = 24 * 3_600;
const lookEvery = 600;
/** Of the time, the replay takes so much: it is nothing that anybody waits for. */
const share = 0.2;
const renewEvery = 20_000;

/** Replays the whole log slowly: soon after the start, then once a day, by one process of the installation. */
export function startChecks({ db, keys, onChecked, onFailure, firstAfter = 30 }: ChecksOptions): {
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = (milliseconds: number) => sleep(milliseconds, undefined, { signal, ref: false });

  async function replay(): Promise<void> {
    let pageBegan = performance.now();
    let renewed = pageBegan;
    const onPage = async () => {
      await rest((performance.now() - pageBegan) * (1 / share - 1));
      pageBegan = performance.now();
      if (pageBegan - renewed < renewEvery) return;
      renewed = pageBegan;
      await renewClaim(db);
    };
    const check = await checkLog(db, keys, { signal, onPage });
    if (!check) return;
    await recordCheck(db, check);
    onChecked?.(check);
  }

  const ended = (async () => {
    let every = startEvery;
    await rest(firstAfter * 1_000);
    for (;;) {
      if (await claimCheck(db, every).catch(() => false)) {
        await replay()
          .catch((error: unknown) => {
            if (!signal.aborted) onFailure?.(error);
          })
          .finally(() => endClaim(db).catch(() => {}));
      }
      every = laterEvery;
      await rest(lookEvery * 1_000);
    }
  })().catch(() => {});

  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

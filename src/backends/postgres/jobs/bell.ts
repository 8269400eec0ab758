import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type ConnectionSettings, sessionDefaults } from '../connection.ts';

/** Tells the workers of this process at once, and those of other processes soon, that there are new jobs. */
export interface Bell {
  /** Costs nothing; may be called for every commit. Never inside a transaction. */
  ring(): void;
  onRing(listener: () => void): void;
  close(): Promise<void>;
}

const channel = 'segl_jobs';
/** NOTIFY serialises commits across the whole server, so one is sent at most every so many milliseconds. */
const pause = 50;

/**
 * NOTIFY and LISTEN on a connection of their own. Only a hint: while the connection is down, or for good where a
 * pooler does not pass notices on, workers find their jobs by polling.
 */
export function openBell(settings: ConnectionSettings): Bell {
  const self = randomUUID();
  const listeners: (() => void)[] = [];
  const closing = new AbortController();
  let client: Client | undefined;
  let pending = false;
  let timer: NodeJS.Timeout | undefined;
  let telling = false;

  async function tellOthers(): Promise<void> {
    timer = undefined;
    if (!pending || !client) return;
    pending = false;
    telling = true;
    await client.query('select pg_notify($1, $2)', [channel, self]).catch(() => {});
    telling = false;
    if (!closing.signal.aborted) timer = setTimeout(tellOthers, pause).unref();
  }

  async function listen(): Promise<void> {
    const fresh = new Client({ ...sessionDefaults, ...settings, keepAlive: true });
    const ended = new Promise<void>((resolve) => fresh.once('end', resolve));
    fresh.on('error', () => {});
    fresh.on('notification', ({ payload }) => {
      if (payload !== self) for (const listener of listeners) listener();
    });
    await fresh.connect();
    // Closed meanwhile: the signal has gone off, and tells nobody any more.
    if (closing.signal.aborted) return fresh.end();
    closing.signal.addEventListener('abort', () => void fresh.end().catch(() => {}));
    await fresh.query(`listen ${channel}`);
    client = fresh;
    await ended;
    client = undefined;
  }

  const kept = (async () => {
    while (!closing.signal.aborted) {
      await listen().catch(() => {});
      await sleep(1_000, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  })();

  return {
    ring() {
      for (const listener of listeners) listener();
      pending = true;
      if (!telling) timer ??= setTimeout(tellOthers, 0).unref();
    },
    onRing: (listener) => void listeners.push(listener),
    async close() {
      clearTimeout(timer);
      closing.abort();
      await kept;
    },
  };
}

import type { Context } from '../../delivery/context.ts';
import { readLogState } from '../../evidence/sequencer/log-state.ts';
import { parseVkey, hex } from '../../evidence/log/log-key.ts';
import { Refusal } from '../../message/refusals.ts';

export interface LogStatus {
  readonly log: number;
  readonly origin: string;
  readonly openedAt: string;
  readonly size: number;
  /** The signed note; null: nothing was taken up yet. */
  readonly checkpoint: string | null;
  /** Events that wait, counted up to 100,000. */
  readonly waiting: number;
  /** Why nothing more is taken up. */
  readonly closed: string | null;
  readonly closedAt: string | null;
  /** When all of it was last replayed; null: never. */
  readonly checkedAt: string | null;
  /** What was found wrong then: sentences. */
  readonly findings: readonly string[];
  /** The newest first. */
  readonly keys: readonly LogKeyLine[];
}

export interface LogKeyLine {
  /** The key id of its vkey: 8 hex digits. */
  readonly id: string;
  readonly vkey: string;
  readonly addedAt: string;
  /** Null: it signs. */
  readonly retiredAt: string | null;
}

/** How the newest log stands. Refuses not_found: there is none yet. */
export async function readLogStatus({ db }: Pick<Context, 'db'>): Promise<LogStatus> {
  const state = await readLogState(db);
  if (!state)
    throw new Refusal('not_found', 'No log was opened yet: no process with the role worker has run.');
  const { log, origin, size, checkpoint, closed, keys } = state;
  const { rows } = await db.query<Omit<LogStatus, 'findings'> & { findings: string[] | null }>(
    `select opened_at as "openedAt", closed_at as "closedAt", checked_at as "checkedAt", findings,
        (select count(*) from (select from pending_events limit 100000) p) as waiting
      from logs where id = $1`,
    [log],
  );
  const { findings, ...more } = rows[0]!;
  return {
    ...more,
    log,
    origin,
    size,
    checkpoint,
    closed,
    findings: findings ?? [],
    keys: keys.map(({ vkey, addedAt, retiredAt }) => ({ id: keyIdOf(vkey), vkey, addedAt, retiredAt })),
  };
}

export const keyIdOf = (vkey: string): string => hex(parseVkey(vkey).keyId);

import type { Queryable } from '../ports.ts';

/** The newest log, as it stands. */
export interface LogState {
  readonly log: number;
  readonly origin: string;
  readonly size: number;
  /** The signed note over the tree; null before the first batch. */
  readonly checkpoint: string | null;
  /** Why nothing more is taken up. */
  readonly closed: string | null;
  /** Every key that has ever signed for it, the newest first. */
  readonly keys: readonly LogKey[];
}

export interface LogKey {
  readonly vkey: string;
  readonly addedAt: string;
  readonly retiredAt: string | null;
  /** The event that says so. */
  readonly event: string;
  /** Whether that event is in the tree. */
  readonly isLogged: boolean;
}

const columns = `l.id as log, l.origin, l.size, l.checkpoint, l.closed,
  coalesce((select json_agg(json_build_object('vkey', k.vkey, 'addedAt', k.added_at, 'retiredAt', k.retired_at,
      'event', k.event, 'isLogged', exists (select from log_entries x where x.event = k.event and x.log = k.log))
      order by k.added_at desc) from log_keys k where k.log = l.id), '[]') as keys`;

/** `undefined`: none was ever opened. */
export async function readLogState(db: Queryable, log?: number): Promise<LogState | undefined> {
  const { rows } = await db.query<LogState>(
    log === undefined
      ? { name: 'log-state', text: `select ${columns} from logs l order by l.id desc limit 1` }
      : { name: 'log-state-of', text: `select ${columns} from logs l where l.id = $1`, values: [log] },
  );
  return rows[0];
}

/** Those that sign now, the newest first. */
export const signingKeys = ({ keys }: LogState): readonly LogKey[] =>
  keys.filter(({ retiredAt }) => retiredAt === null);

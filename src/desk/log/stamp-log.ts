import type { Context } from '../../delivery/context.ts';
import type { Handler, Job } from '../../delivery/job-types.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { NoTimestamp, type TimestampAuthority } from '../../evidence/timestamps/ports.ts';

/** Seconds by which the log may lie behind its events when it is stamped. */
export const mostBehind = 30;

/** One process at a time asks the authority. */
const lock = 0x5e91_0009;

/** Tries of one job; then the next period's begins. */
const tries = 9;
/** Seconds before the second try, doubled each time, up to a quarter of an hour. */
const firstDelay = 30;
const longestDelay = 900;

/** The last try ends the job, so that none is laid among the dead for what the authority did. */
export const stampDelays: readonly number[] = Array.from({ length: tries }, (_, index) =>
  Math.min(longestDelay, firstDelay * 2 ** index),
);

/**
 * Has the newest log's checkpoint stamped, where it has grown since the last stamp. While the authority does not answer, one
 * job tries on and those of later periods end; nothing waits for it.
 */
export const stampLog =
  (ctx: Context, authority: TimestampAuthority, behind: number = mostBehind): Handler =>
  async (job, finish) => {
    if (await isTriedAlready(ctx.db, job.id)) return undefined;
    try {
      return await ctx.db.transaction(async (tx) => {
        const state = (await isAlone(tx)) ? await readUnstamped(tx, behind) : undefined;
        if (state?.isBehind)
          return isLast(job) ? undefined : { retryInSeconds: 5, because: 'the log is behind its events' };
        if (state) await stamp(tx, authority, state);
        await finish(tx);
        return undefined;
      });
    } catch (error) {
      if (!(error instanceof NoTimestamp)) throw error;
      return isLast(job) ? undefined : { because: `no timestamp: ${error.because}` };
    }
  };

const isLast = ({ attempts }: Job) => attempts >= tries;

interface Unstamped {
  readonly log: number;
  readonly size: number;
  readonly checkpoint: string;
  readonly isBehind: boolean;
}

/**
 * A stamp also says of every later event that it was not there yet. That is true of its own time only while no event waits long
 * for the log: with the sequencer stopped for an hour, an honest event would seem to have been dated back by an hour. So
 * there must be neither an event that waits, nor a transaction that may hold one uncommitted. Those are asked for first:
 * what commits in between is seen to wait.
 */
async function readUnstamped(tx: Queryable, behind: number): Promise<Unstamped | undefined> {
  const { rows: running } = await tx.query<{ old: boolean }>({
    name: 'stamp-running',
    text: `select exists (select from pg_stat_activity where datname = current_database() and backend_xid is not null
        and xact_start < clock_timestamp() - make_interval(secs => $1)) as old`,
    values: [behind],
  });
  const { rows } = await tx.query<Omit<Unstamped, 'isBehind'> & { waits: boolean }>({
    name: 'stamp-state',
    text: `select l.id as log, l.size, l.checkpoint,
        coalesce((
          select e.at < clock_timestamp() - make_interval(secs => $1)
          from (select event from pending_events order by position limit 1) p
            join events e on e.id = p.event
        ), false) as waits
      from (select * from logs order by id desc limit 1) l
      where l.closed is null and l.checkpoint is not null
        and not exists (select from log_timestamps t where t.log = l.id and t.size >= l.size)`,
    values: [behind],
  });
  const [state] = rows;
  return state && { ...state, isBehind: running[0]!.old || state.waits };
}

async function stamp(
  tx: Queryable,
  authority: TimestampAuthority,
  { log, size, checkpoint }: Unstamped,
): Promise<void> {
  const { rows } = await tx.query<{ now: string }>('select clock_timestamp() as now');
  // With it comes an ASN.1 library, which nobody needs before.
  const { obtainTimestamp } = await import('../../evidence/timestamps/obtain-timestamp.ts');
  const { token, timestamp } = await obtainTimestamp(authority, new TextEncoder().encode(checkpoint));
  await tx.query(
    `insert into log_timestamps (log, size, checkpoint, token, stamped_at, accuracy, asked_at)
      values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      log,
      size,
      checkpoint,
      token,
      timestamp.genTime,
      Math.min(timestamp.accuracy, 2 ** 31 - 1),
      rows[0]!.now,
    ],
  );
}

/** An earlier job of the kind goes on trying. */
async function isTriedAlready(db: Queryable, job: number): Promise<boolean> {
  const { rows } = await db.query<{ tried: boolean }>(
    `select exists (select from jobs where kind = 'timestamp_log' and id < $1 and dead_at is null) as tried`,
    [job],
  );
  return rows[0]!.tried;
}

async function isAlone(tx: Queryable): Promise<boolean> {
  const { rows } = await tx.query<{ alone: boolean }>('select pg_try_advisory_xact_lock($1) as alone', [
    lock,
  ]);
  return rows[0]!.alone;
}

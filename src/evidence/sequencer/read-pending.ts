import { Fatal } from '../../message/refusals.ts';
import type { Queryable } from '../ports.ts';
import { type EventRow, eventColumns } from './entry.ts';
import type { ScanRange, Snapshot } from './pending-scan.ts';

export interface Pending {
  /** In the order in which the log takes them up. */
  readonly events: readonly EventRow[];
  readonly positions: readonly number[];
  readonly snapshot: Snapshot;
}

/**
 * Events that wait, at most `most`, by their place in the queue. Of one delivery's events none is missing before another: an
 * event is seen only once all before it are, for its number and its place were given under the delivery's lock.
 * Throws `Fatal` where the event itself is gone.
 */
export async function readPending(
  tx: Queryable,
  { above, gaps }: ScanRange,
  most: number,
): Promise<Pending | undefined> {
  type Row = EventRow & { position: number; pending: string; xmin: string; xmax: string };
  const { rows } = await tx.query<Row>({
    name: 'sequencer-pending',
    text: `with waiting as (
        select position, event from pending_events where position = any ($1::bigint[])
        union all
        (select position, event from pending_events where position > $2::bigint order by position limit $3)
      )
      select w.position, w.event as pending, ${eventColumns},
        pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax
      from waiting w left join events e on e.id = w.event
      order by w.position limit $3`,
    values: [gaps, above ?? Number.MIN_SAFE_INTEGER, most],
  });
  if (rows.length === 0) return undefined;
  const lost = rows.find(({ id }) => id === null);
  if (lost) {
    throw new Fatal(
      `The event ${lost.pending} waits to be taken up and is not in the table of events: somebody removed it.`,
    );
  }
  const { xmin, xmax } = rows[0]!;
  return {
    events: rows,
    positions: rows.map(({ position }) => position),
    snapshot: { xmin: BigInt(xmin), xmax: BigInt(xmax) },
  };
}

export interface Glance {
  /** Something may wait. Gaps are not asked for here: where there are some, something may. */
  readonly isWaiting: boolean;
  /** The newest log; null: there is none. */
  readonly log: number | null;
  readonly size: number | null;
  readonly isClosed: boolean | null;
}

/** What a look without the lock tells. */
export async function peek(db: Queryable, { above, gaps }: ScanRange): Promise<Glance> {
  const { rows } = await db.query<Glance>({
    name: 'sequencer-peek',
    text: `select (select position from pending_events where position > $1::bigint order by position limit 1) is not null
          as "isWaiting",
        l.id as log, l.size, l.closed is not null as "isClosed"
      from (values (1)) one left join (select id, size, closed from logs order by id desc limit 1) l on true`,
    values: [above ?? Number.MIN_SAFE_INTEGER],
  });
  const [found] = rows;
  return { ...found!, isWaiting: found!.isWaiting || gaps.length > 0 };
}

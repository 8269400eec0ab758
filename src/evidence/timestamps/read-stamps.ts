import type { Queryable } from '../ports.ts';

/** A stamped tree of a log. */
export interface Stamp {
  readonly size: number;
  /** The signed note whose bytes are stamped. */
  readonly checkpoint: string;
  /** DER of the TimeStampToken. */
  readonly token: Uint8Array;
  /** The authority's time: ISO 8601 UTC. */
  readonly stampedAt: string;
}

/**
 * The stamps that say when entries came: for each index the last stamp of a tree without that entry, and the first of one with
 * it, as far as there are such. By growing size, each once.
 */
export async function readStamps(db: Queryable, log: number, indexes: readonly number[]): Promise<Stamp[]> {
  const { rows } = await db.query<Stamp>(
    `with asked as (select distinct index from unnest($2::bigint[]) as asked (index)), around as (
        select (select max(size) from log_timestamps where log = $1 and size <= index) as size from asked
        union
        select (select min(size) from log_timestamps where log = $1 and size > index) from asked
      )
      select t.size, t.checkpoint, t.token, t.stamped_at as "stampedAt" from around join log_timestamps t on t.log = $1 and t.size = around.size
      order by t.size`,
    [log, indexes],
  );
  return rows;
}

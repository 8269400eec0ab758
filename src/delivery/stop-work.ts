import type { Queryable } from '../evidence/ports.ts';

export interface Stopped {
  /** How much work is still being done. */
  readonly running: number;
  /** Deliveries of which a notice may be leaving right now, or may have left before without anybody knowing. */
  readonly mayHaveLeft: readonly string[];
}

/**
 * Deletes waiting work of these kinds that names the deliveries, and the work that brings their codes. Work that is being done right now is left to end
 * by itself, without its secret: what it has already handed over is an event. Rows that somebody else holds are passed
 * over, since they may wait for the delivery that the caller has locked.
 */
export async function stopWork(
  tx: Queryable,
  deliveries: readonly string[],
  kinds: readonly string[],
): Promise<Stopped> {
  // Without a name: a plan that was made for a few deliveries would look at every job for each of a thousand.
  const { rows } = await tx.query<Stopped>(sql, [deliveries, kinds]);
  return rows[0]!;
}

const sql = `
with about as materialized (
  select j.id, j.kind, wanted.id as delivery from unnest($1::uuid[]) as wanted (id)
    join jobs j on j.payload ->> 'delivery' = wanted.id::text
    where j.kind = any ($2::text[])
  union all
  select j.id, j.kind, c.delivery_id from codes c join jobs j on j.payload ->> 'code' = c.id::text
    where j.kind = 'code' and c.delivery_id = any ($1::uuid[])
), found as (
  select id, attempts, leased_until is null or leased_until < clock_timestamp() as idle from jobs
    where id in (select id from about) for update skip locked
), gone as (
  delete from jobs using found where jobs.id = found.id and found.idle returning jobs.id, found.attempts
), unsealed as (
  update jobs set sealed = null from found where jobs.id = found.id and not found.idle
)
select (count(*) filter (where gone.id is null))::int as running,
  coalesce(array_agg(distinct about.delivery)
    filter (where about.kind = 'notice' and (gone.id is null or gone.attempts > 0)), '{}') as "mayHaveLeft"
from about left join gone on gone.id = about.id`;

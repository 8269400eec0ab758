import type { Queryable } from '../evidence/ports.ts';

/**
 * Deletes what brings a delivery to its recipient: waiting work, codes, links, sessions' access, and what the outbox holds
 * of it. Work that is being done right now is left to end by itself, without its secret: what it has already handed over
 * is an event. Rows that somebody else holds are passed over, since they may wait for the delivery that the caller has
 * locked; so this is said again after the commit. Resolves to how much work is still being done.
 */
export async function forgetTraces(tx: Queryable, deliveries: readonly string[]): Promise<number> {
  const { rows } = await tx.query<{ running: number }>(jobsSql, [deliveries]);
  await tx.query(
    `delete from codes where id in
      (select id from codes where delivery_id = any ($1::uuid[]) for update skip locked)`,
    [deliveries],
  );
  await tx.query('delete from link_tokens where delivery_id = any ($1::uuid[])', [deliveries]);
  await tx.query('delete from session_deliveries where delivery_id = any ($1::uuid[])', [deliveries]);
  await tx.query('delete from outbox where about && $1::uuid[]', [deliveries]);
  return rows[0]!.running;
}

const about = `(kind in ('notice', 'relay', 'reply_answer') and payload ->> 'delivery' = any ($1::uuid[]::text[])
  or kind = 'code' and payload ->> 'code' in (select id::text from codes where delivery_id = any ($1::uuid[])))`;

const jobsSql = `
with found as (
  select id, leased_until is null or leased_until < clock_timestamp() as idle from jobs
    where ${about} for update skip locked
), gone as (
  delete from jobs using found where jobs.id = found.id and found.idle returning jobs.id
), unsealed as (
  update jobs set sealed = null from found where jobs.id = found.id and not found.idle
)
select (select count(*) from jobs where ${about})::int - (select count(*) from gone)::int as running`;

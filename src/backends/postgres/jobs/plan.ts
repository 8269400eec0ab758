import type { Queryable } from '../../../evidence/ports.ts';

/**
 * Plans periodic work: for each kind one job in the period that the database's clock is in, by whichever process
 * comes first. A slot stays remembered after its job has ended, for ten periods. Resolves to the milliseconds until
 * the next period of any of the kinds begins.
 */
export async function plan(database: Queryable, kinds: ReadonlyMap<string, number>): Promise<number> {
  const { rows } = await database.query<{ milliseconds: number }>({
    name: 'plan-jobs',
    text: `with clock as (select extract(epoch from clock_timestamp())::float8 as seconds),
      period as (
        select kind, length, floor(clock.seconds / length)::bigint::text as slot,
          length - clock.seconds + floor(clock.seconds / length) * length as remaining
        from clock, unnest($1::text[], $2::float8[]) as every (kind, length)
      ),
      taken as (
        insert into job_slots (kind, slot) select kind, slot from period on conflict do nothing returning kind, slot
      ),
      forgotten as (
        delete from job_slots using period where job_slots.kind = period.kind
          and planned_at < clock_timestamp() - make_interval(secs => 10 * length)
      ),
      planned as (
        insert into jobs (kind, slot) select kind, slot from taken
          on conflict (kind, slot) where slot is not null do nothing
      )
      select ceil(min(remaining) * 1000)::int as milliseconds from period`,
    values: [[...kinds.keys()], [...kinds.values()]],
  });
  return rows[0]!.milliseconds;
}

import type { Context } from './context.ts';

/** Failures that one statement takes into the counts. */
const batch = 20_000;

/**
 * Takes failures into the counts that outlive them: by the day (UTC), and by the hour. Done by
 * whoever gathers, some seconds after they happened: a counter that each bad outcome had to lock would hold all of them up.
 */
export async function countFailures({ db }: Context): Promise<void> {
  for (;;) {
    const { rows } = await db.query<{ counted: number }>({
      name: 'count-failures',
      text: `with fresh as (
          update failures set counted = true
            where id in (select id from failures where not counted order by id limit ${batch} for update skip locked)
            returning (at at time zone 'UTC')::date as day, date_trunc('hour', at) as hour, about, reason, system_id, unit_id,
              domain, rule
        ), days as (
          insert into failure_counts as c (day, about, reason, system_id, unit_id, rule, count)
            select day, about, reason, system_id, unit_id, rule, count(*) from fresh
              group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
            on conflict (day, about, reason, system_id, unit_id, rule) do update set count = c.count + excluded.count
        ), domains as (
          insert into failure_domains as c (domain, day, about, reason, system_id, unit_id, rule, count)
            select coalesce(domain, ''), day, about, reason, system_id, unit_id, rule, count(*) from fresh
              group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
            on conflict (domain, day, about, reason, system_id, unit_id, rule)
              do update set count = c.count + excluded.count
        ), hours as (
          insert into failure_hours as h (about, system_id, hour, count)
            select about, system_id, hour, count(*) from fresh group by 1, 2, 3 order by 1, 2, 3
            on conflict (about, system_id, hour) do update set count = h.count + excluded.count
        )
        select count(*)::int as counted from fresh`,
    });
    if (rows[0]!.counted < batch) return;
  }
}

/** Days for which a domain stays in the counts; days for which the counts stay by the hour. */
const domainDays = 40;
const hourDays = 29;

/** Lets go of what the counts need no longer: domains, and hours. */
export async function ageFailureCounts({ db }: Context): Promise<void> {
  await db.query(
    `delete from failure_domains where count = 0 or day < (now() at time zone 'UTC')::date - ${domainDays}`,
  );
  await db.query(`delete from failure_hours where hour < now() - interval '${hourDays} days'`);
}

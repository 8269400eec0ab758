import type { Queryable } from '../../../evidence/ports.ts';

/** Of the whole installation. `ready` are those whose time has come; what waits for later is in none. */
export interface JobCounts {
  readonly ready: number;
  readonly running: number;
  readonly dead: number;
  /** Age of the oldest ready job in seconds. */
  readonly oldestReadySeconds: number;
}

export async function countJobs(database: Queryable): Promise<JobCounts> {
  const { rows } = await database.query<JobCounts>({
    name: 'count-jobs',
    text: `select
        count(*) filter (where ready) as ready,
        count(*) filter (where running) as running,
        (select count(*) from jobs where dead_at is not null) as dead,
        coalesce(extract(epoch from clock_timestamp() - min(run_at) filter (where ready)), 0)::float8 as "oldestReadySeconds"
      from (
        select run_at, leased_until >= clock_timestamp() as running,
          run_at <= clock_timestamp() and coalesce(leased_until < clock_timestamp(), true) as ready
        from jobs where dead_at is null
      ) as job`,
  });
  return rows[0]!;
}

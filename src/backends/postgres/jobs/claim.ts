import type { Job } from '../../../delivery/job-types.ts';
import type { Queryable } from '../../../evidence/ports.ts';

/** What a worker is ready to take of one kind, and from which `run_at` on it looks. */
export interface Want {
  readonly kind: string;
  readonly limit: number;
  readonly from: string;
}

export interface Claimed extends Job {
  readonly runAt: string;
}

/**
 * Takes up to `total` ready jobs, oldest first within a kind, kinds in the order of `wants`. Jobs that others hold are
 * passed over, and a lease that has run out counts as none. The kinds are looked up one by one (`lateral`), so a kind
 * with a long queue neither hides the others nor is hidden by a kind whose limit is reached.
 */
export async function claim(
  database: Queryable,
  lease: string,
  leaseSeconds: number,
  wants: readonly Want[],
  total: number,
): Promise<readonly Claimed[]> {
  const { rows } = await database.query<Claimed>({
    name: 'claim-jobs',
    text: `with picked as materialized (
        select ready.id from unnest($1::text[], $2::int[], $3::timestamptz[]) as want (kind, most, since)
        cross join lateral (
          select id from jobs
          where kind = want.kind and dead_at is null and run_at >= want.since and run_at <= clock_timestamp()
            and (leased_until is null or leased_until < clock_timestamp())
          order by run_at, id limit want.most for update skip locked
        ) as ready limit $4
      )
      update jobs set lease = $5, leased_until = clock_timestamp() + make_interval(secs => $6), attempts = attempts + 1
      from picked where jobs.id = picked.id
      returning jobs.id, jobs.kind, jobs.payload, jobs.sealed, jobs.attempts, jobs.run_at as "runAt"`,
    values: [
      wants.map(({ kind }) => kind),
      wants.map(({ limit }) => limit),
      wants.map(({ from }) => from),
      total,
      lease,
      leaseSeconds,
    ],
  });
  return rows;
}

import type { Queryable } from '../../../evidence/ports.ts';
import type { Held } from './finish.ts';

/** Holds the jobs for `leaseSeconds` from now. */
export async function renew(database: Queryable, held: readonly Held[], leaseSeconds: number): Promise<void> {
  await database.query({
    name: 'renew-jobs',
    text: `update jobs set leased_until = clock_timestamp() + make_interval(secs => $3)
      from unnest($1::bigint[], $2::uuid[]) as held (id, lease)
      where jobs.id = held.id and jobs.lease = held.lease`,
    values: [held.map(({ id }) => id), held.map(({ lease }) => lease), leaseSeconds],
  });
}

/** Gives jobs back that were not done: they are ready again, and the try does not count. */
export async function giveBack(database: Queryable, held: readonly Held[]): Promise<void> {
  await database.query({
    name: 'give-back-jobs',
    text: `update jobs set lease = null, leased_until = null, attempts = attempts - 1
      from unnest($1::bigint[], $2::uuid[]) as held (id, lease)
      where jobs.id = held.id and jobs.lease = held.lease`,
    values: [held.map(({ id }) => id), held.map(({ lease }) => lease)],
  });
}

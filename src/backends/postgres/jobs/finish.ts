import { LeaseLost } from '../../../delivery/job-types.ts';
import type { Queryable } from '../../../evidence/ports.ts';

/** A job in a worker's hands. */
export interface Held {
  readonly id: number;
  readonly lease: string;
}

/** Ends one job in the caller's transaction, or throws `LeaseLost` and leaves nothing of that transaction. */
export async function finish(tx: Queryable, { id, lease }: Held): Promise<void> {
  const { count } = await tx.query({
    name: 'finish-job',
    text: 'delete from jobs where id = $1 and lease = $2',
    values: [id, lease],
  });
  if (count !== 1) throw new LeaseLost(`The job ${id} is held by another worker`);
}

/** Ends many. A job whose lease was lost is left alone: it is another worker's now. */
export async function finishAll(database: Queryable, held: readonly Held[]): Promise<void> {
  await database.query({
    name: 'finish-jobs',
    text: `delete from jobs using unnest($1::bigint[], $2::uuid[]) as held (id, lease)
      where jobs.id = held.id and jobs.lease = held.lease`,
    values: [held.map(({ id }) => id), held.map(({ lease }) => lease)],
  });
}

import { recordDeadJob } from '../../../delivery/record-dead-job.ts';
import type { DeadHandler, Job } from '../../../delivery/job-types.ts';
import type { Database } from '../../../evidence/ports.ts';
import type { Held } from './finish.ts';

/** The job runs again after so many seconds. Nothing happens where the lease was lost. */
export async function retryLater(
  database: Database,
  { id, lease }: Held,
  seconds: number,
  because: string,
): Promise<void> {
  await database.query({
    name: 'retry-job',
    text: `update jobs set lease = null, leased_until = null, last_error = $4,
        run_at = clock_timestamp() + make_interval(secs => $3)
      where id = $1 and lease = $2`,
    values: [id, lease, seconds, because],
  });
}

/**
 * Lays the job among the dead, without its secret, and runs the kind's `onDead` in the same transaction. It stands in the
 * inbox of failures until a person has dealt with it. False where the lease was lost.
 */
export async function bury(
  database: Database,
  { id, lease }: Held,
  because: string,
  job: Job,
  onDead?: DeadHandler,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.query<{ slot: string | null }>({
      name: 'bury-job',
      text: `update jobs set dead_at = clock_timestamp(), sealed = null, lease = null, leased_until = null, last_error = $3
        where id = $1 and lease = $2 returning slot`,
      values: [id, lease, because],
    });
    const [buried] = rows;
    if (!buried) return false;
    await recordDeadJob(tx, job, { because, periodic: buried.slot !== null });
    await onDead?.(job, tx);
    return true;
  });
}

/** What is kept of an error: its name and code. Its message may quote what nobody else should read. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const { code, part } = error as { code?: unknown; part?: unknown };
  const detail = [code, part].find((value) => typeof value === 'string' && /^[\w.-]{1,40}$/.test(value));
  return detail ? `${error.name} ${detail}` : error.name;
}

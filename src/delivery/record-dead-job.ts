import { v7 as uuidv7 } from 'uuid';
import type { Queryable } from '../evidence/ports.ts';
import type { Job } from './job-types.ts';

/** One job of a kind at a time looks whether there is a failure already. */
const lock = 0x5e91_000a;

/**
 * Notes that a job was given up. A job that had a secret lost it, and cannot be done again. Of periodic work one failure is
 * open at a time, about the newest job: the same comes again with every period.
 */
export async function recordDeadJob(
  tx: Queryable,
  { id, kind, sealed }: Job,
  { because, periodic }: { because: string; periodic: boolean },
): Promise<void> {
  if (periodic) {
    await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [lock, kind]);
    const { count } = await tx.query(
      `update failures set job_id = $2, error = $3 where about = 'dead_job' and reason = $1 and closed_at is null`,
      [kind, id, because],
    );
    if (count > 0) return;
  }
  await tx.query({
    name: 'record-dead-job',
    text: `insert into failures (id, about, reason, job_id, error, repeatable) values ($1, 'dead_job', $2, $3, $4, $5)`,
    values: [uuidv7(), kind, id, because, sealed === null],
  });
}

/** Notes that there was an alarm, and no address to mail it to: once, until somebody has seen it. */
export async function recordUnheard(tx: Queryable, about: string): Promise<void> {
  await tx.query(
    `insert into failures (id, about, reason, error) select $1, 'dead_job', 'alarm', $2
      where not exists (select from failures where about = 'dead_job' and error = $2 and closed_at is null)`,
    [uuidv7(), `no_address ${about}`],
  );
}

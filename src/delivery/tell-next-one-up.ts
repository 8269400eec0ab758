import type { Queryable } from '../evidence/ports.ts';
import { enqueueJob } from './enqueue-job.ts';
import type { FailureNotice } from './failure-notice.ts';

/**
 * A mail about failures reached nobody: the compliance address is told instead, once, however often and in however many
 * ways the mail fails. Not where the sender could not be told and the system has an owner: the owner is told of every
 * failure anyway, and when that mail fails it comes here by itself.
 */
export async function tellNextOneUp(tx: Queryable, { notice, to }: FailureNotice): Promise<void> {
  if (to === 'compliance') return;
  if (to === 'sender') {
    const { rows } = await tx.query(
      `select from failures f join systems s on s.id = f.system_id
        where f.sender_notice = $1 and s.owner_id is not null limit 1`,
      [notice],
    );
    if (rows.length > 0) return;
  }
  const { count } = await tx.query(
    `insert into job_slots (kind, slot) values ('failure_notice', $1) on conflict do nothing`,
    [`${notice} compliance`],
  );
  if (count === 1) await enqueueJob(tx, { kind: 'failure_notice', payload: { notice, to: 'compliance' } });
}

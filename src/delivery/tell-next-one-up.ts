import type { Queryable } from '../evidence/ports.ts';
import { enqueueJob } from './enqueue-job.ts';
import { heirSql } from './failure-heir.ts';
import type { FailureAddressee, FailureNotice } from './failure-notice.ts';

/**
 * A mail about failures reached nobody: the next one up is told instead, once, however often and in however many ways the
 * mail fails. In place of a sender or owner who was deactivated that is the mailbox of the unit, where it has one; else
 * the compliance address.
 */
export async function tellNextOneUp(tx: Queryable, { notice, to }: FailureNotice): Promise<void> {
  const next = await nextOneUp(tx, { notice, to });
  if (!next) return;
  const { count } = await tx.query(
    `insert into job_slots (kind, slot) values ('failure_notice', $1) on conflict do nothing`,
    [`${notice} ${next}`],
  );
  if (count === 1) await enqueueJob(tx, { kind: 'failure_notice', payload: { notice, to: next } });
}

async function nextOneUp(
  tx: Queryable,
  { notice, to }: FailureNotice,
): Promise<FailureAddressee | undefined> {
  if (to === 'compliance') return undefined;
  if (to === 'unit') return 'compliance';
  const answering = to === 'sender' ? 'a' : 'o';
  const { rows } = await tx.query<{ gone: boolean; mailbox: boolean; owned: boolean }>(
    `select coalesce(${answering}.deactivated_at is not null, false) as gone, u.function_address is not null as mailbox,
        s.owner_id is not null as owned
      from failures f
        left join messages m on m.id = f.message_id
        left join people a on a.id = f.person_id
        left join systems s on s.id = f.system_id
        left join people o on o.id = s.owner_id
        left join units u on u.id = ${heirSql(1)}
      where f.${to}_notice = $1 limit 1`,
    [notice],
  );
  const [found] = rows;
  if (found?.gone) return found.mailbox ? 'unit' : 'compliance';
  // The owner is told of every failure anyway, and when that mail fails it comes here by itself.
  return to === 'sender' && found?.owned ? undefined : 'compliance';
}

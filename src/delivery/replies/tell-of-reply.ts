import type { Queryable } from '../../evidence/ports.ts';
import { enqueueJobs } from '../enqueue-job.ts';

/** A reply that a recipient has sent, by its ids. */
export interface SentReply {
  readonly id: string;
  readonly delivery: string;
  readonly message: string;
}

/** Whoever is told of a reply. `unit`: its function address, in place of somebody who is gone. */
export const replyAddressees = ['person', 'unit', 'compliance'] as const;
export type ReplyAddressee = (typeof replyAddressees)[number];

/**
 * SQL: the people who have the case of `messages m`, who is active, each with `replies_by_mail`. Those to whom it was given;
 * else whoever wrote it, or who answers for the system that sent it in nobody's name.
 */
export const caseHolders = `(
  with kept as (
    select p.id, p.replies_by_mail from case_keepers k join people p on p.id = k.person_id
      where k.message_id = m.id and p.deactivated_at is null
  )
  select * from kept
  union
  select p.id, p.replies_by_mail from people p
    where p.deactivated_at is null and not exists (select from kept)
      and p.id = coalesce(m.person_id, (select s.owner_id from systems s where s.id = m.system_id))
)`;

/**
 * Has whoever has the case told that an answer has come, once the caller's transaction is committed: by a plain mail, or by
 * the answer itself where they want answers in their own mailbox. Where nobody is left who has it, its unit is told.
 */
export async function tellOfReply(tx: Queryable, { id, delivery, message }: SentReply): Promise<void> {
  const { rows } = await tx.query<{ person: string; byMail: boolean }>(
    `select h.id as person, h.replies_by_mail as "byMail" from messages m, lateral ${caseHolders} h where m.id = $1`,
    [message],
  );
  const about = { reply: id, delivery };
  if (rows.length === 0) {
    await enqueueJobs(tx, [{ kind: 'reply_notice', payload: { ...about, to: 'unit' } }]);
    return;
  }
  await enqueueJobs(
    tx,
    rows.map(({ person, byMail }) => ({
      kind: byMail ? 'reply_mail' : 'reply_notice',
      payload: { ...about, to: 'person', person },
    })),
  );
}

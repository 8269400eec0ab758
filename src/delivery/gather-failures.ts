import { enqueueJobs } from './enqueue-job.ts';
import type { Context } from './context.ts';
import type { Handler } from './job-types.ts';

/** Minutes in which a system's failures are gathered into one mail to its owner, after the first was told at once. */
const gathering = 60;

/**
 * Turns failures that nobody has been told of into mails: for each message one to its sender, for each system one to its
 * owner. A system without an owner, a message of nobody: the sender's mail goes to the compliance address.
 */
export const gatherFailures =
  (ctx: Context): Handler =>
  async () => {
    await ctx.db.transaction(async (tx) => {
      const senders = await tx.query<{ notice: string }>(
        `with untold as (
          select f.id, f.message_id from failures f left join systems s on s.id = f.system_id
          where f.sender_notice is null and (f.person_id is not null or s.owner_id is null)
          for update of f skip locked limit 5000
        ), notices as (
          select message_id, gen_random_uuid() as notice from untold group by message_id
        )
        update failures f set sender_notice = n.notice
        from untold u join notices n on n.message_id = u.message_id where f.id = u.id returning n.notice`,
      );
      const owners = await tx.query<{ notice: string }>(
        `with due as (
          select s.id, gen_random_uuid() as notice from systems s
          where s.owner_id is not null
            and (s.owner_told_at is null or s.owner_told_at < now() - make_interval(mins => ${gathering}))
            and exists (select from failures f where f.system_id = s.id and f.owner_notice is null)
          for update skip locked
        ), told as (
          update systems s set owner_told_at = now() from due where s.id = due.id
        )
        update failures f set owner_notice = due.notice,
            sender_notice = case when f.person_id is null then coalesce(f.sender_notice, due.notice) else f.sender_notice end
        from due where f.system_id = due.id and f.owner_notice is null returning due.notice`,
      );
      const drafts = (rows: readonly { notice: string }[], to: string) =>
        [...new Set(rows.map(({ notice }) => notice))].map((notice) => ({
          kind: 'failure_notice',
          payload: { notice, to },
        }));
      await enqueueJobs(tx, [...drafts(senders.rows, 'sender'), ...drafts(owners.rows, 'owner')]);
    });
  };

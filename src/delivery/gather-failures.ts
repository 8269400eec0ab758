import type { Queryable } from '../evidence/ports.ts';
import { enqueueJobs } from './enqueue-job.ts';
import type { Context } from './context.ts';
import { countFailures } from './count-failures.ts';
import type { FailureAddressee } from './failure-notice.ts';
import type { Handler } from './job-types.ts';

/** Minutes in which a system's failures are gathered into one mail to its owner, after the first was told at once. */
const gathering = 60;
/** Failures of one round, and what else failed in their messages. */
const round = 5000;
/** One gatherer at a time: two would share the failures of a message between two mails. */
const lock = 0x5e91_0003;

/**
 * Turns failures that nobody has been told of into mails: for each message one to its sender, for each system one to its
 * owner. What has neither a person nor an owner goes to the compliance address, by way of a mail to its sender. Then takes
 * them into the counts.
 */
export const gatherFailures =
  (ctx: Context): Handler =>
  async () => {
    while ((await gathered(ctx, 'sender', forSenders)) >= round);
    await gathered(ctx, 'owner', forOwners);
    await countFailures(ctx);
  };

/** Resolves to how many failures there were; 0 also where another process gathers. */
const gathered = (ctx: Context, to: FailureAddressee, sql: string): Promise<number> =>
  ctx.db.transaction(async (tx) => {
    if (!(await isAlone(tx))) return 0;
    const { rows } = await tx.query<{ notice: string }>(sql);
    const notices = [...new Set(rows.map(({ notice }) => notice))];
    await enqueueJobs(
      tx,
      notices.map((notice) => ({ kind: 'failure_notice', payload: { notice, to } })),
    );
    return rows.length;
  });

async function isAlone(tx: Queryable): Promise<boolean> {
  const { rows } = await tx.query<{ alone: boolean }>('select pg_try_advisory_xact_lock($1) as alone', [
    lock,
  ]);
  return rows[0]!.alone;
}

// Person and system are the message's, and so the same for all of its failures.
const forSenders = `
with untold as (
  select f.message_id from failures f left join systems s on s.id = f.system_id
  where f.sender_notice is null and f.message_id is not null and (f.person_id is not null or s.owner_id is null)
  order by f.at limit ${round}
), notices as (
  select message_id, gen_random_uuid() as notice from untold group by message_id
)
update failures f set sender_notice = n.notice
from notices n where f.message_id = n.message_id and f.sender_notice is null
returning n.notice`;

const forOwners = `
with due as (
  select s.id, gen_random_uuid() as notice from systems s
  where s.owner_id is not null
    and (s.owner_told_at is null or s.owner_told_at < now() - make_interval(mins => ${gathering}))
    and exists (select from failures f where f.system_id = s.id and f.owner_notice is null)
), told as (
  update systems s set owner_told_at = now() from due where s.id = due.id
)
update failures f set owner_notice = due.notice,
  sender_notice = case when f.person_id is null then coalesce(f.sender_notice, due.notice) else f.sender_notice end
from due where f.system_id = due.id and f.owner_notice is null
returning due.notice`;

import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import type { InboxKind } from '../message/failures.ts';
import { isUnusual, usualDays } from '../message/failure-growth.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import type { Handler } from './job-types.ts';
import { raiseAlarm } from './raise-alarm.ts';
import { resolveFailures } from './resolve-failures.ts';

/** One watcher at a time, so that nobody is alarmed twice. */
const lock = 0x5e91_0009;

/** Each minute: closes what was put right, and alarms where failures of one kind and one system grow unusually. */
export const watchFailures =
  (ctx: Context): Handler =>
  async () => {
    await resolveFailures(ctx);
    await alarmOfGrowth(ctx);
  };

interface Group {
  readonly kind: InboxKind;
  readonly system: string | null;
  readonly count: number;
  readonly usual: number;
}

/** At most one alarm for a group in 24 hours. */
async function alarmOfGrowth(ctx: Context): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows: alone } = await tx.query<{ alone: boolean }>(
      'select pg_try_advisory_xact_lock($1) as alone',
      [lock],
    );
    if (!alone[0]!.alone) return;
    const { rows } = await tx.query<Group>({ name: 'unusual-failures', text: sql, values: [segl(ctx).id] });
    for (const { kind, system, count, usual } of rows) {
      if (!isUnusual(count, usual)) continue;
      const facts = { kind, ...(system === null ? {} : { system }), count, usual };
      await recordPlainEvent(tx, {
        type: 'failures.alarmed',
        actor: segl(ctx),
        details: { ...facts, subject: system ?? segl(ctx).id },
      });
      await raiseAlarm(tx, { about: 'failures_grew', subject: null, facts });
    }
  });
}

// Days on which nothing failed count as none. Whatever was alarmed of in the last day is passed over.
const sql = `
with lately as (
  select about, system_id, count(*)::int as count from failures
  where at > now() - interval '60 minutes' group by 1, 2 having count(*) >= 10
)
select l.about as kind, l.system_id as system, l.count, (
    select percentile_disc(0.5) within group (order by busiest) from (
      select coalesce(max(h.count), 0) as busiest
      from generate_series(1, ${usualDays}) as ago (days)
        left join failure_hours h on h.about = l.about and h.system_id is not distinct from l.system_id
          and h.hour >= now() - make_interval(days => ago.days) and h.hour < now() - make_interval(days => ago.days - 1)
          and h.hour < date_trunc('hour', now() - interval '60 minutes')
      group by ago.days) as day)::int as usual
from lately l
where not exists (select from events e where e.type = 'failures.alarmed' and e.message is null
  and e.details ->> 'subject' = coalesce(l.system_id, $1::uuid)::text and e.details ->> 'kind' = l.about
  and e.at > now() - interval '24 hours')`;

import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import type { MisdeliveryReason } from '../message/misdeliveries.ts';
import { Refusal } from '../message/refusals.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { recipient } from './actors.ts';
import { type Budget, spend } from './budgets.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import type { LinkedDelivery } from './find-delivery.ts';
import { raiseAlarm } from './raise-alarm.ts';
import { recordFailure } from './record-failure.ts';

/** Nothing of these ever reached anybody, or the sender knows already. */
const pointless: readonly DeliveryStatus[] = ['held', 'refused', 'bounced', 'relayed', 'recalled', 'erased'];
/** From these a report changes the status. */
const unreported: readonly string[] = ['sent', 'notified', 'opened'];

/**
 * Somebody with the link says that the message is not for them. Sender and compliance are told at once, and no reminder
 * leaves any more; a right code lifts it. Anybody may say it again and again, machines too: what is said twice is counted,
 * and becomes an event at most hourly, five times a day in all; a mail about one reason leaves once in 24 hours, unless it
 * was lifted in between. A delivery that has ended keeps its status. Never refuses: whoever says it is thanked.
 */
export async function reportMisdelivery(
  ctx: Context,
  { id, message }: LinkedDelivery,
  reason: MisdeliveryReason,
  client: Client,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ status: string }>(
      'select status from deliveries where id = $1 and status <> all ($2) for no key update',
      [id, pointless],
    );
    if (!rows[0]) return;
    const { count, due, untold } = await countReport(tx, id, reason);
    // The first, or the first since it was lifted: then it is news again, whoever had said it before.
    const isNews = unreported.includes(rows[0].status);
    const tells = isNews || untold;
    if (!(due || isNews) || !(await affords(tx, eventsOfDay(id)))) return;
    await recordEvent(tx, id, {
      type: 'delivery.misdelivery_reported',
      actor: recipient(id),
      details: { reason, count },
      reason,
      personal: { ...client },
    });
    await cancelReminders(tx, id);
    await tx.query(
      `update misdeliveries set logged_at = clock_timestamp(),
          told_at = case when $3 then clock_timestamp() else told_at end
        where delivery_id = $1 and reason = $2`,
      [id, reason, tells],
    );
    if (!tells) return;
    await recordFailure(tx, id, 'reported', reason);
    if (await affords(tx, alarmsOfHour(message))) {
      await raiseAlarm(tx, { about: 'reported', subject: message, facts: { reason } });
    }
  });
  ctx.wake();
}

interface Counted {
  count: number;
  /** It was not recorded within the hour. */
  due: boolean;
  /** Nobody was told of it within 24 hours. */
  untold: boolean;
}

async function countReport(tx: Queryable, delivery: string, reason: MisdeliveryReason): Promise<Counted> {
  const { rows } = await tx.query<Counted>(
    `insert into misdeliveries as m (delivery_id, reason) values ($1, $2)
      on conflict (delivery_id, reason) do update set reports = m.reports + 1, reported_at = clock_timestamp()
      returning reports as count, coalesce(logged_at < clock_timestamp() - interval '1 hour', true) as due,
        coalesce(told_at < clock_timestamp() - interval '24 hours', true) as untold`,
    [delivery, reason],
  );
  return rows[0]!;
}

const eventsOfDay = (delivery: string): Budget => ({
  scope: 'misdelivery/delivery/day',
  subject: delivery,
  limit: 5,
  windowMinutes: 24 * 60,
});

/** A message that went wrong to hundreds is one story: the inbox has each of them, and alarms where they grow. */
const alarmsOfHour = (message: string): Budget => ({
  scope: 'misdelivery/message/hour',
  subject: message,
  limit: 10,
  windowMinutes: 60,
});

async function affords(tx: Queryable, budget: Budget): Promise<boolean> {
  try {
    await spend(tx, [budget]);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'budget_spent') return false;
    throw error;
  }
}

/** One that is being mailed right now may still arrive; one that is tried again later finds the delivery reported. */
async function cancelReminders(tx: Queryable, delivery: string): Promise<void> {
  await tx.query(
    `delete from jobs where id in (select id from jobs
      where kind = 'notice' and payload ->> 'delivery' = $1::uuid::text and (payload ->> 'reminder')::boolean
        and (leased_until is null or leased_until < clock_timestamp()) for update skip locked)`,
    [delivery],
  );
}

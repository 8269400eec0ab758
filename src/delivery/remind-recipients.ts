import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import { Refusal } from '../message/refusals.ts';
import { type Budget, spend } from './budgets.ts';
import type { Context } from './context.ts';
import { actorOf, lockDeliveries, type Viewer } from './message-access.ts';
import { sendNotice } from './send-notice.ts';

export interface Reminded {
  readonly id: string;
  readonly email: string;
  readonly reminded: boolean;
  /**
   * Why not: the delivery was opened, is held, locked or reported, or has ended, its notice waits, or it was reminded five
   * times today.
   */
  readonly reason?: string;
}

/** Reminders of a delivery, whoever sends them. */
export const remindersOfDay = (delivery: string): Budget => ({
  scope: 'reminder/delivery/day',
  subject: delivery,
  limit: 5,
  windowMinutes: 24 * 60,
});

/** Sends the notice again, with a link of its own, to recipients who have not opened yet. Refuses not_found. */
export async function remindRecipients(
  ctx: Context,
  viewer: Viewer,
  message: string,
  chosen?: readonly string[],
): Promise<Reminded[]> {
  const reminded = await ctx.db.transaction(async (tx) => {
    const results: Reminded[] = [];
    const locked = await lockDeliveries(tx, viewer, message, chosen);
    const isWaiting = await noticesWait(tx, message);
    for (const delivery of locked) {
      const { id, email } = delivery;
      const unread = delivery.status === 'sent' || delivery.status === 'notified';
      // Mail that no rule sealed is passed on as it came: there is no notice of it.
      const waits = unread && !delivery.expired && delivery.reason !== 'not_secured';
      if (!waits) {
        results.push({ id, email, reminded: false, reason: delivery.expired ? 'expired' : delivery.status });
        continue;
      }
      if (isWaiting) {
        results.push({ id, email, reminded: false, reason: 'notice_waits' });
        continue;
      }
      await spend(tx, [remindersOfDay(id)]);
      await recordEvent(tx, id, { type: 'delivery.reminded', actor: actorOf(viewer, delivery.own) });
      await sendNotice(ctx, tx, id, true);
      results.push({ id, email, reminded: true });
    }
    if (results.length > 0 && results.every(({ reason }) => reason === 'notice_waits')) {
      throw new Refusal(
        'notice_waits',
        'The notice itself has not left yet, so there is nothing to remind of.',
      );
    }
    if (results.length === 1 && results[0]?.reason)
      throw new Refusal('delivery_final', sentenceFor(results[0].reason));
    return results;
  });
  ctx.wake();
  return reminded;
}

/** The message's first notices wait, so that it can be recalled without a trace. */
async function noticesWait(tx: Queryable, message: string): Promise<boolean> {
  const { rows } = await tx.query<{ isWaiting: boolean }>(
    'select coalesce(notices_at > clock_timestamp(), false) as "isWaiting" from messages where id = $1',
    [message],
  );
  return rows[0]!.isWaiting;
}

function sentenceFor(reason: string): string {
  if (reason === 'opened') return 'The recipient has opened the message already, so no reminder was sent.';
  if (reason === 'held') return 'The message to this recipient is held. Supply the phone number first.';
  if (reason === 'reported') {
    return 'Somebody with the link said that the message is not for them, so no reminder was sent. Check the address.';
  }
  if (reason === 'locked') return 'This delivery is locked. Unlock it first.';
  return 'This delivery has ended, so no reminder was sent. Send the message again.';
}

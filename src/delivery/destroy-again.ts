import type { Queryable } from '../evidence/ports.ts';
import { recordEvents } from '../evidence/record-events.ts';
import type { EventType } from '../message/event-types.ts';
import { type DeliveryStatus, isLive } from '../message/statuses.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import { eraseAgain } from './erase-message.ts';
import { forgetDrafts } from './replies/forget-replies.ts';
import { stopWork } from './stop-work.ts';
import type { Tombstone } from './tombstone-batches.ts';

/**
 * Destroys seals of one message that a restored backup has brought back, ends what their recipients had of it, and records
 * for each delivery how it had ended. Nothing happens to what this database has never known, or knows to have ended so.
 */
export async function destroyAgain(
  ctx: Context,
  tx: Queryable,
  message: string,
  tombstones: readonly Tombstone[],
): Promise<void> {
  const { rows: messages } = await tx.query('select from messages where id = $1 for no key update', [
    message,
  ]);
  if (messages.length === 0) return;
  const { rows: deliveries } = await tx.query<{ id: string; status: DeliveryStatus }>(
    `select id, status from deliveries where message_id = $1 and id = any ($2::uuid[])
      order by position for no key update`,
    [message, tombstones.flatMap(({ delivery }) => delivery ?? [])],
  );
  const ended = (kind: Tombstone['kind']) => {
    const named = new Set(tombstones.filter((each) => each.kind === kind).map(({ delivery }) => delivery));
    return deliveries.filter(({ id }) => named.has(id));
  };
  const recalled = ended('recalled').filter(({ status }) => status !== 'recalled' && status !== 'erased');
  await end(ctx, tx, 'delivery.recalled', recalled);
  const expired = ended('expired').filter(({ status }) => isLive(status));
  await end(ctx, tx, 'delivery.expired', expired);
  await tx.query('delete from wraps where message_id = $1 and id = any ($2::uuid[])', [
    message,
    tombstones.flatMap(({ wrap }) => wrap ?? []),
  ]);
  const whole = tombstones.some(({ delivery, kind }) => delivery === null && kind === 'erased');
  const erased = ended('erased').map(({ id }) => id);
  if (whole || erased.length > 0) await eraseAgain(ctx, tx, message, whole ? undefined : erased);
}

/** What a delivery that has ended brings to nobody any more. Its link stays, to say what happened. */
async function end(
  ctx: Context,
  tx: Queryable,
  type: EventType,
  deliveries: readonly { readonly id: string }[],
): Promise<void> {
  const ids = deliveries.map(({ id }) => id);
  if (ids.length === 0) return;
  const details = { restored: true };
  await recordEvents(tx, { type, actor: segl(ctx), deliveries: ids.map((id) => ({ id, details })) });
  await stopWork(tx, ids, ['notice', 'relay', 'reply_answer']);
  await forgetDrafts(tx, ids);
  await tx.query('delete from codes where delivery_id = any ($1::uuid[])', [ids]);
  await tx.query('delete from session_deliveries where delivery_id = any ($1::uuid[])', [ids]);
}

import { recordEvent } from '../../evidence/record-event.ts';
import { Refusal } from '../../message/refusals.ts';
import { isLive } from '../../message/statuses.ts';
import type { Context } from '../context.ts';
import { endSessions } from '../end-sessions.ts';
import { actorOf, lockDelivery, type Viewer } from '../message-access.ts';
import { sendNotice } from '../send-notice.ts';
import { newAccessCode } from './access-code.ts';
import { hashAccessCode, storeAccessCodes } from './store-access-codes.ts';

/**
 * Makes an access code for a delivery, which is told this once. The one before opens nothing any more, and whoever came in by
 * it is out. A delivery that was held for want of a phone number is let go. Refuses: not_found, reason_needed, delivery_final.
 */
export async function makeAccessCode(ctx: Context, viewer: Viewer, id: string): Promise<string> {
  const code = newAccessCode();
  const hash = await hashAccessCode(code);
  await ctx.db.transaction(async (tx) => {
    const delivery = await lockDelivery(tx, viewer, id);
    if (!isLive(delivery.status) || delivery.expired) throw new Refusal('delivery_final');
    const actor = actorOf(viewer, delivery.own);
    await endSessions(tx, id, ['access_code']);
    await storeAccessCodes(tx, actor, [{ delivery: id, hash }]);
    if (delivery.status === 'held') {
      await recordEvent(tx, id, { type: 'delivery.released', actor });
      await sendNotice(ctx, tx, id, false);
    }
  });
  ctx.wake();
  return code;
}

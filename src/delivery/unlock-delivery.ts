import { recordEvent } from '../evidence/record-event.ts';
import { Refusal } from '../message/refusals.ts';
import type { Context } from './context.ts';
import { limits } from './limits.ts';
import { actorOf, lockDelivery, type Viewer } from './message-access.ts';
import { statusBefore } from './status-before.ts';

/**
 * Gives a locked delivery 15 more tries. Twice in its life: 45 tries on two codes at a time keep the chance of a guess
 * below 1 in 10,000. Refuses: not_found, not_locked, unlocks_exhausted.
 */
export async function unlockDelivery(ctx: Context, viewer: Viewer, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const delivery = await lockDelivery(tx, viewer, id);
    if (delivery.status !== 'locked') throw new Refusal('not_locked');
    if (delivery.unlocks >= limits.unlocks) {
      throw new Refusal(
        'unlocks_exhausted',
        'This delivery was unlocked twice. Send the message again instead.',
      );
    }
    await tx.query('update deliveries set unlocks = unlocks + 1 where id = $1', [id]);
    await tx.query(
      'update codes set used_at = now(), sealed = null where delivery_id = $1 and used_at is null',
      [id],
    );
    await recordEvent(tx, id, {
      type: 'delivery.unlocked',
      actor: actorOf(viewer, delivery.own),
      status: await statusBefore(tx, id),
    });
  });
}

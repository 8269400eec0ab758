import { recordEvent } from '../evidence/record-event.ts';
import { Refusal } from '../message/refusals.ts';
import { isLive } from '../message/statuses.ts';
import { expiryOf } from './accept-message.ts';
import type { Context } from './context.ts';
import { actorOf, lockDeliveries, type Viewer } from './message-access.ts';

export interface Extended {
  readonly id: string;
  readonly email: string;
  readonly extended: boolean;
  readonly reason?: string;
}

/**
 * Moves the expiry of a message's living deliveries. What has expired or ended otherwise stays ended: its seal is gone.
 * Refuses: not_found, expiry_invalid, delivery_final (none lives).
 */
export async function extendDeliveries(
  ctx: Context,
  viewer: Viewer,
  message: string,
  expiresAt: string,
  chosen?: readonly string[],
): Promise<Extended[]> {
  const until = expiryOf(expiresAt);
  return ctx.db.transaction(async (tx) => {
    const results: Extended[] = [];
    for (const { id, email, status, expired } of await lockDeliveries(tx, viewer, message, chosen)) {
      if (expired || !isLive(status)) {
        results.push({ id, email, extended: false, reason: expired ? 'expired' : status });
        continue;
      }
      await tx.query('update deliveries set expires_at = $2 where id = $1', [id, until]);
      await recordEvent(tx, id, {
        type: 'delivery.extended',
        actor: actorOf(viewer),
        details: { expiresAt: until },
      });
      results.push({ id, email, extended: true });
    }
    if (!results.some((r) => r.extended)) {
      throw new Refusal(
        'delivery_final',
        'Every delivery of this message has ended. Send the message again.',
      );
    }
    return results;
  });
}

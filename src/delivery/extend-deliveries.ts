import { recordEvent } from '../evidence/record-event.ts';
import { Refusal } from '../message/refusals.ts';
import { isLive } from '../message/statuses.ts';
import { expiryOf } from './check-draft.ts';
import type { Context } from './context.ts';
import { actorOf, lockDeliveries, type ReachedDelivery, type Viewer } from './message-access.ts';

export interface Extended {
  readonly id: string;
  readonly email: string;
  readonly extended: boolean;
  readonly reason?: string;
}

/**
 * Moves the expiry of a message's living deliveries. What has expired or ended otherwise stays ended: its seal is gone. Whom a
 * recipient lets read has until when they said.
 * Refuses: not_found, expiry_invalid (also where none would end later), delivery_final (none lives).
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
    for (const delivery of await lockDeliveries(tx, viewer, message, chosen)) {
      const { id, email } = delivery;
      const reason = whyNot(delivery, until);
      if (reason) {
        results.push({ id, email, extended: false, reason });
        continue;
      }
      await tx.query('update deliveries set expires_at = $2 where id = $1', [id, until]);
      await recordEvent(tx, id, {
        type: 'delivery.extended',
        actor: actorOf(viewer, delivery.own),
        details: { expiresAt: until },
      });
      results.push({ id, email, extended: true });
    }
    if (!results.some((r) => r.extended)) throw nothingExtended(results);
    return results;
  });
}

/** Only the living are extended, and only to a later date: cutting a message short is not extending it. */
function whyNot(delivery: ReachedDelivery, until: string): string | undefined {
  if (delivery.parted === 'reader') return 'reader';
  if (delivery.expired) return 'expired';
  if (!isLive(delivery.status)) return delivery.status;
  return Date.parse(until) > Date.parse(delivery.expiresAt) ? undefined : 'not_later';
}

function nothingExtended(results: readonly Extended[]): Refusal {
  return results.some((r) => r.reason === 'not_later')
    ? new Refusal('expiry_invalid', 'The new expiry must be later than the present one.')
    : new Refusal('delivery_final', 'Every delivery of this message has ended. Send the message again.');
}

import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import { limits } from '../limits.ts';

/** Deliveries that reach nobody any more: their address may be written to again. */
export const ended: readonly DeliveryStatus[] = ['refused', 'bounced', 'recalled', 'expired', 'erased'];

/**
 * Asked under the message's lock, so that two people cannot add the same address at once. Refuses: gone (the message is
 * erased), already_exists (with the `field` `email`), too_many_recipients.
 */
export async function checkRoom(tx: Queryable, message: string, email: string): Promise<void> {
  const { rows } = await tx.query<{ sealed: boolean; taken: boolean; living: number }>(
    `select exists (select from wraps where message_id = $1 and delivery_id is null) as sealed,
        coalesce(bool_or(lower(d.email) = lower($2)), false) as taken, count(*)::int as living
      from deliveries d where d.message_id = $1 and d.status <> all ($3::text[])`,
    [message, email, ended],
  );
  const { sealed, taken, living } = rows[0]!;
  if (!sealed) throw new Refusal('gone', 'What this message said has been erased.');
  if (taken) {
    throw new Refusal('already_exists', 'This message went to that address already.', { field: 'email' });
  }
  if (living >= limits.recipients) throw new Refusal('too_many_recipients');
}

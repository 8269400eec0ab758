import { recordEvent } from '../../evidence/record-event.ts';
import { Refusal } from '../../message/refusals.ts';
import { recipient } from '../actors.ts';
import { lockStanding } from '../admit-recipient.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { digestOfKey } from './add-passkey.ts';
import { ownPasskey } from './own-passkeys.ts';
import { provenHere } from './proven.ts';

/**
 * Removes a passkey, which opens nothing and signs for nothing from then on. `id`: base64url. Refuses: unauthenticated,
 * not_permitted, not_found, gone.
 */
export async function removePasskey(
  ctx: Context,
  token: string,
  session: string,
  id: string,
  client: Client,
): Promise<void> {
  const { delivery } = await provenHere(ctx.db, token, session);
  await ctx.db.transaction(async (tx) => {
    await lockStanding(tx, delivery);
    await provenHere(tx, token, session);
    const { rows } = await tx.query<{ id: Buffer; publicKey: Buffer }>(
      `update recipient_passkeys k set revoked_at = now(), name = '' from deliveries d
        where d.id = $1 and k.id = $2 and ${ownPasskey} returning k.id, k.public_key as "publicKey"`,
      [delivery, Buffer.from(id, 'base64url')],
    );
    const removed = rows[0];
    if (!removed) throw new Refusal('not_found');
    await recordEvent(tx, delivery, {
      type: 'delivery.passkey_removed',
      actor: recipient(delivery),
      details: { passkey: digestOfKey(removed.id), key: digestOfKey(removed.publicKey) },
      personal: { ...client },
    });
  });
}

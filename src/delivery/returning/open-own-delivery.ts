import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { admitRecipient, lockStanding } from '../admit-recipient.ts';
import { spend } from '../budgets.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { hashToken, newLinkToken } from '../link-token.ts';
import { digestOfKey } from './add-passkey.ts';
import { ownSql } from './own-deliveries.ts';
import { provenSql } from './proven.ts';

/**
 * Opens a message to whoever has proved its address and number in this session, without a new code: mints a link of its own and
 * returns its token. Refuses: not_found (not theirs), gone, budget_spent.
 */
export async function openOwnDelivery(
  ctx: Context,
  delivery: string,
  session: string,
  client: Client,
): Promise<string> {
  if (!isUuid(delivery)) throw new Refusal('not_found');
  const token = newLinkToken();
  await ctx.db.transaction(async (tx) => {
    await spend(tx, [{ scope: 'my/delivery', subject: delivery, limit: 60, windowMinutes: 60 }]);
    const theirs = async () =>
      (
        await tx.query<{ method: string; passkey: Buffer | null }>(
          `select p.method, p.passkey from (${provenSql}) p
            join deliveries d on d.id = $2 and lower(d.email) = p.email and d.phone = p.phone
            join messages m on m.id = d.message_id and ${ownSql}`,
          [hashToken(session), delivery],
        )
      ).rows[0];
    if (!(await theirs())) throw new Refusal('not_found');
    const before = await lockStanding(tx, delivery);
    // Its number may have been corrected while the lock was waited for.
    const proof = await theirs();
    if (!proof) throw new Refusal('not_found');
    const proven = {
      type: 'delivery.identity_verified',
      details: { method: proof.method, ...(proof.passkey ? { passkey: digestOfKey(proof.passkey) } : {}) },
      before: true,
    } as const;
    await admitRecipient(tx, delivery, proven, before, session, client);
    await tx.query('insert into link_tokens (hash, delivery_id) values ($1, $2)', [
      hashToken(token),
      delivery,
    ]);
  });
  return token;
}

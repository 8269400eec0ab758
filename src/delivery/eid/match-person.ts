import { recordEvent } from '../../evidence/record-event.ts';
import { recipient } from '../actors.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { lockStanding } from '../admit-recipient.ts';
import { type EidAnswer, EidFailure, type RecipientEid } from './eid-provider.ts';
import { identityOf, isIdentity } from './identities.ts';
import { saidNumber } from './number-claims.ts';

/**
 * Makes sure that the provider vouches for the person whose identity number the sender gave, and gives that number. Of anybody
 * else nothing is kept but that there was somebody. Throws `EidFailure`: unknown, no_number, differs; refuses gone.
 */
export async function matchPerson(
  ctx: Context,
  { claim }: RecipientEid,
  { delivery, act }: { delivery: string; act: 'opening' | 'acknowledgement' },
  { token, userinfo }: EidAnswer,
  client: Client,
): Promise<string> {
  const kept = await identityOf(ctx, delivery);
  if (kept === undefined) throw new EidFailure('unknown');
  const said = saidNumber({ ...token, ...userinfo }, claim);
  if (said === undefined) throw new EidFailure('no_number');
  if (isIdentity(kept, said)) return kept;
  await ctx.db.transaction(async (tx) => {
    await lockStanding(tx, delivery);
    await recordEvent(tx, delivery, {
      type: 'delivery.open_refused',
      actor: recipient(delivery),
      details: { reason: 'identity_differs', for: act },
      personal: { ...client },
    });
  });
  throw new EidFailure('differs');
}

import { Refusal } from '../message/refusals.ts';
import { admitRecipient } from './admit-recipient.ts';
import { checkCode, useCode } from './check-code.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { endingOf, type LinkedDelivery } from './find-delivery.ts';

/**
 * Exchanges a right code for a session: a new one, or the given one, which then also opens this delivery. Returns the
 * session's secret. A right code also lifts a report that the message is not for whoever has the link. Refuses: gone, and
 * what `checkCode` refuses.
 */
export async function openDelivery(
  ctx: Context,
  delivery: LinkedDelivery,
  given: string,
  session: string | undefined,
  client: Client,
): Promise<string> {
  if (endingOf(delivery)) throw new Refusal('gone');
  const right = await checkCode(ctx, delivery, 'opening', given, client);
  return ctx.db.transaction(async (tx) => {
    const before = await useCode(tx, delivery.id, right);
    const proven = {
      type: 'delivery.code_verified',
      details: { code: right.id },
      member: right.member,
    } as const;
    return admitRecipient(tx, delivery.id, proven, before, session, client);
  });
}

import { Refusal } from '../message/refusals.ts';
import { readAccessCode } from './access-codes/access-code.ts';
import { checkShape, openByAccessCode } from './access-codes/open-by-access-code.ts';
import { admitRecipient } from './admit-recipient.ts';
import { checkCode, useCode } from './check-code.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { endingOf, type LinkedDelivery } from './find-delivery.ts';

/**
 * Exchanges a right code to the phone, or the delivery's access code, for a session: a new one, or the given one, which then also opens this delivery. Returns the
 * session's secret. A right code also lifts a report that the message is not for whoever has the link. Refuses: gone, and
 * what `checkCode` and `openByAccessCode` refuse.
 */
export async function openDelivery(
  ctx: Context,
  delivery: LinkedDelivery,
  given: string,
  session: string | undefined,
  client: Client,
): Promise<string> {
  if (endingOf(delivery)) throw new Refusal('gone');
  const accessCode = readAccessCode(given);
  if (accessCode) return openByAccessCode(ctx, delivery, accessCode, session, client);
  await checkShape(ctx, delivery.id, given);
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

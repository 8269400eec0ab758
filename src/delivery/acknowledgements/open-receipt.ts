import type { Queryable } from '../../evidence/ports.ts';
import { admitRecipient } from '../admit-recipient.ts';
import { checkCode, useCode } from '../check-code.ts';
import type { Client } from '../client.ts';
import { signedAndEnded } from '../code-purposes.ts';
import type { Context } from '../context.ts';
import type { LinkedDelivery } from '../find-delivery.ts';

/** Whether the recipient of a delivery that has ended has a receipt still, because they had signed. */
export async function hasReceipt(db: Queryable, delivery: string): Promise<boolean> {
  const { count } = await db.query({
    name: 'has-receipt',
    text: `select from deliveries d where d.id = $1 and ${signedAndEnded}`,
    values: [delivery],
  });
  return count === 1;
}

/**
 * Exchanges a code for a session in which the receipt of what was signed can be taken, and nothing else of it. Returns the
 * session's secret. Refuses what `checkCode` refuses; gone also where there is no receipt.
 */
export async function openReceipt(
  ctx: Context,
  delivery: LinkedDelivery,
  given: string,
  session: string | undefined,
  client: Client,
): Promise<string> {
  const right = await checkCode(ctx, delivery, 'receipt', given, client);
  return ctx.db.transaction(async (tx) => {
    const before = await useCode(tx, delivery.id, right);
    const details = { code: right.id, for: 'receipt' };
    const proven = { type: 'delivery.code_verified', details, member: right.member ?? null } as const;
    return admitRecipient(tx, delivery.id, proven, before, session, client);
  });
}

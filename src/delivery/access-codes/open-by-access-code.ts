import argon2 from 'argon2';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { admitRecipient, lockStanding } from '../admit-recipient.ts';
import { countTry, refuseWrong } from '../check-code.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import type { LinkedDelivery } from '../find-delivery.ts';

/**
 * Exchanges the access code of a delivery, as `readAccessCode` gives it, for a session, as `openDelivery` does. It may be used
 * again until the delivery ends or another one is made. Wrong ones count as tries, with those of codes to a phone. Refuses:
 * gone, invalid (the delivery has none; uncounted, as its page says so too), wrong_code with the tries left, budget_spent.
 */
export async function openByAccessCode(
  ctx: Context,
  delivery: LinkedDelivery,
  code: string,
  session: string | undefined,
  client: Client,
): Promise<string> {
  const hash = await hashOf(ctx.db, delivery.id);
  if (hash === undefined) throw new Refusal('invalid', 'The code has six digits.', { field: 'code' });
  const counted = await countTry(ctx, delivery.id, 'opening', client);
  const isRight = await argon2.verify(hash, code);
  const opened = isRight && (await admit(ctx, delivery.id, hash, session, client));
  if (opened) return opened;
  const { code: refusal, message, facts } = await refuseWrong(ctx, delivery, 'opening', counted);
  throw new Refusal(refusal, message, { ...facts, field: 'accessCode' });
}

/** Undefined: another code was made meanwhile. */
const admit = (
  ctx: Context,
  delivery: string,
  hash: string,
  session: string | undefined,
  client: Client,
): Promise<string | undefined> =>
  ctx.db.transaction(async (tx) => {
    const before = await lockStanding(tx, delivery);
    if ((await hashOf(tx, delivery)) !== hash) return undefined;
    await tx.query('update deliveries set wrong_tries = greatest(0, wrong_tries - 1) where id = $1', [
      delivery,
    ]);
    const proven = { type: 'delivery.identity_verified', details: { method: 'access_code' } } as const;
    return admitRecipient(tx, delivery, proven, before, session, client);
  });

/** Refuses invalid: what was given is none, where one would open the delivery and no code to a phone was meant. */
export async function checkShape({ db }: Context, delivery: string, given: string): Promise<void> {
  if (/^[\d\s-]*$/.test(given) || (await hashOf(db, delivery)) === undefined) return;
  throw new Refusal('invalid', 'The code has 12 letters and digits.', { field: 'accessCode' });
}

async function hashOf(db: Queryable, delivery: string): Promise<string | undefined> {
  const { rows } = await db.query<{ hash: string }>({
    name: 'access-code',
    text: 'select hash from access_codes where delivery_id = $1',
    values: [delivery],
  });
  return rows[0]?.hash;
}

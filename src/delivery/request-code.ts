import { randomInt } from 'node:crypto';
import argon2 from 'argon2';
import { v7 as uuidv7 } from 'uuid';
import { pepper, sealSecret } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import { isLandline } from '../guard/phone-number.ts';
import { Refusal } from '../message/refusals.ts';
import { type Budget, networkOf, spend } from './budgets.ts';
import type { Client } from './client.ts';
import { allows, type Purpose } from './code-purposes.ts';
import { argon2Options } from './code-hash.ts';
import type { Context } from './context.ts';
import { deletionState } from './deletion-state.ts';
import { enqueueJob } from './enqueue-job.ts';
import { endingOf, type LinkedDelivery } from './find-delivery.ts';
import { keyedNumber } from './keyed-number.ts';
import { limits } from './limits.ts';
import { lockMember, phoneFor } from './phone-for.ts';

export type Via = 'sms' | 'call';

/**
 * Makes a code and commits the job that brings it to the recipient's phone, or to that of a `member` of the shared mailbox
 * that the delivery is addressed to; `also` runs in that transaction, with the code's id. Refuses: gone (the delivery ended), not_asked
 * (nobody waits for the recipient to confirm a deletion), no_phone, invalid (an SMS to a landline), budget_spent. The costly hash comes after the budgets, which anybody with the link may ask for.
 */
export async function requestCode(
  ctx: Context,
  delivery: LinkedDelivery,
  via: Via,
  purpose: Purpose,
  client: Client,
  member: string | null = null,
  also?: (tx: Queryable, code: string) => Promise<void>,
): Promise<void> {
  if (purpose === 'opening' && endingOf(delivery)) throw new Refusal('gone');
  if (purpose === 'deletion' && (await deletionState(ctx.db, delivery.id)) !== 'asked')
    throw new Refusal('not_asked');
  const phone = member === null ? delivery.phone : await phoneFor(ctx.db, delivery.id, member);
  if (!phone)
    throw new Refusal('no_phone', 'The sender gave no phone number for you. Ask the sender to add one.');
  if (via === 'sms' && isLandline(phone)) {
    throw new Refusal('invalid', 'This number is a landline, which takes no SMS. Ask for a call instead.', {
      field: 'via',
    });
  }
  if (purpose === 'deletion' || purpose === 'receipt') await checkMonth(ctx, delivery.id, purpose);
  const { kid, secret } = await pepper(ctx.keys);
  const budgets = budgetsOf(delivery.id, await keyedNumber(ctx, phone), client);
  await ctx.db.transaction((tx) => spend(tx, budgets));

  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const hash = await argon2.hash(code, { ...argon2Options, secret });
  const id = uuidv7();
  const sealed = await sealSecret(ctx.keys, 'job', id, code);
  await ctx.db.transaction(async (tx) => {
    const { count } = await tx.query({
      name: `insert-code-${purpose}`,
      text: `insert into codes (id, delivery_id, purpose, via, hash, kid, expires_at, sealed, member_id)
        select $1::uuid, d.id, $3, $4, $5, $6, now() + make_interval(mins => ${limits.codeMinutes}), $7, $8
        from deliveries d where d.id = $2 and ${allows[purpose]} for share`,
      values: [id, delivery.id, purpose, via, hash, kid, via === 'call' ? sealed : null, member],
    });
    // It ended while the hash was made.
    if (count === 0) throw new Refusal('gone');
    if (member !== null && !(await lockMember(tx, delivery.id, member))) throw new Refusal('no_phone');
    await also?.(tx, id);
    await enqueueJob(tx, { kind: 'code', payload: { code: id }, sealed });
  });
  ctx.wake();
}

/** Codes for deletion, or for receipts, that one delivery may cost in thirty days, for which `sweep` keeps them. */
const codesOfMonth = 30;

/**
 * A delivery that is open to its recipient ends by itself; one that waits for the word of a wrong recipient, or of which
 * there is a receipt, may wait for years, and whoever has the link could send them codes for as long. Refuses budget_spent.
 */
async function checkMonth({ db }: Context, delivery: string, purpose: Purpose): Promise<void> {
  const { rows } = await db.query<{ made: number }>({
    name: 'codes-of-month',
    text: `select count(*)::int as made from codes
      where delivery_id = $1 and purpose = $2 and created_at > now() - interval '30 days'`,
    values: [delivery, purpose],
  });
  if (rows[0]!.made < codesOfMonth) return;
  const facts = { scope: `code/${purpose}/month`, minutes: 24 * 60 };
  throw new Refusal('budget_spent', 'Too many codes were sent for this. Try again on another day.', facts);
}

function budgetsOf(delivery: string, phone: string, client: Client): Budget[] {
  const hour = 60;
  const day = 24 * hour;
  return [
    { scope: 'code/delivery/hour', subject: delivery, limit: 5, windowMinutes: hour },
    { scope: 'code/delivery/day', subject: delivery, limit: 10, windowMinutes: day },
    ...phoneBudgets(phone, client),
  ];
}

/** What any code costs, whatever it is for. `phone`: keyed. */
export const phoneBudgets = (phone: string, client: Client): Budget[] => [
  { scope: 'code/phone/hour', subject: phone, limit: 60, windowMinutes: 60 },
  { scope: 'code/phone/day', subject: phone, limit: 200, windowMinutes: 24 * 60 },
  { scope: 'code/network/hour', subject: networkOf(client.ip), limit: 600, windowMinutes: 60 },
  { scope: 'code/installation/hour', subject: '', limit: 10_000, windowMinutes: 60 },
];

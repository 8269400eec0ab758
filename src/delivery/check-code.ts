import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import { Refusal } from '../message/refusals.ts';
import { recipient } from './actors.ts';
import { networkOf, spend } from './budgets.ts';
import type { Client } from './client.ts';
import { rightAmong } from './code-hash.ts';
import { allows, locks, type Purpose } from './code-purposes.ts';
import type { Context } from './context.ts';
import type { LinkedDelivery } from './find-delivery.ts';
import { limits } from './limits.ts';
import { lockMember } from './phone-for.ts';
import { recordFailure } from './record-failure.ts';
import { wasOpened } from './standing.ts';

interface LiveCode {
  id: string;
  hash: string;
  kid: string;
  member: string | null;
}

/** A code that was right: to be used up, with its purpose, in the transaction of what it proves. */
export interface RightCode {
  readonly id: string;
  readonly purpose: Purpose;
  /** The member of a shared mailbox to whose phone it went. */
  readonly member?: string | null;
}

/**
 * Compares a given code with the live ones of its purpose. A try is counted before the code is compared, in one statement,
 * so that parallel guesses are as many tries; `useCode` takes the try of a right code back. Tries are the delivery's,
 * whatever the code is for. Refuses: gone, no_live_code (uncounted), invalid (no six digits; uncounted), wrong_code with
 * the tries left, budget_spent.
 */
export async function checkCode(
  ctx: Context,
  delivery: LinkedDelivery,
  purpose: Purpose,
  given: string,
  client: Client,
): Promise<RightCode> {
  const code = given.replace(/[\s-]/g, '');
  const live = await liveCodes(ctx, delivery.id, purpose);
  if (live.length === 0) throw new Refusal('no_live_code', 'There is no valid code now. Ask for a new code.');
  if (!/^\d{6}$/.test(code)) throw new Refusal('invalid', 'The code has six digits.', { field: 'code' });

  const counted = await countTry(ctx, delivery.id, purpose, client);
  const right = await rightAmong(ctx, live, code);
  if (!right) throw await refuseWrong(ctx, delivery, purpose, counted);
  return { id: right.id, purpose, member: right.member };
}

/**
 * Uses up a right code, and with it all live ones of its purpose that went to the same person, while the delivery is still in
 * a state that allows it: locks the delivery, and gives its status and whether it was opened before. Refuses gone, no_live_code.
 */
export async function useCode(
  tx: Queryable,
  delivery: string,
  { id, purpose, member }: RightCode,
): Promise<{ status: string; opened: boolean }> {
  const { rows } = await tx.query<{ status: string; opened: boolean }>(
    `update deliveries d set wrong_tries = greatest(0, d.wrong_tries - 1)
      where d.id = $1 and ${allows[purpose]} returning d.status, ${wasOpened} as opened`,
    [delivery],
  );
  if (!rows[0]) throw new Refusal('gone');
  if (member && !(await lockMember(tx, delivery, member)))
    throw new Refusal('no_live_code', 'Ask for a new code.');
  const used = await tx.query(
    `update codes set used_at = clock_timestamp(), sealed = null
      where delivery_id = $1 and purpose = $3 and used_at is null
        and exists (select from codes c where c.id = $2 and c.used_at is null
          and c.member_id is not distinct from codes.member_id)`,
    [delivery, id, purpose],
  );
  if (used.count === 0) throw new Refusal('no_live_code', 'This code was used already. Ask for a new code.');
  return rows[0];
}

/** The two newest codes, where they still live: a late SMS is the commonest call for help. */
async function liveCodes(ctx: Context, delivery: string, purpose: Purpose): Promise<LiveCode[]> {
  const { rows } = await ctx.db.query<LiveCode>({
    name: 'live-codes',
    text: `select id, hash, kid, member_id as member from (
        select * from codes where delivery_id = $1 and purpose = $2 order by created_at desc limit 2
      ) newest where used_at is null and expires_at > now()`,
    values: [delivery, purpose],
  });
  return rows;
}

/** Burns one try and returns its number; refuses where none is left. */
export async function countTry(
  ctx: Context,
  delivery: string,
  purpose: Purpose,
  client: Client,
): Promise<number> {
  const counted = await ctx.db.transaction(async (tx) => {
    await spend(tx, [
      { scope: 'guess/network/hour', subject: networkOf(client.ip), limit: 1000, windowMinutes: 60 },
    ]);
    const { rows } = await tx.query<{ tries: number }>({
      name: `count-try-${purpose}`,
      text: `update deliveries d set wrong_tries = d.wrong_tries + 1
        where d.id = $1 and ${allows[purpose]} and d.wrong_tries < ${limits.triesBeforeLock} * (d.unlocks + 1)
        returning d.wrong_tries as tries`,
      values: [delivery],
    });
    return rows[0]?.tries;
  });
  if (counted !== undefined) return counted;
  // Only a process that died between the last try and its verdict leaves an exhausted delivery unlocked.
  if (locks(purpose)) await lock(ctx, delivery, purpose);
  throw new Refusal('gone');
}

export async function refuseWrong(
  ctx: Context,
  delivery: LinkedDelivery,
  purpose: Purpose,
  counted: number,
): Promise<Refusal> {
  const limit = limits.triesBeforeLock * (delivery.unlocks + 1);
  if (counted >= limit) {
    await lock(ctx, delivery.id, purpose);
    return new Refusal('gone');
  }
  const triesLeft = limit - counted;
  return new Refusal('wrong_code', `That code is not right. You can try ${triesLeft} more times.`, {
    triesLeft,
  });
}

/** What was recalled stays recalled: the event then only says that no more codes are taken. */
async function lock(ctx: Context, delivery: string, purpose: Purpose): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query(
      `select from deliveries d where d.id = $1 and ${allows[purpose]} for no key update`,
      [delivery],
    );
    if (rows.length === 0) return;
    await recordEvent(tx, delivery, {
      type: 'delivery.locked',
      actor: recipient(delivery),
      ...(locks(purpose) ? {} : { status: null }),
      details: { reason: 'wrong_codes', ...(purpose === 'opening' ? {} : { for: purpose }) },
    });
    if (locks(purpose)) await recordFailure(tx, delivery, 'locked');
  });
  ctx.wake();
}

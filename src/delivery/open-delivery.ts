import { randomBytes, randomUUID } from 'node:crypto';
import argon2 from 'argon2';
import { pepper } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import { Refusal } from '../message/refusals.ts';
import { recipient } from './actors.ts';
import { networkOf, spend } from './budgets.ts';
import type { Client } from './client.ts';
import { argon2Options } from './code-hash.ts';
import type { Context } from './context.ts';
import { endingOf, type LinkedDelivery } from './find-delivery.ts';
import { limits } from './limits.ts';
import { hashToken } from './link-token.ts';
import { recordFailure } from './record-failure.ts';
import { stands } from './standing.ts';

interface LiveCode {
  id: string;
  hash: string;
  kid: string;
}

/**
 * Exchanges a right code for a session: a new one, or the given one, which then also opens this delivery. Returns the
 * session's secret. A try is counted before the code is compared, in one statement, so that parallel guesses are as
 * many tries; a right code takes its try back. Refuses: gone, no_live_code (uncounted), invalid (no six digits;
 * uncounted), wrong_code with the tries left, budget_spent.
 */
export async function openDelivery(
  ctx: Context,
  delivery: LinkedDelivery,
  given: string,
  session: string | undefined,
  client: Client,
): Promise<string> {
  if (endingOf(delivery)) throw new Refusal('gone');
  const code = given.replace(/[\s-]/g, '');
  const live = await liveCodes(ctx, delivery.id);
  if (live.length === 0) throw new Refusal('no_live_code', 'There is no valid code now. Ask for a new code.');
  if (!/^\d{6}$/.test(code)) throw new Refusal('invalid', 'The code has six digits.', { field: 'code' });

  const counted = await countTry(ctx, delivery.id, client);
  const right = await findRight(ctx, live, code);
  if (!right) throw await refuseWrong(ctx, delivery, counted);
  return ctx.db.transaction((tx) => admit(tx, delivery, right, session, client));
}

/** The two newest codes, where they still live: a late SMS is the commonest call for help. */
async function liveCodes(ctx: Context, delivery: string): Promise<LiveCode[]> {
  const { rows } = await ctx.db.query<LiveCode>({
    name: 'live-codes',
    text: `select id, hash, kid from (
        select * from codes where delivery_id = $1 and purpose = 'opening' order by created_at desc limit 2
      ) newest where used_at is null and expires_at > now()`,
    values: [delivery],
  });
  return rows;
}

const mayGuess = `${stands} and d.wrong_tries < ${limits.triesBeforeLock} * (d.unlocks + 1)`;

/** Burns one try and returns its number; refuses where none is left. */
async function countTry(ctx: Context, delivery: string, client: Client): Promise<number> {
  const counted = await ctx.db.transaction(async (tx) => {
    await spend(tx, [
      { scope: 'guess/network/hour', subject: networkOf(client.ip), limit: 1000, windowMinutes: 60 },
    ]);
    const { rows } = await tx.query<{ tries: number }>({
      name: 'count-try',
      text: `update deliveries d set wrong_tries = d.wrong_tries + 1 where d.id = $1 and ${mayGuess}
        returning d.wrong_tries as tries`,
      values: [delivery],
    });
    return rows[0]?.tries;
  });
  if (counted !== undefined) return counted;
  // Only a process that died between the last try and its verdict leaves an exhausted delivery unlocked.
  await lock(ctx, delivery);
  throw new Refusal('gone');
}

async function findRight(
  ctx: Context,
  live: readonly LiveCode[],
  code: string,
): Promise<LiveCode | undefined> {
  for (const candidate of live) {
    const { secret } = await pepper(ctx.keys, candidate.kid);
    if (await argon2.verify(candidate.hash, code, { ...argon2Options, secret })) return candidate;
  }
  return undefined;
}

async function refuseWrong(ctx: Context, delivery: LinkedDelivery, counted: number): Promise<Refusal> {
  const limit = limits.triesBeforeLock * (delivery.unlocks + 1);
  if (counted >= limit) {
    await lock(ctx, delivery.id);
    return new Refusal('gone');
  }
  const triesLeft = limit - counted;
  return new Refusal('wrong_code', `That code is not right. You can try ${triesLeft} more times.`, {
    triesLeft,
  });
}

async function lock(ctx: Context, delivery: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query(
      `select from deliveries d where d.id = $1 and ${stands} for no key update`,
      [delivery],
    );
    if (rows.length === 0) return;
    await recordEvent(tx, delivery, {
      type: 'delivery.locked',
      actor: recipient(delivery),
      details: { reason: 'wrong_codes' },
    });
    await recordFailure(tx, delivery, 'locked');
  });
  ctx.wake();
}

async function admit(
  tx: Queryable,
  delivery: LinkedDelivery,
  right: LiveCode,
  session: string | undefined,
  client: Client,
): Promise<string> {
  const { rows } = await tx.query(
    `update deliveries d set wrong_tries = greatest(0, d.wrong_tries - 1)
      where d.id = $1 and ${stands} returning d.id`,
    [delivery.id],
  );
  if (rows.length === 0) throw new Refusal('gone');
  const used = await tx.query(
    `update codes set used_at = clock_timestamp(), sealed = null
      where delivery_id = $1 and purpose = 'opening' and used_at is null
        and exists (select from codes c where c.id = $2 and c.used_at is null)`,
    [delivery.id, right.id],
  );
  if (used.count === 0) throw new Refusal('no_live_code', 'This code was used already. Ask for a new code.');

  const opened = await joinSession(tx, delivery.id, session);
  await recordEvent(tx, delivery.id, {
    type: 'delivery.code_verified',
    actor: recipient(delivery.id),
    details: { code: right.id, session: opened.publicId },
    personal: { ...client },
  });
  return opened.secret;
}

async function joinSession(
  tx: Queryable,
  delivery: string,
  given: string | undefined,
): Promise<{ secret: string; publicId: string }> {
  const living = given && (await touchSession(tx, given));
  const secret = living ? given : randomBytes(32).toString('base64url');
  const publicId = living || randomUUID();
  if (!living) {
    await tx.query('insert into recipient_sessions (id_hash, public_id) values ($1, $2)', [
      hashToken(secret),
      publicId,
    ]);
  }
  await tx.query(
    'insert into session_deliveries (session_hash, delivery_id) values ($1, $2) on conflict do nothing',
    [hashToken(secret), delivery],
  );
  return { secret, publicId };
}

async function touchSession(tx: Queryable, secret: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ publicId: string }>(
    `update recipient_sessions set last_seen_at = now()
      where id_hash = $1 and last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})
      returning public_id as "publicId"`,
    [hashToken(secret)],
  );
  return rows[0]?.publicId;
}

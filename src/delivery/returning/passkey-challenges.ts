import { randomBytes } from 'node:crypto';
import { Refusal } from '../../message/refusals.ts';
import { networkOf, spend } from '../budgets.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { hashToken, looksLikeToken } from '../link-token.ts';

/** What a recipient's browser is asked to sign for. What they sign for a message has a challenge of its own: its digest. */
export type PasskeyPurpose = 'registration' | 'opening' | 'my';

/** Minutes within which an answer must come. */
export const challengeMinutes = 5;

/** For what a challenge is; `delivery` null: nobody is known yet. */
export interface ChallengeFor {
  readonly purpose: PasskeyPurpose;
  readonly delivery: string | null;
  /** Of the passkey that is to be made. */
  readonly userHandle?: Buffer;
}

/**
 * A fresh challenge (WebAuthn Level 3 §13.4.3): 256 random bits, base64url; only its SHA-256 is kept. Each takes one answer,
 * so the budget of challenges is also that of wrong answers. Refuses budget_spent.
 */
export async function newChallenge(
  ctx: Context,
  { purpose, delivery, userHandle }: ChallengeFor,
  { ip }: Client,
): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  const windowMinutes = 15;
  await ctx.db.transaction(async (tx) => {
    await spend(tx, [
      { scope: 'passkey/network', subject: networkOf(ip), limit: 600, windowMinutes },
      ...(delivery ? [{ scope: 'passkey/delivery', subject: delivery, limit: 60, windowMinutes }] : []),
    ]);
    await tx.query(
      `insert into recipient_challenges (hash, delivery_id, purpose, user_handle, expires_at)
        values ($1, $2, $3, $4, now() + make_interval(mins => ${challengeMinutes}))`,
      [hashToken(challenge), delivery, purpose, userHandle ?? null],
    );
  });
  return challenge;
}

/**
 * Uses a challenge up, whatever comes of it. Refuses: changed_meanwhile (unknown, used, too old), passkey_invalid (made for another purpose
 * or delivery).
 */
export async function takeChallenge(
  ctx: Context,
  challenge: string,
  { purpose, delivery }: ChallengeFor,
): Promise<{ readonly userHandle: Buffer | null }> {
  if (!looksLikeToken(challenge)) throw new Refusal('passkey_invalid');
  const { rows } = await ctx.db.query<{
    purpose: PasskeyPurpose;
    delivery: string | null;
    userHandle: Buffer | null;
    live: boolean;
  }>(
    `delete from recipient_challenges where hash = $1
      returning purpose, delivery_id as delivery, user_handle as "userHandle", expires_at > now() as live`,
    [hashToken(challenge)],
  );
  if (!rows[0]?.live) throw new Refusal('changed_meanwhile', 'That took too long, or was sent twice.');
  if (rows[0].purpose !== purpose || rows[0].delivery !== delivery) throw new Refusal('passkey_invalid');
  return rows[0];
}

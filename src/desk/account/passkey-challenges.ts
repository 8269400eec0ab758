import { networkOf, spend } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import { hashToken, looksLikeToken, newLinkToken } from '../../delivery/link-token.ts';
import { Refusal } from '../../message/refusals.ts';

/** What a browser is asked to sign for. */
export const passkeyPurposes = ['registration', 'sign_in', 'step_up'] as const;
export type PasskeyPurpose = (typeof passkeyPurposes)[number];

/** Minutes within which an answer must come. */
export const challengeMinutes = 5;

/**
 * A fresh challenge (WebAuthn Level 3 §13.4.3): 256 random bits, base64url; only its SHA-256 is kept. Somebody who is
 * known has a budget of their own, which nobody else in their network can spend. Refuses: budget_spent.
 */
export async function newChallenge(
  ctx: Context,
  purpose: PasskeyPurpose,
  { person, ip }: { person: string | null; ip: string },
): Promise<string> {
  const challenge = newLinkToken();
  const windowMinutes = 15;
  await ctx.db.transaction(async (tx) => {
    await spend(tx, [
      person === null
        ? { scope: 'passkey/network', subject: networkOf(ip), limit: 600, windowMinutes }
        : { scope: 'passkey/person', subject: person, limit: 60, windowMinutes },
    ]);
    await tx.query(
      `insert into passkey_challenges (hash, person_id, purpose, expires_at)
        values ($1, $2, $3, now() + make_interval(mins => ${challengeMinutes}))`,
      [hashToken(challenge), person, purpose],
    );
  });
  return challenge;
}

/**
 * Uses a challenge up, whatever comes of it. Refuses: gone (unknown, used, too old), passkey_invalid (made for another
 * purpose or person).
 */
export async function takeChallenge(
  ctx: Context,
  challenge: string,
  purpose: PasskeyPurpose,
  person: string | null,
): Promise<void> {
  if (!looksLikeToken(challenge)) throw new Refusal('passkey_invalid');
  const { rows } = await ctx.db.query<{ purpose: PasskeyPurpose; person: string | null; live: boolean }>(
    `delete from passkey_challenges where hash = $1
      returning purpose, person_id as person, expires_at > now() as live`,
    [hashToken(challenge)],
  );
  if (!rows[0]?.live) throw new Refusal('gone', 'That took too long, or was sent twice.');
  if (rows[0].purpose !== purpose || rows[0].person !== person) throw new Refusal('passkey_invalid');
}

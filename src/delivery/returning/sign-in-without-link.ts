import { randomBytes, randomUUID } from 'node:crypto';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { hashToken } from '../link-token.ts';
import { checkAssertion, checkCounter } from '../passkeys/check-assertion.ts';
import { challengeIn, relyingPartyOf } from '../passkeys/relying-party.ts';
import { challengeMinutes, newChallenge, takeChallenge } from './passkey-challenges.ts';

/** What anybody comes without a link by: whichever passkey for this host their devices hold. Refuses budget_spent. */
export async function offerComing(
  ctx: Context,
  client: Client,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return {
    rpId: relyingPartyOf(ctx.settings).id,
    challenge: await newChallenge(ctx, { purpose: 'my', delivery: null }, client),
    timeout: challengeMinutes * 60 * 1000,
    userVerification: 'required',
  };
}

/**
 * Opens a session by a passkey alone, which opens no message yet, and returns its secret. `replaces`: the secret of a session that
 * the same browser holds, maybe somebody else's, which ends. Refuses: changed_meanwhile (the challenge was used or is too old), passkey_invalid.
 */
export async function signInWithoutLink(
  ctx: Context,
  answer: AuthenticationResponseJSON,
  replaces: string | undefined,
): Promise<string> {
  const challenge = challengeIn(answer.response.clientDataJSON);
  await takeChallenge(ctx, challenge, { purpose: 'my', delivery: null });
  const id = Buffer.from(answer.id, 'base64url');
  const { rows } = await ctx.db.query<{ publicKey: Buffer; userHandle: Buffer }>(
    `select public_key as "publicKey", user_handle as "userHandle" from recipient_passkeys
      where id = $1 and revoked_at is null`,
    [id],
  );
  const found = rows[0];
  // WebAuthn §7.2, step 6: who was not known before must be named by the passkey itself.
  if (!found || answer.response.userHandle !== found.userHandle.toString('base64url')) {
    throw new Refusal('passkey_invalid');
  }
  const facts = await checkAssertion(ctx.settings, challenge, answer, found.publicKey);
  return ctx.db.transaction(async (tx) => {
    await usePasskey(tx, id, facts);
    return enter(tx, id, replaces);
  });
}

async function usePasskey(
  tx: Queryable,
  id: Buffer,
  { counter, backedUp }: { counter: number; backedUp: boolean },
): Promise<void> {
  const { rows } = await tx.query<{ counter: number }>(
    'select counter from recipient_passkeys where id = $1 and revoked_at is null for update',
    [id],
  );
  if (!rows[0]) throw new Refusal('passkey_invalid');
  checkCounter(rows[0].counter, counter);
  await tx.query(
    'update recipient_passkeys set counter = $2, backed_up = $3, last_used_at = now() where id = $1',
    [id, counter, backedUp],
  );
}

async function enter(tx: Queryable, passkey: Buffer, replaces: string | undefined): Promise<string> {
  if (replaces) await tx.query('delete from recipient_sessions where id_hash = $1', [hashToken(replaces)]);
  const secret = randomBytes(32).toString('base64url');
  await tx.query('insert into recipient_sessions (id_hash, public_id, passkey_id) values ($1, $2, $3)', [
    hashToken(secret),
    randomUUID(),
    passkey,
  ]);
  return secret;
}

import { randomBytes } from 'node:crypto';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { Queryable } from '../../evidence/ports.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { passkeyAlgorithms, relyingPartyOf } from '../passkeys/relying-party.ts';
import { credentialsOf, ownPasskey } from './own-passkeys.ts';
import { challengeMinutes, newChallenge } from './passkey-challenges.ts';
import { provenHere } from './proven.ts';

/**
 * What a browser makes a recipient's passkey from (WebAuthn §5.4): used only after the device has made sure of its owner, and
 * kept so that it can be found without a link, where the device can. Refuses: unauthenticated, not_permitted, budget_spent.
 */
export async function offerPasskey(
  ctx: Context,
  token: string,
  session: string,
  client: Client,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { delivery, email } = await provenHere(ctx.db, token, session);
  const { id, name } = relyingPartyOf(ctx.settings);
  const userHandle = await userHandleOf(ctx.db, delivery);
  return {
    rp: { id, name },
    user: { id: userHandle.toString('base64url'), name: email, displayName: email },
    challenge: await newChallenge(ctx, { purpose: 'registration', delivery, userHandle }, client),
    pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: challengeMinutes * 60 * 1000,
    attestation: 'none',
    excludeCredentials: await credentialsOf(ctx.db, delivery),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  };
}

async function userHandleOf(db: Queryable, delivery: string): Promise<Buffer> {
  const { rows } = await db.query<{ handle: Buffer }>(
    `select k.user_handle as handle from deliveries d join recipient_passkeys k on ${ownPasskey}
      where d.id = $1 order by k.created_at limit 1`,
    [delivery],
  );
  return rows[0]?.handle ?? randomBytes(32);
}

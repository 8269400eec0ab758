import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { AcknowledgementProof } from '../../message/acknowledgements.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { acknowledge } from '../acknowledgements/acknowledge.ts';
import type { Signing } from '../acknowledgements/find-signing.ts';
import { fixAcknowledgement } from '../acknowledgements/fix-acknowledgement.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { looksLikeToken } from '../link-token.ts';
import { checkAssertion } from '../passkeys/check-assertion.ts';
import { challengeIn, relyingPartyOf } from '../passkeys/relying-party.ts';
import { credentialsOf, findOwnPasskey, useOwnPasskey } from './own-passkeys.ts';

/** As long as what was fixed waits. */
const timeout = 15 * 60 * 1000;

/**
 * Fixes what the recipient is about to sign, and gives what a browser is asked to sign it with: the challenge is its digest.
 * Refuses: not_found (the recipient has no passkey; members of a mailbox have none), and as `fixAcknowledgement`.
 */
export async function offerSigning(
  ctx: Context,
  signing: Signing,
  language: Language,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const allowCredentials = signing.member ? [] : await credentialsOf(ctx.db, signing.delivery);
  if (allowCredentials.length === 0) throw new Refusal('not_found');
  const { digest } = await fixAcknowledgement(ctx, signing, { method: 'passkey', language });
  return {
    rpId: relyingPartyOf(ctx.settings).id,
    challenge: digest.toString('base64url'),
    timeout,
    userVerification: 'required',
    allowCredentials,
  };
}

/**
 * Signs by what a passkey of the recipient's signed: the challenge in it is the digest of exactly what was fixed. Refuses:
 * passkey_invalid, and as `acknowledge`.
 */
export async function signWithPasskey(
  ctx: Context,
  { delivery, session, member }: Signing,
  answer: AuthenticationResponseJSON,
  client: Client,
): Promise<void> {
  const challenge = challengeIn(answer.response.clientDataJSON);
  if (member || !looksLikeToken(challenge)) throw new Refusal('passkey_invalid');
  const { id, publicKey, addedAt } = await findOwnPasskey(ctx.db, answer, delivery);
  const facts = await checkAssertion(ctx.settings, challenge, answer, publicKey);
  const { authenticatorData, clientDataJSON, signature } = answer.response;
  const party = relyingPartyOf(ctx.settings);
  const proof: AcknowledgementProof = {
    method: 'passkey',
    credential: id.toString('base64url'),
    authenticatorData,
    clientDataJSON,
    signature,
    publicKey: publicKey.toString('base64url'),
    rpId: party.id,
    origin: party.origin,
    addedAt,
  };
  const digest = Buffer.from(challenge, 'base64url');
  // With it comes an ASN.1 library, which nobody needs before.
  const { holdsProof } = await import('../../evidence/verification/acknowledgements/holds-proof.ts');
  if (!(await holdsProof(proof, digest, Date.now()))) throw new Refusal('passkey_invalid');
  await acknowledge(ctx, { digest, delivery, session }, proof, client, (tx) =>
    useOwnPasskey(tx, { id, ...facts }, delivery),
  );
}

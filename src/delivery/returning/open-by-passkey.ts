import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { Refusal } from '../../message/refusals.ts';
import { admitRecipient, lockStanding } from '../admit-recipient.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { endingOf, type LinkedDelivery } from '../find-delivery.ts';
import { checkAssertion } from '../passkeys/check-assertion.ts';
import { challengeIn, relyingPartyOf } from '../passkeys/relying-party.ts';
import { digestOfKey } from './add-passkey.ts';
import { credentialsOf, findOwnPasskey, useOwnPasskey } from './own-passkeys.ts';
import { challengeMinutes, newChallenge, takeChallenge } from './passkey-challenges.ts';

/** What a browser is asked to open a delivery with. Refuses: gone, not_found (no passkey opens it), budget_spent. */
export async function offerOpening(
  ctx: Context,
  delivery: LinkedDelivery,
  client: Client,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  if (endingOf(delivery)) throw new Refusal('gone');
  const allowCredentials = await credentialsOf(ctx.db, delivery.id);
  if (allowCredentials.length === 0) throw new Refusal('not_found');
  return {
    rpId: relyingPartyOf(ctx.settings).id,
    challenge: await newChallenge(ctx, { purpose: 'opening', delivery: delivery.id }, client),
    timeout: challengeMinutes * 60 * 1000,
    userVerification: 'required',
    allowCredentials,
  };
}

/**
 * Exchanges what a passkey signed for a session, as `openDelivery` does a code: a passkey of the delivery's address and number,
 * as they are now. A wrong answer costs no try of a code. Returns the session's secret. Refuses: gone (the delivery),
 * changed_meanwhile (the challenge was used or is too old), passkey_invalid.
 */
export async function openByPasskey(
  ctx: Context,
  delivery: LinkedDelivery,
  answer: AuthenticationResponseJSON,
  session: string | undefined,
  client: Client,
): Promise<string> {
  if (endingOf(delivery)) throw new Refusal('gone');
  const challenge = challengeIn(answer.response.clientDataJSON);
  await takeChallenge(ctx, challenge, { purpose: 'opening', delivery: delivery.id });
  const { id, publicKey } = await findOwnPasskey(ctx.db, answer, delivery.id);
  const facts = await checkAssertion(ctx.settings, challenge, answer, publicKey);
  return ctx.db.transaction(async (tx) => {
    const before = await lockStanding(tx, delivery.id);
    await useOwnPasskey(tx, { id, ...facts }, delivery.id);
    const proven = {
      type: 'delivery.identity_verified',
      details: { method: 'passkey', passkey: digestOfKey(id) },
    } as const;
    return admitRecipient(tx, delivery.id, proven, before, session, client);
  });
}

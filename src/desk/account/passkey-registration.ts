import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import type { StaffMember, StaffSession } from '../staff.ts';
import { factorsOf, mayChangeFactors, recordFactor } from './factors.ts';
import { holdAccount } from './hold-account.ts';
import { challengeMinutes, takeChallenge } from './passkey-challenges.ts';
import { passkeyNameOf } from './passkey-names.ts';
import {
  challengeIn,
  passkeyAlgorithms,
  relyingPartyOf,
  verified,
  webauthn,
} from './passkey-relying-party.ts';
import { proveSecondFactor, type SignInClient } from './sessions.ts';

/** Of a credential id, in base64url: 1023 bytes (WebAuthn §7.1, step 25). */
const longestId = 1364;

export interface NewPasskey {
  /** What `navigator.credentials.create` gave (WebAuthn §5.5, RegistrationResponseJSON). */
  readonly answer: RegistrationResponseJSON;
  readonly name: string;
  /** The secret of the session: to make a passkey proves a second factor in it. */
  readonly secret: string;
  readonly client: SignInClient;
}

/**
 * Adds a passkey to somebody's own (WebAuthn §7.1). Refuses: gone (the challenge), passkey_invalid, proof_too_old,
 * already_exists, invalid (the name), unauthenticated.
 */
export async function addPasskey(
  ctx: Context,
  staff: StaffMember,
  { answer, name, secret, client }: NewPasskey,
): Promise<void> {
  const called = passkeyNameOf(name);
  const challenge = challengeIn(answer.response.clientDataJSON);
  await takeChallenge(ctx, challenge, 'registration', staff.id);
  const { credential, credentialBackedUp } = await verifyRegistration(ctx, challenge, answer);
  await ctx.db.transaction(async (tx) => {
    await holdAccount(tx, staff);
    if (!mayChangeFactors(asItBegan(staff.session), await factorsOf(tx, staff.id))) {
      throw new Refusal('proof_too_old');
    }
    const { count } = await tx.query(
      `insert into passkeys (id, person_id, public_key, counter, transports, name, backed_up)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
      [
        Buffer.from(credential.id, 'base64url'),
        staff.id,
        Buffer.from(credential.publicKey),
        credential.counter,
        transportsIn(answer),
        called,
        credentialBackedUp,
      ],
    );
    if (count === 0) throw new Refusal('already_exists');
    await recordFactor(tx, 'person.factor_added', staff.id, 'passkey');
    if (!(await proveSecondFactor(tx, secret, client))) throw new Refusal('unauthenticated');
  });
}

/** The browser's dialogue takes its time, which does not count against a proof that was fresh when it was opened. */
const asItBegan = (session: StaffSession): StaffSession => ({
  ...session,
  provenSecondsAgo: session.provenSecondsAgo - challengeMinutes * 60,
});

async function verifyRegistration(ctx: Context, challenge: string, answer: RegistrationResponseJSON) {
  const { verifyRegistrationResponse } = await webauthn();
  const { decodeAttestationObject, isoBase64URL } = await import('@simplewebauthn/server/helpers');
  const { id, origin } = relyingPartyOf(ctx.settings);
  const { registrationInfo } = await verified(async () => {
    const attestation = decodeAttestationObject(isoBase64URL.toBuffer(answer.response.attestationObject));
    const format = attestation.get('fmt');
    // Nobody was asked for certificates, and checking some would fetch whatever address they name.
    const isPlain = format === 'none' || (format === 'packed' && !attestation.get('attStmt').get('x5c'));
    if (!isPlain) return { verified: false };
    return verifyRegistrationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    });
  });
  if (registrationInfo.credential.id.length > longestId) throw new Refusal('passkey_invalid');
  return registrationInfo;
}

const transports: readonly string[] = ['ble', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** How the device is reached, as far as we know the way: told to browsers again, so nothing else may stand there. */
const transportsIn = ({ response }: RegistrationResponseJSON): string[] =>
  transports.filter((way) => response.transports?.some((each: string) => each === way));

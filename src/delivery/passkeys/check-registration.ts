import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { Refusal } from '../../message/refusals.ts';
import type { Settings } from '../context.ts';
import { passkeyAlgorithms, relyingPartyOf, verified, webauthn } from './relying-party.ts';

/** Of a credential id, in base64url: 1023 bytes (WebAuthn §7.1, step 25). */
const longestId = 1364;

/** A credential as it is kept. */
export interface NewCredential {
  readonly id: Buffer;
  /** COSE_Key (RFC 9052 §7). */
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly backedUp: boolean;
}

/** Checks what a browser answered to a challenge to make a passkey (WebAuthn §7.1). Refuses passkey_invalid. */
export async function checkRegistration(
  settings: Settings,
  challenge: string,
  answer: RegistrationResponseJSON,
): Promise<NewCredential> {
  const { verifyRegistrationResponse } = await webauthn();
  const { decodeAttestationObject, isoBase64URL } = await import('@simplewebauthn/server/helpers');
  const { id, origin } = relyingPartyOf(settings);
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
  const { credential, credentialBackedUp } = registrationInfo;
  if (credential.id.length > longestId) throw new Refusal('passkey_invalid');
  return {
    id: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: transportsIn(answer),
    backedUp: credentialBackedUp,
  };
}

const transports: readonly string[] = ['ble', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** How the device is reached, as far as we know the way: told to browsers again, so nothing else may stand there. */
const transportsIn = ({ response }: RegistrationResponseJSON): string[] =>
  transports.filter((way) => response.transports?.some((each: string) => each === way));

import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { Refusal } from '../../message/refusals.ts';
import type { Settings } from '../context.ts';
import { relyingPartyOf, verified, webauthn } from './relying-party.ts';

/** What a right answer says of the passkey. */
export interface AssertionFacts {
  readonly counter: number;
  readonly backedUp: boolean;
}

/**
 * Checks what a passkey signed for a challenge (WebAuthn §7.2), except its counter: `checkCounter` compares that where it is
 * written. Refuses passkey_invalid.
 */
export async function checkAssertion(
  settings: Settings,
  challenge: string,
  answer: AuthenticationResponseJSON,
  publicKey: Buffer,
): Promise<AssertionFacts> {
  const { verifyAuthenticationResponse } = await webauthn();
  const { id, origin } = relyingPartyOf(settings);
  const { authenticationInfo } = await verified(() =>
    verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      credential: { id: answer.id, publicKey: new Uint8Array(publicKey), counter: 0 },
      requireUserVerification: true,
    }),
  );
  const { newCounter, credentialBackedUp } = authenticationInfo;
  return { counter: newCounter, backedUp: credentialBackedUp };
}

/** A signature was right, but older than one before it: the passkey has a copy somewhere (WebAuthn §6.1.1). */
export class CounterWentBack extends Refusal {
  constructor() {
    super('passkey_invalid');
    this.name = 'CounterWentBack';
  }
}

/** Refuses passkey_invalid. `before`: as the locked row has it. */
export function checkCounter(before: number, now: number): void {
  // Two zeros: the device does not count.
  if (now <= before && now + before > 0) throw new CounterWentBack();
}

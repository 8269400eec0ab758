import { Refusal } from '../../message/refusals.ts';
import type { Settings } from '../context.ts';

/** ES256, EdDSA, RS256 (IANA COSE Algorithms), in the order of preference. */
export const passkeyAlgorithms: readonly number[] = [-7, -8, -257];

/** Whom passkeys are made for: they work at this very origin, and for its host name alone (WebAuthn §4, RP ID). */
export const relyingPartyOf = ({ url, organisation }: Settings) => ({
  id: new URL(url).hostname,
  name: organisation,
  origin: url,
});

/**
 * The challenge that a browser says it signed for (WebAuthn §5.8.1). Refuses passkey_invalid: unreadable, or signed
 * within a page of somebody else.
 */
export function challengeIn(clientDataJSON: string): string {
  const { challenge, crossOrigin } = parse(clientDataJSON);
  if (typeof challenge !== 'string' || crossOrigin === true) throw new Refusal('passkey_invalid');
  return challenge;
}

function parse(clientDataJSON: string): { challenge?: unknown; crossOrigin?: unknown } {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
    return parsed && typeof parsed === 'object' ? parsed : {};
  } catch {
    return {};
  }
}

/** What the library finds wrong with an answer, it throws as an error with words of its own. */
export async function verified<Result extends { verified: boolean }>(
  work: () => Promise<Result>,
): Promise<Result & { verified: true }> {
  const result = await work().catch(() => undefined);
  if (!result?.verified) throw new Refusal('passkey_invalid');
  return result as Result & { verified: true };
}

/** Large, and needed by few requests. */
export const webauthn = () => import('@simplewebauthn/server');

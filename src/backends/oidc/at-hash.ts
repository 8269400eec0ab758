import { createHash, timingSafeEqual } from 'node:crypto';

/** The hash that goes with a signature algorithm: RFC 7518 §3.1; Ed25519 hashes with SHA-512 (RFC 8032 §5.1). */
function hashOf(algorithm: string): string | undefined {
  const bits = algorithm.match(/^(?:RS|PS|ES)(256|384|512)$/)?.[1];
  if (bits) return `sha${bits}`;
  return algorithm === 'EdDSA' || algorithm === 'Ed25519' ? 'sha512' : undefined;
}

/**
 * Whether `at_hash` of an ID token is the one of this access token (OpenID Connect Core §3.1.3.8): the left half of its
 * hash in base64url. In the authorization code flow a token need not have one.
 */
export function fitsAccessToken(idToken: string, atHash: unknown, accessToken: string): boolean {
  if (atHash === undefined) return true;
  const header = JSON.parse(Buffer.from(idToken.split('.')[0]!, 'base64url').toString()) as { alg: string };
  const hash = hashOf(header.alg);
  if (!hash || typeof atHash !== 'string') return false;
  const digest = createHash(hash).update(accessToken, 'ascii').digest();
  const [wanted, given] = [digest.subarray(0, digest.length / 2), Buffer.from(atHash, 'base64url')];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

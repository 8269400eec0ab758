import type { Jwk } from '../../../message/verification.ts';

interface Signed {
  /** Protected header of the JWS: `alg` and `kid` count. */
  readonly header: { readonly alg?: unknown; readonly kid?: unknown };
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

const ec = (curve: string, hash: string) => ({
  kty: 'EC',
  members: ['crv', 'x', 'y'],
  crv: curve,
  key: { name: 'ECDSA', namedCurve: curve },
  verify: { name: 'ECDSA', hash },
});
const rsa = (hash: string) => ({
  kty: 'RSA',
  members: ['n', 'e'],
  crv: undefined,
  key: { name: 'RSASSA-PKCS1-v1_5', hash },
  verify: { name: 'RSASSA-PKCS1-v1_5' },
});
const pss = (hash: string, saltLength: number) => ({
  ...rsa(hash),
  key: { name: 'RSA-PSS', hash },
  verify: { name: 'RSA-PSS', saltLength },
});
const ed = {
  kty: 'OKP',
  members: ['crv', 'x'],
  crv: 'Ed25519',
  key: { name: 'Ed25519' },
  verify: { name: 'Ed25519' },
};

/** RFC 7518 §3.1 without what is symmetric or none, and RFC 8037 §3.1. */
const algorithms = {
  RS256: rsa('SHA-256'),
  RS384: rsa('SHA-384'),
  RS512: rsa('SHA-512'),
  PS256: pss('SHA-256', 32),
  PS384: pss('SHA-384', 48),
  PS512: pss('SHA-512', 64),
  ES256: ec('P-256', 'SHA-256'),
  ES384: ec('P-384', 'SHA-384'),
  ES512: ec('P-521', 'SHA-512'),
  EdDSA: ed,
  Ed25519: ed,
} as const;

const { subtle } = globalThis.crypto;
const leastRsaBits = 2048;

/** Whether one of the keys that the header can mean has signed it. False too for algorithms that do not count. */
export async function isSignedByJwk(
  { header, signed, signature }: Signed,
  keys: readonly Jwk[],
): Promise<boolean> {
  const { alg, kid } = header;
  if (typeof alg !== 'string' || !Object.hasOwn(algorithms, alg)) return false;
  const algorithm = algorithms[alg as keyof typeof algorithms];
  for (const jwk of keys) {
    if (!mayBe(jwk, algorithm, alg, kid)) continue;
    const members = Object.fromEntries(['kty', ...algorithm.members].map((name) => [name, jwk[name]]));
    try {
      const key = await subtle.importKey('jwk', members, algorithm.key, false, ['verify']);
      const { modulusLength = leastRsaBits } = key.algorithm as { modulusLength?: number };
      if (modulusLength >= leastRsaBits && (await subtle.verify(algorithm.verify, key, signature, signed)))
        return true;
    } catch {
      // No key of this kind: another one may be.
    }
  }
  return false;
}

/** RFC 7517 §4: what the key says of itself must allow it. */
const mayBe = (
  jwk: Jwk,
  { kty, crv }: { readonly kty: string; readonly crv: string | undefined },
  alg: string,
  kid: unknown,
): boolean =>
  jwk.kty === kty &&
  (crv === undefined || jwk.crv === crv) &&
  (kid === undefined || jwk.kid === kid) &&
  (jwk.alg === undefined || jwk.alg === alg || jwk.crv === 'Ed25519') &&
  (jwk.use === undefined || jwk.use === 'sig');

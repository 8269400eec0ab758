import { createHash, X509Certificate } from 'node:crypto';
import type { Context } from '../delivery/context.ts';

/** A JWK Set (RFC 7517 §5) of the keys with which the organisation signs what it hands out. */
export interface PublicKeys {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** `kid` is the SHA-256 of the certificate in base64url, as a signature's `x5t#S256` has it. Throws `Unavailable('keys')`. */
export async function publicKeys(ctx: Context): Promise<PublicKeys> {
  const { certificates, algorithm } = await ctx.signer();
  const [own] = certificates;
  const thumbprint = createHash('sha256').update(own!).digest('base64url');
  return {
    keys: [
      {
        ...new X509Certificate(own!).publicKey.export({ format: 'jwk' }),
        use: 'sig',
        alg: algorithm,
        kid: thumbprint,
        x5c: certificates.map((der) => Buffer.from(der).toString('base64')),
        'x5t#S256': thumbprint,
      },
    ],
  };
}

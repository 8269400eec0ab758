import { createPrivateKey, type KeyObject, constants, sign, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import type { Signer } from '../../evidence/bundle/signer.ts';
import { Unavailable } from '../../message/refusals.ts';
import { keptFile } from './kept-file.ts';

/** A certificate with those between it and its root, and its key; they are shown to belong together. */
export interface SigningPair {
  /** DER, the key's own first. */
  readonly certificates: readonly Uint8Array[];
  /** PEM without a password: EC on P-256 or P-384, or RSA. */
  readonly key: string;
}

/** In the folder of the keys: key and certificate in PEM. */
const fileName = 'signing.pem';

/** The organisation's signer with the pair that the operator gave. */
export const givenSigner = (pair: SigningPair): (() => Promise<Signer>) => {
  let signer: Signer | undefined;
  return async () => (signer ??= signerOf(pair));
};

/**
 * The organisation's signer with a key of our own on P-256 and a certificate that it signed itself, named for the
 * organisation. Both are made when they are first asked for, and kept; a file that cannot be used is never replaced, because
 * what it has signed is out in the world. Throws `Unavailable('keys')`.
 */
export function keptSigner(
  folder: string,
  organisation: string,
  now: () => number = Date.now,
): () => Promise<Signer> {
  let signer: Promise<Signer> | undefined;
  return () => {
    signer ??= (async () => {
      try {
        const make = async () => (await import('../self-signed-certificate.ts')).makeSigningPair;
        const text = await keptFile(folder, fileName, async () => (await make())(organisation, now()));
        return signerOf({ certificates: [new X509Certificate(text).raw], key: text });
      } catch (cause) {
        signer = undefined;
        throw new Unavailable('keys', { cause });
      }
    })();
    return signer;
  };
}

function signerOf({ certificates, key: pem }: SigningPair): Signer {
  const key = createPrivateKey(pem);
  if (!new X509Certificate(certificates[0]!).checkPrivateKey(key))
    throw new Error('the key is not that of the certificate');
  const { algorithm, hash, options } = howToSign(key);
  const signBytes = promisify(sign);
  return {
    certificates: certificates.map((each) => new Uint8Array(each)),
    algorithm,
    sign: async (bytes) => new Uint8Array(await signBytes(hash, bytes, { key, ...options })),
  };
}

/** RFC 7518 §3.4 and §3.5: the salt is as long as the digest. */
function howToSign(key: KeyObject) {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const raw = { dsaEncoding: 'ieee-p1363' } as const;
  if (curve === 'prime256v1') return { algorithm: 'ES256', hash: 'sha256', options: raw } as const;
  if (curve === 'secp384r1') return { algorithm: 'ES384', hash: 'sha384', options: raw } as const;
  if (key.asymmetricKeyType === 'rsa') {
    const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    return { algorithm: 'PS256', hash: 'sha256', options } as const;
  }
  throw new Error('a signing key is EC on P-256 or P-384, or RSA');
}

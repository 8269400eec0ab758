import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ConfigError } from './config-error.ts';

/** The organisation's signing certificate with its key; they belong together, and the chain holds. */
export interface SigningSettings {
  /** DER: the organisation's own first, then each one that certifies the one before (RFC 7515 §4.1.6). */
  readonly certificates: readonly Uint8Array[];
  /** PEM. */
  readonly key: string;
}

const most = 10;
const wanted = 'must be a certificate and its private key in PEM, in one file, as file:/path/to/signing.pem';

/** Reads `SEGL_SIGN_CERT`. What stands in it is never repeated. */
export function signingOf(pem: string | undefined): SigningSettings | undefined {
  if (pem === undefined) return undefined;
  const refuse = (why: string): never => {
    throw new ConfigError(`SEGL_SIGN_CERT ${why}.`);
  };
  const keys =
    pem.match(/-----BEGIN ([A-Z]+ )*PRIVATE KEY-----.+?-----END ([A-Z]+ )*PRIVATE KEY-----/gs) ?? [];
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
  if (keys.length !== 1 || blocks.length === 0) refuse(wanted);
  if (blocks.length > most) refuse(`holds more than ${most} certificates`);
  const certificates = blocks.map(
    (block) => certificateOf(block) ?? refuse(`${wanted}: one of the certificates cannot be read`),
  );
  const key = privateKeyOf(keys[0]!) ?? refuse(`${wanted}: the key cannot be read; it must have no password`);
  if (!isStrong(key)) refuse('must have a key on P-256 or P-384, or an RSA key of at least 2048 bits');
  if (!certificates[0]!.checkPrivateKey(key))
    refuse("holds a key that is not that of its first certificate: the organisation's own comes first");
  const broken = certificates.slice(1).some((issuer, index) => !certifies(issuer, certificates[index]!));
  if (broken) refuse('must have each certificate followed by the one that certifies it');
  return { certificates: certificates.map(({ raw }) => raw), key: keys[0]! };
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function privateKeyOf(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function isStrong({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  const { namedCurve = '', modulusLength = 0 } = asymmetricKeyDetails ?? {};
  return asymmetricKeyType === 'rsa' ? modulusLength >= 2048 : /^(prime256v1|secp384r1)$/.test(namedCurve);
}

function certifies(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

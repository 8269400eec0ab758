import { type Attribute, IssuerAndSerialNumber, type SignerInfo } from 'pkijs';
import {
  allowsUsage,
  hasStrangeDemands,
  isCritical,
  isValidAt,
  purposesOf,
  usage,
} from '../certificates/find-path.ts';
import { children, type ReadCertificate, sameBytes } from '../certificates/read-certificate.ts';
import { hashNames } from '../certificates/verify-signature.ts';
import { BadTimestamp } from './bad-timestamp.ts';
import type { ReadToken } from './read-token.ts';

const signingCertificate = '1.2.840.113549.1.9.16.2.12';
const signingCertificateV2 = '1.2.840.113549.1.9.16.2.47';
export const timeStamping = '1.3.6.1.5.5.7.3.8';

/** The one value of a signed attribute; `undefined`: it is not there. Throws where there are several (RFC 5652 §11). */
export function signedAttribute(attributes: readonly Attribute[], type: string): object | undefined {
  const found = attributes.filter((each) => each.type === type);
  if (found.length === 0) return undefined;
  if (found.length > 1 || found[0]!.values.length !== 1)
    throw new BadTimestamp('signature', 'A signed attribute of the timestamp stands there more than once.');
  return found[0]!.values[0] as object;
}

/**
 * The certificate whose key signed the token: the one that the signed attribute names by its digest (RFC 5816 §2.2.1, RFC 2634
 * §5.4), so that no other can be put in its place. With SHA-1, which older authorities write, it still takes a second
 * certificate for the same digest and the same key.
 */
export async function signingCertificateOf(token: ReadToken): Promise<ReadCertificate> {
  const v2 = signedAttribute(token.signedAttributes, signingCertificateV2);
  const v1 = signedAttribute(token.signedAttributes, signingCertificate);
  const attribute = v2 ?? v1;
  if (!attribute)
    throw new BadTimestamp('signature', 'The timestamp does not say which certificate signed it.');
  const [hash, digest] = firstDigest(attribute, v2 !== undefined);
  for (const certificate of token.certificates) {
    const found = await globalThis.crypto.subtle.digest(hash, certificate.der as Uint8Array<ArrayBuffer>);
    if (!sameBytes(new Uint8Array(found), digest)) continue;
    if (!isNamedBy(token.signer, certificate)) break;
    return certificate;
  }
  throw new BadTimestamp('certificate', 'The timestamp does not hold the certificate that signed it.');
}

/** RFC 5652 §5.3: the signer's identifier, which is not signed, names the same certificate. */
function isNamedBy({ sid }: SignerInfo, { fields }: ReadCertificate): boolean {
  if (!(sid instanceof IssuerAndSerialNumber)) return true;
  return sid.issuer.isEqual(fields.issuer) && sid.serialNumber.isEqual(fields.serialNumber);
}

/** Of `certs[0]`, which is the signer's: digest, and what made it (for version 2, SHA-256 unless told). */
function firstDigest(attribute: object, isVersion2: boolean): readonly [string, Uint8Array] {
  const [first] = children(children(attribute)[0]!);
  const parts = children(first!);
  const named = isVersion2 && parts[0]!.idBlock.tagNumber === 16 ? children(parts[0]!)[0] : undefined;
  const hash = isVersion2 ? (named ? hashNames[String(named.valueBlock)] : 'SHA-256') : 'SHA-1';
  const digest = parts[named ? 1 : 0] as unknown as { valueBlock: { valueHexView?: Uint8Array } };
  if (!hash || !digest.valueBlock.valueHexView)
    throw new BadTimestamp('signature', 'The timestamp names its certificate in a way that is not known.');
  return [hash, digest.valueBlock.valueHexView];
}

/** Throws unless the certificate may sign timestamps, and was valid when it did. */
export function requireTimestamping(certificate: ReadCertificate, at: Date): void {
  const { fields } = certificate;
  const purposes = purposesOf(fields);
  // RFC 3161 §2.3: that purpose alone, and critical.
  if (purposes?.length !== 1 || purposes[0] !== timeStamping || !isCritical(fields, 'extendedKeyUsage'))
    throw new BadTimestamp('certificate', 'The certificate that signed is not one for timestamps.');
  if (!allowsUsage(fields, usage.digitalSignature | usage.nonRepudiation))
    throw new BadTimestamp('certificate', 'The key that signed is not one for signatures.');
  if (hasStrangeDemands(fields))
    throw new BadTimestamp(
      'certificate',
      'The certificate that signed demands something that is not understood.',
    );
  if (!isValidAt(certificate, at))
    throw new BadTimestamp(
      'certificate',
      'The certificate that signed was not valid at the time of the timestamp.',
    );
}

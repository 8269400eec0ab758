import type { Certificate, Extension } from 'pkijs';
import { type ReadCertificate, sameBytes } from './read-certificate.ts';
import { verifySignature } from './verify-signature.ts';

const oid = {
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
} as const;

/**
 * Extensions that may be critical: those read here, and those that restrict nothing of what is asked. Names and policies
 * (RFC 5280 §4.2.1.10, §4.2.1.11) are not followed, so that a path through such a restriction is none.
 */
const understood = new Set<string>([
  ...Object.values(oid),
  '2.5.29.14', // subjectKeyIdentifier
  '2.5.29.17', // subjectAltName
  '2.5.29.31', // cRLDistributionPoints
  '2.5.29.32', // certificatePolicies
  '2.5.29.35', // authorityKeyIdentifier
  '1.3.6.1.5.5.7.1.3', // qcStatements
]);

export const anyPurpose = '2.5.29.37.0';

/** Signatures that one search verifies at most, and certificates in a path. */
const patience = 60;
const longest = 8;

/**
 * A path from a certificate to one of the roots as it held at a time (RFC 5280 §6.1, without policies, name constraints and
 * revocation): leaf first, root last; a root's own self-signature says nothing and is not asked. `undefined`: there is
 * none. Whatever certificates are given, the work is bounded.
 */
export async function findPath(
  leaf: ReadCertificate,
  others: readonly ReadCertificate[],
  roots: readonly ReadCertificate[],
  at: Date,
  purpose: string = anyPurpose,
): Promise<readonly ReadCertificate[] | undefined> {
  let left = patience;
  const isRoot = (each: ReadCertificate) => roots.some(({ der }) => sameBytes(der, each.der));
  const search = async (
    path: readonly ReadCertificate[],
  ): Promise<readonly ReadCertificate[] | undefined> => {
    const last = path.at(-1)!;
    if (isRoot(last)) return path;
    if (path.length >= longest) return undefined;
    for (const issuer of [...roots, ...others]) {
      if (!sameBytes(issuer.subject, last.issuer) || path.includes(issuer)) continue;
      if (!isValidAt(issuer, at) || !mayCertify(issuer, path, purpose) || left === 0) continue;
      left -= 1;
      const { signatureAlgorithm, signatureValue } = last.fields;
      const signature = signatureValue.valueBlock.valueHexView;
      if (!(await verifySignature(issuer.publicKey, signatureAlgorithm, last.tbs, signature))) continue;
      const found = await search([...path, issuer]);
      if (found) return found;
    }
    return undefined;
  };
  return isValidAt(leaf, at) && !hasStrangeDemands(leaf.fields) ? search([leaf]) : undefined;
}

/** RFC 5280 §4.1.2.5: from the first to the last second, both included. */
export const isValidAt = ({ fields }: ReadCertificate, at: Date): boolean =>
  fields.notBefore.value <= at && at <= fields.notAfter.value;

/** It has a critical extension that nobody here understands (RFC 5280 §4.2), or one twice. */
export function hasStrangeDemands({ extensions = [] }: Certificate): boolean {
  const ids = extensions.map(({ extnID }) => extnID);
  return (
    new Set(ids).size !== ids.length ||
    extensions.some(({ critical, extnID }) => critical && !understood.has(extnID))
  );
}

/** RFC 5280 §6.1.4 (k) to (n). */
function mayCertify({ fields }: ReadCertificate, path: readonly ReadCertificate[], purpose: string): boolean {
  // A root of version 1 has no extensions: whoever trusts it says that it certifies.
  if (!fields.extensions) return fields.issuer.isEqual(fields.subject);
  if (hasStrangeDemands(fields)) return false;
  const basic = extensionOf(fields, oid.basicConstraints)?.parsedValue as
    { cA?: boolean; pathLenConstraint?: unknown } | undefined;
  if (basic?.cA !== true) return false;
  // Those below it that are no leaf and did not issue themselves.
  const below = path.slice(1).filter((each) => !sameBytes(each.subject, each.issuer)).length;
  if (typeof basic.pathLenConstraint === 'number' && below > basic.pathLenConstraint) return false;
  const purposes = purposesOf(fields);
  const fits =
    !purposes || purpose === anyPurpose || purposes.some((each) => [purpose, anyPurpose].includes(each));
  return fits && allowsUsage(fields, usage.keyCertSign);
}

/** Bits of the first byte of keyUsage (RFC 5280 §4.2.1.3). */
export const usage = { digitalSignature: 0x80, nonRepudiation: 0x40, keyCertSign: 0x04 } as const;

/** Whether it names one of these usages, or leaves them open. */
export function allowsUsage(fields: Certificate, bits: number): boolean {
  const extension = extensionOf(fields, oid.keyUsage);
  if (!extension) return true;
  const value = extension.parsedValue as { valueBlock?: { valueHexView?: Uint8Array } } | undefined;
  return ((value?.valueBlock?.valueHexView?.[0] ?? 0) & bits) !== 0;
}

/** OIDs of extendedKeyUsage; absent: the extension is. */
export function purposesOf(fields: Certificate): readonly string[] | undefined {
  const extension = extensionOf(fields, oid.extendedKeyUsage);
  return extension && ((extension.parsedValue as { keyPurposes?: string[] } | undefined)?.keyPurposes ?? []);
}

export const isCritical = (fields: Certificate, id: keyof typeof oid): boolean =>
  extensionOf(fields, oid[id])?.critical === true;

const extensionOf = ({ extensions }: Certificate, id: string): Extension | undefined =>
  extensions?.find(({ extnID }) => extnID === id);

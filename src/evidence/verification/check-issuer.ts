import type { BundleReport, Trust } from '../../message/verification.ts';
import type { OpenedJws } from '../bundle/verify-jws.ts';
import {
  allowsUsage,
  findPath,
  hasStrangeDemands,
  isValidAt,
  purposesOf,
  usage,
} from '../certificates/find-path.ts';
import { type ReadCertificate, readCertificate, subjectName } from '../certificates/read-certificate.ts';
import type { FindingList } from './finding-list.ts';

type Issuer = Omit<BundleReport['issuer'], 'organisation' | 'url'>;

/** Whether the file is signed as it says, and whether by somebody who is trusted. */
export async function checkIssuer(jws: OpenedJws, trust: Trust, findings: FindingList): Promise<Issuer> {
  const { leaf, at, fits, trusted } = await judgeSigner(jws, trust);
  if (!jws.signatureHolds) findings.add('signature');
  if (!fits) findings.add('issuer_certificate');
  if (trust.certificates.length > 0 && fits && !trusted) {
    findings.add('issuer_untrusted', { value: leaf.fingerprint });
  }
  return {
    subject: subjectName(leaf),
    fingerprint: leaf.fingerprint,
    signedAt: Number.isNaN(at.getTime()) ? '' : at.toISOString(),
    standing: trusted && jws.signatureHolds ? 'confirmed' : 'own',
  };
}

/** Whose certificate it is by which something was signed, whether that could sign then, and whether it is trusted. */
export async function judgeSigner(
  { certificates, signedAt }: OpenedJws,
  trust: Trust,
): Promise<{ leaf: ReadCertificate; at: Date; fits: boolean; trusted: boolean }> {
  const [leaf, ...others] = certificates.map(readCertificate) as [ReadCertificate, ...ReadCertificate[]];
  const at = new Date(signedAt * 1000);
  const fits = maySign(leaf, at);
  const path = fits ? await findPath(leaf, others, trust.certificates.map(readCertificate), at) : undefined;
  return { leaf, at, fits, trusted: path !== undefined && (path.length === 1 || !isForAnother(leaf)) };
}

/** extendedKeyUsage (RFC 5280 §4.2.1.12): of servers, of timestamps, of answers about revocation. */
const othersPurposes = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.9'];

/**
 * An authority that is trusted to say who an organisation is certifies servers too, and whoever has one of those would be taken
 * for the organisation. Given by itself, such a certificate is what somebody chose to trust.
 */
const isForAnother = ({ fields }: ReadCertificate): boolean =>
  purposesOf(fields)?.some((each) => othersPurposes.includes(each)) === true;

const maySign = (certificate: ReadCertificate, at: Date): boolean =>
  isValidAt(certificate, at) &&
  allowsUsage(certificate.fields, usage.digitalSignature | usage.nonRepudiation) &&
  !hasStrangeDemands(certificate.fields);

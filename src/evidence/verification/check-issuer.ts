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
  const [leaf, ...others] = jws.certificates.map(readCertificate) as [ReadCertificate, ...ReadCertificate[]];
  const at = new Date(jws.signedAt * 1000);
  if (!jws.signatureHolds) findings.add('signature');
  const fits = maySign(leaf, at);
  if (!fits) findings.add('issuer_certificate');
  const roots = trust.certificates.map(readCertificate);
  const path = fits ? await findPath(leaf, others, roots, at) : undefined;
  const trusted = path !== undefined && (path.length === 1 || !isForAnother(leaf));
  if (roots.length > 0 && fits && !trusted) findings.add('issuer_untrusted', { value: leaf.fingerprint });
  return {
    subject: subjectName(leaf),
    fingerprint: leaf.fingerprint,
    signedAt: Number.isNaN(at.getTime()) ? '' : at.toISOString(),
    standing: trusted && jws.signatureHolds ? 'confirmed' : 'own',
  };
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

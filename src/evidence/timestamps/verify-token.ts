import { findPath } from '../certificates/find-path.ts';
import { type ReadCertificate, readCertificate, sameBytes } from '../certificates/read-certificate.ts';
import { type HashName, hashNames, verifySignature } from '../certificates/verify-signature.ts';
import { Malformed } from '../log/malformed.ts';
import { BadTimestamp } from './bad-timestamp.ts';
import { hexOf, type ReadToken, readToken } from './read-token.ts';
import {
  requireTimestamping,
  signedAttribute,
  signingCertificateOf,
  timeStamping,
} from './signing-certificate.ts';

/** What a token shows once it holds. */
export interface Timestamp {
  /** ISO 8601 UTC, to the millisecond. */
  readonly genTime: string;
  /** Milliseconds by which the authority's clock may be off either way; 0 also where the token does not say. */
  readonly accuracy: number;
  /** OID of the authority's policy. */
  readonly policy: string;
  /** In hex, as the request's nonce; absent: it holds none. */
  readonly serial: string;
  readonly nonce: string | undefined;
  /** DER: of the certificate that signed first, then those up to the root where one of the roots was reached. */
  readonly chain: readonly Uint8Array[];
  /** SHA-256 of the certificate that signed, in hex. */
  readonly fingerprint: string;
  /**
   * Whether a path leads to one of the roots. Without roots it is false: the token holds, and who the authority is has not
   * been shown. Revocation is not asked: it needs a network.
   */
  readonly trusted: boolean;
}

export interface TimestampTrust {
  /** DER of certificates: roots of authorities, or an authority's own. */
  readonly roots?: readonly Uint8Array[];
}

const contentType = '1.2.840.113549.1.9.3';
const messageDigest = '1.2.840.113549.1.9.4';
const tstInfo = '1.2.840.113549.1.9.16.1.4';

/**
 * Verifies an RFC 3161 token (the DER of a TimeStampToken) over `data`. Throws `Malformed` where it cannot be read, and
 * `BadTimestamp` where it does not hold. SHA-256, SHA-384 and SHA-512; RSA of at least 2048 bits (PKCS #1 v1.5 and PSS) and
 * ECDSA on P-256, P-384 and P-521.
 */
export async function verifyTimestamp(
  token: Uint8Array,
  data: Uint8Array,
  { roots = [] }: TimestampTrust = {},
): Promise<Timestamp> {
  const read = readToken(token);
  const { info } = read;
  await requireImprint(read, data);
  const certificate = await orMalformed(() => signingCertificateOf(read));
  await requireSignature(read, certificate);
  requireTimestamping(certificate, info.genTime);
  const path = await findPath(
    certificate,
    read.certificates,
    roots.map(readCertificate),
    info.genTime,
    timeStamping,
  );
  return {
    genTime: info.genTime.toISOString(),
    accuracy: accuracyOf(read),
    policy: info.policy,
    serial: hexOf(info.serialNumber),
    nonce: info.nonce && hexOf(info.nonce),
    chain: (path ?? [certificate]).map(({ der }) => der),
    fingerprint: certificate.fingerprint,
    trusted: path !== undefined,
  };
}

/** RFC 3161 §2.4.2: messageImprint is the digest of what was stamped. */
async function requireImprint({ info }: ReadToken, data: Uint8Array): Promise<void> {
  const hash = hashNames[info.messageImprint.hashAlgorithm.algorithmId];
  if (!hash) throw new BadTimestamp('imprint', 'The timestamp is over a digest that does not count.');
  if (!sameBytes(info.messageImprint.hashedMessage.valueBlock.valueHexView, await digest(hash, data)))
    throw new BadTimestamp('imprint', 'The timestamp is over other bytes.');
}

/** RFC 5652 §5.4 to §5.6, with the attributes that RFC 3161 demands. */
async function requireSignature(
  { infoBytes, signer, signedAttributes, signedBytes }: ReadToken,
  { publicKey }: ReadCertificate,
): Promise<void> {
  const fail = (sentence: string): never => {
    throw new BadTimestamp('signature', sentence);
  };
  const hash = hashNames[signer.digestAlgorithm.algorithmId];
  if (!hash) return fail('The timestamp is signed over a digest that does not count.');
  const type = signedAttribute(signedAttributes, contentType) as { valueBlock?: unknown } | undefined;
  if (String(type?.valueBlock) !== tstInfo) fail('What the timestamp signs is not called a timestamp.');
  const signed = signedAttribute(signedAttributes, messageDigest) as
    { valueBlock?: { valueHexView?: Uint8Array } } | undefined;
  if (!sameBytes(signed?.valueBlock?.valueHexView ?? new Uint8Array(), await digest(hash, infoBytes)))
    fail('The digest in the timestamp is not that of its content.');
  const signature = signer.signature.valueBlock.valueHexView;
  if (!(await verifySignature(publicKey, signer.signatureAlgorithm, signedBytes, signature, hash)))
    fail('The signature of the timestamp does not hold.');
}

/** RFC 3161 §2.4.2: seconds, thousandths and millionths, rounded up. */
function accuracyOf({ info: { accuracy } }: ReadToken): number {
  const { seconds = 0, millis = 0, micros = 0 } = accuracy ?? {};
  return seconds * 1000 + millis + Math.ceil(micros / 1000);
}

/** What hostile structures make the libraries throw. */
async function orMalformed<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadTimestamp || error instanceof Malformed) throw error;
    throw new Malformed('The timestamp cannot be read', { cause: error });
  }
}

const digest = async (hash: HashName, bytes: Uint8Array) =>
  new Uint8Array(await globalThis.crypto.subtle.digest(hash, bytes as Uint8Array<ArrayBuffer>));

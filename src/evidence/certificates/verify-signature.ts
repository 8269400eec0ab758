import { fromBER } from 'asn1js';
import { type AlgorithmIdentifier, RSASSAPSSParams } from 'pkijs';
import { checkDer } from './check-der.ts';
import { children } from './read-certificate.ts';

export type HashName = 'SHA-256' | 'SHA-384' | 'SHA-512';

/** RFC 5754 §2. Nothing weaker counts. */
export const hashNames: Readonly<Record<string, HashName>> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** RFC 4055 §5, RFC 5758 §3.2: the key's kind and the digest. */
const signatures: Readonly<Record<string, readonly ['rsa' | 'ec', HashName]>> = {
  '1.2.840.113549.1.1.11': ['rsa', 'SHA-256'],
  '1.2.840.113549.1.1.12': ['rsa', 'SHA-384'],
  '1.2.840.113549.1.1.13': ['rsa', 'SHA-512'],
  '1.2.840.10045.4.3.2': ['ec', 'SHA-256'],
  '1.2.840.10045.4.3.3': ['ec', 'SHA-384'],
  '1.2.840.10045.4.3.4': ['ec', 'SHA-512'],
};
const plainRsa = '1.2.840.113549.1.1.1';
const rsaPss = '1.2.840.113549.1.1.10';

/** Bytes of one coordinate, by the OID of the curve (RFC 5480 §2.1.1.1). */
const curves: Readonly<Record<string, readonly [name: string, bytes: number]>> = {
  '1.2.840.10045.3.1.7': ['P-256', 32],
  '1.3.132.0.34': ['P-384', 48],
  '1.3.132.0.35': ['P-521', 66],
};

const leastRsaBits = 2048;

/**
 * Whether the signature of `data` is that of a key, given as the DER of its SubjectPublicKeyInfo. False also for an algorithm
 * that does not count here: SHA-1, RSA below 2048 bits, curves that browsers do not have. `digest` is that of a CMS
 * signature, whose algorithm may be RSA without one (RFC 3370 §3.2).
 */
export async function verifySignature(
  publicKey: Uint8Array,
  algorithm: AlgorithmIdentifier,
  data: Uint8Array,
  signature: Uint8Array,
  digest?: HashName,
): Promise<boolean> {
  try {
    const { algorithmId } = algorithm;
    if (algorithmId === rsaPss) return await verifyPss(publicKey, algorithm, data, signature);
    const [kind, hash] =
      algorithmId === plainRsa ? (['rsa', digest] as const) : (signatures[algorithmId] ?? []);
    if (!hash) return false;
    if (kind === 'ec') return await verifyEc(publicKey, hash, data, signature);
    return await verifyRsa(publicKey, { name: 'RSASSA-PKCS1-v1_5', hash }, data, signature);
  } catch {
    return false;
  }
}

const { subtle } = globalThis.crypto;
/** What WebCrypto takes: bytes in memory of their own. */
const plain = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>;

async function verifyRsa(
  publicKey: Uint8Array,
  algorithm: { name: string; hash: HashName; saltLength?: number },
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const key = await subtle.importKey('spki', plain(publicKey), algorithm, false, ['verify']);
  const { modulusLength } = key.algorithm as { modulusLength?: number };
  if (!modulusLength || modulusLength < leastRsaBits) return false;
  return subtle.verify(algorithm, key, plain(signature), plain(data));
}

/** RFC 4055 §3.1: the same digest for message and mask, as everybody has it. */
async function verifyPss(
  publicKey: Uint8Array,
  { algorithmParams }: AlgorithmIdentifier,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const params = new RSASSAPSSParams({ schema: algorithmParams });
  const hash = hashNames[params.hashAlgorithm.algorithmId];
  const { algorithmId: mask, algorithmParams: maskDigest } = params.maskGenAlgorithm;
  const [maskOid] = children(maskDigest);
  const sameDigest = maskOid && String(maskOid.valueBlock) === params.hashAlgorithm.algorithmId;
  if (!hash || mask !== '1.2.840.113549.1.1.8' || !sameDigest || params.trailerField !== 1) return false;
  const algorithm = { name: 'RSA-PSS', hash, saltLength: params.saltLength };
  // For PSS, keys may name that algorithm themselves, with parameters that WebCrypto does not read.
  return verifyRsa(publicKey, algorithm, data, signature);
}

async function verifyEc(
  publicKey: Uint8Array,
  hash: HashName,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const [identifier] = children(fromBER(publicKey.slice()).result);
  const [, curveOid] = children(identifier!);
  const [namedCurve, size] = curves[String(curveOid?.valueBlock)] ?? [];
  if (!namedCurve || !size) return false;
  const algorithm = { name: 'ECDSA', namedCurve };
  const key = await subtle.importKey('spki', plain(publicKey), algorithm, false, ['verify']);
  return subtle.verify({ name: 'ECDSA', hash }, key, plain(rawSignature(signature, size)), plain(data));
}

/** From ECDSA-Sig-Value (RFC 3279 §2.2.3) to R ‖ S, each of so many bytes. Throws where it is none. */
export function rawSignature(der: Uint8Array, size: number): Uint8Array {
  checkDer(der);
  const numbers = children(fromBER(der.slice()).result);
  if (numbers.length !== 2) throw new RangeError('an ECDSA signature has two numbers');
  const raw = new Uint8Array(2 * size);
  for (const [index, number] of numbers.entries()) {
    const { valueHexView } = number.valueBlock as unknown as { valueHexView: Uint8Array };
    const digits = valueHexView[0] === 0 ? valueHexView.subarray(1) : valueHexView;
    if (digits.length > size) throw new RangeError('a number of the signature is too large');
    raw.set(digits, (index + 1) * size - digits.length);
  }
  return raw;
}

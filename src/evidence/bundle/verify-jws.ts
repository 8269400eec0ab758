import { Certificate } from 'pkijs';
import type { Json } from '../commitment.ts';
import { decodeBase64 } from '../log/base64.ts';
import { Malformed } from '../log/malformed.ts';
import { sha256 } from '../log/sha256.ts';
import { decodeBase64url } from './base64url.ts';
import { bundleType, type JwsHeader } from './jws-header.ts';
import { parseStrictJson } from './strict-json.ts';

export interface OpenedJws {
  /** What was signed. To be believed only where the signature holds and the first certificate is trusted. */
  readonly payload: Uint8Array;
  readonly algorithm: JwsHeader['alg'];
  /** DER; that of the key that signed first. Nothing of them is checked but that key. */
  readonly certificates: readonly Uint8Array[];
  /** Seconds since 1970, by the signer's own clock. */
  readonly signedAt: number;
  /** Whether the signature is that of the first certificate's key over payload and header. */
  readonly signatureHolds: boolean;
}

/** Bytes of a JWS that is read: what a message to the most recipients makes, several times over. */
const mostBytes = 512 * 1024 * 1024;
const mostCertificates = 10;
/** Of what a `Date` can be. */
const latestSecond = 8.64e12;

/**
 * Opens what the organisation signed: a JWS in flattened JSON (RFC 7515 §7.2.2) with exactly the header that `JwsHeader` has.
 * Throws `Malformed` for anything else: another algorithm, or one that does not fit the certificate's key; `crit`, an
 * unprotected header, or any other member; a thumbprint of another certificate; a name that stands twice; bytes after the end.
 */
export async function verifyJws(bytes: Uint8Array, typ: string = bundleType): Promise<OpenedJws> {
  const jws = readMembers(textOf(bytes, 'file'), ['payload', 'protected', 'signature']);
  const parts = { payload: str(jws.payload), protected: str(jws.protected), signature: str(jws.signature) };
  const header = readHeader(textOf(decodeBase64url(parts.protected), 'header'), typ);
  const payload = decodeBase64url(parts.payload);
  const signature = decodeBase64url(parts.signature);
  const input = new TextEncoder().encode(`${parts.protected}.${parts.payload}`);
  const key = await importKey(header.alg, header.certificates[0]!);
  const signatureHolds = await globalThis.crypto.subtle.verify(
    algorithms[header.alg].verify,
    key,
    signature,
    input,
  );
  return {
    payload,
    algorithm: header.alg,
    certificates: header.certificates,
    signedAt: header.iat,
    signatureHolds,
  };
}

const algorithms = {
  ES256: {
    import: { name: 'ECDSA', namedCurve: 'P-256' },
    verify: { name: 'ECDSA', hash: 'SHA-256' },
  },
  ES384: {
    import: { name: 'ECDSA', namedCurve: 'P-384' },
    verify: { name: 'ECDSA', hash: 'SHA-384' },
  },
  // RFC 7518 §3.5: the salt is as long as the hash.
  PS256: {
    import: { name: 'RSA-PSS', hash: 'SHA-256' },
    verify: { name: 'RSA-PSS', saltLength: 32 },
  },
} as const;

function textOf(bytes: Uint8Array, what: string): string {
  if (bytes.length > mostBytes) throw new Malformed(`The ${what} is larger than any that we make`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed(`The ${what} is not UTF-8`);
  }
}

type Members = { readonly [name: string]: Json | undefined };

/** An object with exactly these members. */
function readMembers(text: string, names: readonly string[]): Members {
  const value = parseStrictJson(text, 4);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Malformed('A JSON object was expected');
  }
  const members = value as Members;
  for (const name of Object.keys(members)) {
    if (!names.includes(name)) throw new Malformed(`“${name.slice(0, 100)}” must not stand here`);
  }
  for (const name of names) {
    if (members[name] === undefined) throw new Malformed(`“${name}” is missing`);
  }
  return members;
}

function str(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Malformed('A text was expected');
  return value;
}

function readHeader(text: string, typ: string) {
  const { alg, iat, x5c, ...rest } = readMembers(text, ['alg', 'iat', 'typ', 'x5c', 'x5t#S256']);
  if (typeof alg !== 'string' || !Object.hasOwn(algorithms, alg)) {
    throw new Malformed('It is signed by an algorithm that we do not take');
  }
  if (rest.typ !== typ) throw new Malformed(`It is not of the type ${typ}`);
  if (!Number.isSafeInteger(iat) || (iat as number) < 0 || (iat as number) > latestSecond)
    throw new Malformed('The time of signing is not a time');
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > mostCertificates) {
    throw new Malformed(`There must be 1 to ${mostCertificates} certificates`);
  }
  const certificates = x5c.map((each: Json) => decodeBase64(str(each)));
  const thumbprint = decodeBase64url(str(rest['x5t#S256']));
  if (!isSame(thumbprint, sha256(certificates[0]!))) {
    throw new Malformed('The header names another certificate than the one that it holds');
  }
  return { alg: alg as JwsHeader['alg'], iat: iat as number, certificates };
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

/** The key of a certificate, for this algorithm. */
async function importKey(alg: JwsHeader['alg'], der: Uint8Array) {
  const { subtle } = globalThis.crypto;
  try {
    const { subjectPublicKeyInfo } = Certificate.fromBER(new Uint8Array(der));
    const spki = subjectPublicKeyInfo.toSchema().toBER();
    const key = await subtle.importKey('spki', spki, algorithms[alg].import, false, ['verify']);
    const { modulusLength = 2048 } = key.algorithm as { modulusLength?: number };
    if (modulusLength >= 2048) return key;
  } catch {
    // Said below.
  }
  throw new Malformed(`The first certificate has no key that ${alg} could have signed with`);
}

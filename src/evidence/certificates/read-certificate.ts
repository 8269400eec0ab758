import { fromBER, type Sequence } from 'asn1js';
import { Certificate } from 'pkijs';
import { Malformed } from '../log/malformed.ts';
import { sha256 } from '../log/sha256.ts';
import { checkDer } from './check-der.ts';

/** An X.509 certificate (RFC 5280) and what of it must be taken as it was encoded. */
export interface ReadCertificate {
  readonly der: Uint8Array;
  /** SHA-256 of the DER, in hex. */
  readonly fingerprint: string;
  readonly fields: Certificate;
  /** DER of the subject and issuer names, of the SubjectPublicKeyInfo, and of what is signed. */
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly tbs: Uint8Array;
}

/** Bytes. Certificates have one or two thousand. */
const largest = 64 * 1024;

/** Hundreds of timestamps come with the same few certificates, and reading one takes milliseconds. By fingerprint. */
const remembered = new Map<string, ReadCertificate>();
const mostRemembered = 50;

/** Reads one certificate in DER. Throws `Malformed`. Nothing in it is verified. */
export function readCertificate(der: Uint8Array): ReadCertificate {
  if (der.length > largest) throw new Malformed('The certificate is too large');
  const fingerprint = hex(sha256(der));
  const known = remembered.get(fingerprint);
  if (known) return known;
  const certificate = parse(der, fingerprint);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(fingerprint, certificate);
  return certificate;
}

function parse(der: Uint8Array, fingerprint: string): ReadCertificate {
  checkDer(der);
  try {
    const [tbs] = children(fromBER(der.slice()).result);
    // RFC 5280 §4.1: the version, which may be missing, has the tag [0].
    const parts = children(tbs!);
    const skip = parts[0]!.idBlock.tagClass === 3 ? 1 : 0;
    const raw = (index: number) => parts[index + skip]!.valueBeforeDecodeView.slice();
    return {
      der,
      fingerprint,
      fields: Certificate.fromBER(der.slice()),
      issuer: raw(2),
      subject: raw(4),
      publicKey: raw(5),
      tbs: tbs!.valueBeforeDecodeView.slice(),
    };
  } catch (cause) {
    throw new Malformed('The certificate cannot be read', { cause });
  }
}

/** The parts of a constructed value; throws where it is none. */
export function children(value: object): Sequence['valueBlock']['value'] {
  const { value: parts } = (value as Sequence).valueBlock;
  if (!Array.isArray(parts)) throw new Malformed('The ASN.1 structure has no parts where it should have');
  return parts;
}

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** The commonest words of a subject, for people: its common name, else its organisation, else nothing. */
export function subjectName({ fields }: ReadCertificate): string {
  const named = (type: string) =>
    fields.subject.typesAndValues.find((each) => each.type === type)?.value.valueBlock.value as unknown;
  const name = named('2.5.4.3') ?? named('2.5.4.10');
  return typeof name === 'string' ? name : '';
}

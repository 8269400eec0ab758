import type { Jwk, Trust } from '../../message/verification.ts';
import { parseStrictJson } from '../bundle/strict-json.ts';
import { readCertificate } from '../certificates/read-certificate.ts';
import { decodeBase64 } from '../log/base64.ts';
import { parseVkey } from '../log/log-key.ts';
import { Malformed } from '../log/malformed.ts';
import { anyObject, list, type Shape } from './shape.ts';

/** What somebody has got elsewhere and gives to believe in, as it came: nothing in it is read yet. */
export interface GivenKeys {
  /** Texts with a vkey on each line that is not empty. */
  readonly logKeys: readonly Given<string>[];
  /** Certificates, in PEM, any number in one file, or in DER. */
  readonly certificates: readonly Given<Uint8Array>[];
  readonly tsaRoots: readonly Given<Uint8Array>[];
  /** JWK Sets (RFC 7517 §5) of issuers of eID, as they publish them. */
  readonly eidKeys: readonly Given<Uint8Array>[];
}

export interface Given<T> {
  /** By which a person knows it: a file's name. */
  readonly name: string;
  readonly content: T;
}

/** Throws `Malformed`, naming what was given, where something is no key or no certificate, or holds none. */
export function readTrust({ logKeys, certificates, tsaRoots, eidKeys }: GivenKeys): Trust {
  return {
    logKeys: each(logKeys, vkeysIn),
    certificates: each(certificates, certificatesIn),
    tsaRoots: each(tsaRoots, certificatesIn),
    eidKeys: each(eidKeys, jwksIn),
  };
}

function each<T, Read>(given: readonly Given<T>[], read: (content: T) => readonly Read[]): Read[] {
  return given.flatMap(({ name, content }) => {
    try {
      const found = read(content);
      if (found.length === 0) throw new Malformed('It holds none');
      return found;
    } catch (error) {
      if (error instanceof Malformed) throw new Malformed(`${name}: ${error.message}`);
      throw error;
    }
  });
}

function vkeysIn(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const vkeys = lines.filter((line) => line !== '');
  for (const vkey of vkeys) parseVkey(vkey);
  return vkeys;
}

function jwksIn(bytes: Uint8Array): readonly Jwk[] {
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Malformed('It is no JWK Set');
  }
  return jwkSet(parseStrictJson(text, 16), 'The JWK Set');
}

const jwkSet: Shape<readonly Jwk[]> = (value, at) =>
  list(anyObject, 1_000)(anyObject(value, at).keys, `${at}’s list of keys`);

const pem = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

/** In DER a certificate begins with a SEQUENCE; in PEM there may be words around it. */
function certificatesIn(bytes: Uint8Array): readonly Uint8Array[] {
  const found =
    bytes[0] === 0x30
      ? [bytes.slice()]
      : [...new TextDecoder('latin1').decode(bytes).matchAll(pem)].map(([, base64]) =>
          decodeBase64(base64!.replaceAll(/\s/g, '')),
        );
  for (const der of found) readCertificate(der);
  return found;
}

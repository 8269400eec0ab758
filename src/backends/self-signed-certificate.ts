import { createPublicKey, generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import type { Extension } from '@peculiar/x509';

const day = 86_400_000;
const years = 10;

/**
 * A certificate in PEM for one host, name or address, signed with its own key (ECDSA, P-256). It is no authority:
 * whoever trusts it trusts this one server. RFC 5280 §4.2.1: the host stands in subjectAltName alone.
 */
export const makeSelfSigned = (key: KeyObject, host: string, now: number): Promise<string> =>
  selfSigned(key, 'Segl SMTP gateway', now, (x509) => [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension([{ type: isIP(host) ? 'ip' : 'dns', value: host }]),
  ]);

/**
 * A new key (P-256) and a certificate for it that it signed itself, for signing documents in the name of an organisation;
 * PEM, one after the other.
 */
export async function makeSigningPair(organisation: string, now: number): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = await selfSigned(privateKey, organisation, now, (x509) => [
    new x509.KeyUsagesExtension(
      x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation,
      true,
    ),
  ]);
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() + certificate;
}

async function selfSigned(
  key: KeyObject,
  name: string,
  now: number,
  extensions: (x509: typeof import('@peculiar/x509')) => Extension[],
): Promise<string> {
  // Large, and needed once in ten years. The polyfill is what @peculiar/x509 asks for.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const { subtle } = webcrypto;
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const privateKey = await subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  const publicKey = await subtle.importKey('spki', spki, algorithm, true, ['verify']);
  const ends = new Date(now);
  ends.setUTCFullYear(ends.getUTCFullYear() + years);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // RFC 5280 appendix A: a common name has at most 64 characters. As UTF-8, whatever stands in it.
    name: new x509.Name([{ CN: [{ utf8String: [...name].slice(0, 64).join('') }] }]),
    // Clocks differ.
    notBefore: new Date(now - day),
    notAfter: ends,
    keys: { privateKey, publicKey },
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      ...extensions(x509),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

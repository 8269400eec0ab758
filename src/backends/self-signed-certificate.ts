import { createPublicKey, type KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';

const day = 86_400_000;
const years = 10;

/**
 * A certificate in PEM for one host, name or address, signed with its own key (ECDSA, P-256). It is no authority:
 * whoever trusts it trusts this one server. RFC 5280 §4.2.1: the host stands in subjectAltName alone.
 */
export async function makeSelfSigned(key: KeyObject, host: string, now: number): Promise<string> {
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
    name: [{ CN: ['Segl SMTP gateway'] }],
    // Clocks differ.
    notBefore: new Date(now - day),
    notAfter: ends,
    keys: { privateKey, publicKey },
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: isIP(host) ? 'ip' : 'dns', value: host }]),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

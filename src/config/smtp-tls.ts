import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ConfigError } from './config-error.ts';
import type { Read } from './reader.ts';

export interface TlsPair {
  /** PEM: the server's own certificate first, then those between it and the root. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

/** The gateway's certificate and key; they are shown to belong together before anybody connects. */
export function smtpTlsOf(read: Read): TlsPair | undefined {
  const [cert, key] = [read('SMTP_TLS_CERT'), read('SMTP_TLS_KEY')];
  if (!cert && !key) return undefined;
  if (!cert || !key) {
    const [missing, given] = cert ? ['KEY', 'CERT'] : ['CERT', 'KEY'];
    throw new ConfigError(
      `SEGL_SMTP_TLS_${missing} is not set, but SEGL_SMTP_TLS_${given} is: set both, or neither for a self-signed certificate.`,
    );
  }
  if (!firstCertificate(cert).checkPrivateKey(privateKey(key))) {
    throw new ConfigError(
      'SEGL_SMTP_TLS_KEY is not the key of SEGL_SMTP_TLS_CERT: set the two that were made together, the ' +
        "server's own certificate first in its file.",
    );
  }
  return { cert, key };
}

function firstCertificate(pem: string): X509Certificate {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
  try {
    const [first] = blocks.map((block) => new X509Certificate(block));
    if (first) return first;
  } catch {
    // Said below, without the text.
  }
  throw new ConfigError('SEGL_SMTP_TLS_CERT must be certificates in PEM, usually as file:/path/to/cert.pem.');
}

function privateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new ConfigError(
      'SEGL_SMTP_TLS_KEY must be a private key in PEM without a password, usually as file:/path/to/key.pem.',
    );
  }
}

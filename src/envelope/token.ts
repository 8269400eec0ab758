import { createCipheriv, randomBytes } from 'node:crypto';
import { compactDecrypt, errors } from 'jose';
import { type Label, labelledKey } from './labelled-keys.ts';
import type { EpochKey, EpochKeys } from './ports.ts';

export interface OpenedToken {
  readonly plaintext: Uint8Array;
  /** Authenticated: what was said when the token was sealed. */
  readonly header: Readonly<Record<string, unknown>>;
}

/**
 * A compact JWE (RFC 7516 §7.1), `dir` and `A256GCM`, under the label's key; `bound` joins `kid` in the protected header.
 * Written out here, for WebCrypto sends each of a message's few dozen bytes through its thread pool: that was a seventh
 * of the time of taking in a mail. jose opens it.
 */
export function sealToken(
  epoch: EpochKey,
  label: Label,
  bound: Readonly<Record<string, string>>,
  plaintext: Uint8Array,
): string {
  const header = { alg: 'dir', enc: 'A256GCM', kid: epoch.kid, ...bound };
  const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', labelledKey(epoch, label), iv);
  cipher.setAAD(Buffer.from(encoded));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const [nonce, text, tag] = [iv, sealed, cipher.getAuthTag()].map((bytes) => bytes.toString('base64url'));
  return `${encoded}..${nonce}.${text}.${tag}`;
}

/**
 * How every token begins that was sealed under a key, so that a database finds those that hold it: the header's first
 * fields stand in a fixed order, and whole groups of three bytes are encoded alike whatever follows.
 */
export function tokensBeginWith(kid: string): string {
  const begins = `{"alg":"dir","enc":"A256GCM","kid":"${kid}"`;
  return Buffer.from(begins.slice(0, begins.length - (begins.length % 3))).toString('base64url');
}

/** `undefined`: no token that this label's keys have sealed. `'gone'`: its epoch key was destroyed, or never was. */
export async function openToken(
  keys: EpochKeys,
  label: Label,
  jwe: string,
): Promise<OpenedToken | 'gone' | undefined> {
  let gone = false;
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(
      jwe,
      async (header) => {
        const epoch = typeof header?.kid === 'string' ? await keys.find(header.kid) : undefined;
        gone = epoch === undefined;
        if (!epoch) throw new errors.JWEDecryptionFailed();
        return labelledKey(epoch, label);
      },
      {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        maxDecompressedLength: 0,
      },
    );
    return { plaintext, header: protectedHeader };
  } catch (error) {
    if (error instanceof errors.JOSEError) return gone ? 'gone' : undefined;
    throw error;
  }
}

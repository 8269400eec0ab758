import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { Fatal } from '../message/refusals.ts';
import { type StreamHeader, tagSize } from './stream-format.ts';

/** Seals and opens the segments of one stream. A nonce repeats only if the same segment is sealed twice. */
export class SegmentCipher {
  readonly #key: KeyObject;
  readonly #prefix: Buffer;
  readonly #algorithm: 'aes-128-gcm' | 'aes-256-gcm';

  constructor(key: KeyObject, header: StreamHeader) {
    this.#key = key;
    this.#prefix = header.noncePrefix;
    this.#algorithm = key.symmetricKeySize === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
  }

  /** The sealed segment as ciphertext and tag, apart: joining them would copy every byte once more. */
  seal(segment: number, last: boolean, plain: Uint8Array): [ciphertext: Buffer, tag: Buffer] {
    const cipher = createCipheriv(this.#algorithm, this.#key, this.#nonce(segment, last));
    const ciphertext = cipher.update(plain);
    cipher.final();
    return [ciphertext, cipher.getAuthTag()];
  }

  /** Throws `Fatal` where the segment is not the one that was sealed at this place of this stream. */
  open(segment: number, last: boolean, sealed: Uint8Array): Buffer {
    const end = sealed.length - tagSize;
    if (end < 0) throw broken(segment);
    const decipher = createDecipheriv(this.#algorithm, this.#key, this.#nonce(segment, last));
    decipher.setAuthTag(sealed.subarray(end));
    const plain = decipher.update(sealed.subarray(0, end));
    try {
      decipher.final();
    } catch (cause) {
      throw broken(segment, cause);
    }
    return plain;
  }

  #nonce(segment: number, last: boolean): Buffer {
    const nonce = Buffer.allocUnsafe(12);
    this.#prefix.copy(nonce);
    nonce.writeUInt32BE(segment, 7);
    nonce[11] = last ? 1 : 0;
    return nonce;
  }
}

const broken = (segment: number, cause?: unknown) =>
  new Fatal(`Segment ${segment} of the sealed content is not what was sealed there`, { cause });

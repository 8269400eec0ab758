/**
 * The wire format of sealed content: Tink streaming AEAD, key type AES-GCM-HKDF
 * (https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming).
 *
 *     header  = length of the header (1 byte) ‖ salt (as long as the key) ‖ nonce prefix (7 bytes)
 *     segment = AES-GCM(nonce = prefix ‖ number (4 bytes, big endian) ‖ 1 when last else 0), tag behind
 *
 * Every sealed segment but the last fills `segmentSize` bytes; the first one shares its room with the header.
 * The last segment is empty only where the whole content is.
 */
import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { Fatal } from '../message/refusals.ts';

export interface StreamParameters {
  readonly hash: 'sha1' | 'sha256' | 'sha512';
  /** Of the derived AES key, in bytes. */
  readonly keySize: 16 | 32;
  /** Of a sealed segment, its tag included, in bytes. */
  readonly segmentSize: number;
}

/** The parameters that Segl seals with. Others exist so that published vectors can be opened. */
export const AES256_GCM_HKDF_1MB: StreamParameters = { hash: 'sha256', keySize: 32, segmentSize: 1 << 20 };

export const tagSize = 16;
const noncePrefixSize = 7;
/** Segment numbers are 32 bits wide (spec, "Splitting the message"). */
const maxSegments = 2 ** 32;

export const headerSize = (parameters = AES256_GCM_HKDF_1MB): number =>
  1 + parameters.keySize + noncePrefixSize;

/** Where segments begin and end, in plaintext and in sealed bytes, for content of one size. */
export class StreamLayout {
  readonly plainSize: number;
  readonly sealedSize: number;
  readonly segments: number;
  readonly #first: number;
  readonly #later: number;
  readonly #segmentSize: number;

  constructor(plainSize: number, parameters = AES256_GCM_HKDF_1MB) {
    if (!Number.isSafeInteger(plainSize) || plainSize < 0)
      throw new RangeError(`${plainSize} is not a size in bytes`);
    this.#segmentSize = parameters.segmentSize;
    this.#later = parameters.segmentSize - tagSize;
    this.#first = this.#later - headerSize(parameters);
    this.plainSize = plainSize;
    this.segments = 1 + Math.ceil(Math.max(0, plainSize - this.#first) / this.#later);
    if (this.segments > maxSegments)
      throw new RangeError(`${plainSize} bytes are more than one stream can seal`);
    this.sealedSize = headerSize(parameters) + plainSize + this.segments * tagSize;
  }

  /** Number of the segment that holds the plaintext byte at `offset`. */
  segmentOf(offset: number): number {
    return offset < this.#first ? 0 : 1 + Math.floor((offset - this.#first) / this.#later);
  }

  /** Offset of a segment's first plaintext byte. */
  plainStart(segment: number): number {
    return segment === 0 ? 0 : this.#first + (segment - 1) * this.#later;
  }

  /** Sealed bytes `from` (inclusive) to `to` (exclusive) of a segment; the first one begins with the header. */
  sealedSpan(segment: number): { from: number; to: number } {
    const from = segment * this.#segmentSize;
    return { from, to: Math.min(from + this.#segmentSize, this.sealedSize) };
  }
}

export interface StreamHeader {
  readonly salt: Buffer;
  readonly noncePrefix: Buffer;
}

export const newHeader = (parameters = AES256_GCM_HKDF_1MB): StreamHeader => ({
  salt: randomBytes(parameters.keySize),
  noncePrefix: randomBytes(noncePrefixSize),
});

export const headerBytes = ({ salt, noncePrefix }: StreamHeader): Buffer =>
  Buffer.concat([Buffer.of(1 + salt.length + noncePrefix.length), salt, noncePrefix]);

/** A copy of the header at the start of `sealed`. Throws `Fatal` where none of this format is there. */
export function parseHeader(sealed: Buffer, parameters = AES256_GCM_HKDF_1MB): StreamHeader {
  const size = headerSize(parameters);
  if (sealed.length < size || sealed[0] !== size)
    throw new Fatal('The sealed content does not begin with a header of its format');
  return {
    salt: Buffer.from(sealed.subarray(1, 1 + parameters.keySize)),
    noncePrefix: Buffer.from(sealed.subarray(1 + parameters.keySize, size)),
  };
}

/** The AES key of one stream: HKDF (RFC 5869) of the data key, the header's salt and the associated data. */
export function streamKey(
  dataKey: Uint8Array,
  associatedData: Uint8Array,
  header: StreamHeader,
  parameters = AES256_GCM_HKDF_1MB,
): KeyObject {
  if (dataKey.length < parameters.keySize)
    throw new RangeError(`a data key has ${parameters.keySize} bytes, not ${dataKey.length}`);
  return createSecretKey(
    new Uint8Array(
      hkdfSync(parameters.hash, createSecretKey(dataKey), header.salt, associatedData, parameters.keySize),
    ),
  );
}

import { type Chunks, LentBuffers } from './chunks.ts';
import { readAhead } from './read-ahead.ts';
import { SegmentCipher } from './segment-cipher.ts';
import { StreamDigest } from './stream-digest.ts';
import { AES256_GCM_HKDF_1MB, headerBytes, newHeader, StreamLayout, streamKey } from './stream-format.ts';

export interface SealedStream {
  /** Header, ciphertexts and tags, in chunks of any size. To be read once. */
  readonly sealed: Chunks;
  /** Size in bytes and SHA-256 (lower-case hex) of the plaintext. Throws before `sealed` has ended. */
  result(): { size: number; sha256: string };
}

/**
 * Seals a source of any length and chunk size. Pulled by the reader of `sealed`: never more than a few segments of
 * 1 MiB are in memory. The source may use a chunk's memory again when the second chunk behind it is asked for. An
 * error of the source goes through to the reader.
 */
export function sealStream(
  dataKey: Uint8Array,
  associatedData: Uint8Array,
  source: AsyncIterable<Uint8Array>,
  parameters = AES256_GCM_HKDF_1MB,
): SealedStream {
  const lent = new LentBuffers();
  let result: { size: number; sha256: string } | undefined;
  const seal = async function* () {
    const header = newHeader(parameters);
    const cipher = new SegmentCipher(streamKey(dataKey, associatedData, header, parameters), header);
    const layout = new StreamLayout(0, parameters);
    const digest = new StreamDigest(layout.plainStart(2) - layout.plainStart(1));
    // The header leaves with the first segment: once anything was read, the source is under way and will be stopped.
    const unsent = [headerBytes(header)];
    let segment = 0;
    let room = layout.plainStart(1);
    let size = 0;
    let filled = 0;
    let plain = await digest.buffer();
    try {
      for await (const chunk of readAhead(source)) {
        for (let from = 0; from < chunk.length;) {
          // A full segment is sealed only once more bytes follow it: the last one is sealed as such.
          if (filled === room) {
            const [ciphertext, tag] = cipher.seal(segment, false, plain.subarray(0, filled));
            digest.update(plain, filled);
            yield* unsent.splice(0);
            yield lent.lend(ciphertext);
            yield tag;
            segment += 1;
            room = layout.plainStart(segment + 1) - layout.plainStart(segment);
            plain = await digest.buffer();
            filled = 0;
          }
          const taken = Math.min(room - filled, chunk.length - from);
          plain.set(chunk.subarray(from, from + taken), filled);
          filled += taken;
          from += taken;
        }
        size += chunk.length;
      }
      yield* unsent.splice(0);
      yield* cipher.seal(segment, true, plain.subarray(0, filled));
      result = { size, sha256: await digest.end(plain, filled) };
    } finally {
      digest.abandon();
    }
  };
  return {
    sealed: Object.assign(seal(), { reclaim: (chunk: Uint8Array) => lent.reclaim(chunk) }),
    result() {
      if (!result) throw new Error('the digest of a stream is known only when all of it is sealed');
      return result;
    },
  };
}

import { SegmentCipher } from './segment-cipher.ts';
import { AES256_GCM_HKDF_1MB, headerBytes, newHeader, StreamLayout, streamKey } from './stream-format.ts';

/** Size in bytes of `plainSize` bytes once they are sealed. */
export const sealedSize = (plainSize: number): number => new StreamLayout(plainSize).sealedSize;

/** Seals small content at once, in the same format as `sealStream`. Never give `header` outside a vector. */
export function sealBytes(
  dataKey: Uint8Array,
  associatedData: Uint8Array,
  plain: Uint8Array,
  parameters = AES256_GCM_HKDF_1MB,
  header = newHeader(parameters),
): Buffer {
  const layout = new StreamLayout(plain.length, parameters);
  const cipher = new SegmentCipher(streamKey(dataKey, associatedData, header, parameters), header);
  const sealed = [headerBytes(header)];
  for (let segment = 0; segment < layout.segments; segment++) {
    const last = segment === layout.segments - 1;
    const end = last ? plain.length : layout.plainStart(segment + 1);
    sealed.push(...cipher.seal(segment, last, plain.subarray(layout.plainStart(segment), end)));
  }
  return Buffer.concat(sealed, layout.sealedSize);
}

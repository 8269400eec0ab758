import { SegmentCipher } from './segment-cipher.ts';
import { AES256_GCM_HKDF_1MB, headerSize, parseHeader, streamKey } from './stream-format.ts';

/** Opens what `sealBytes` or `sealStream` sealed, wholly in memory. Throws `Fatal` where any byte differs. */
export function openBytes(
  dataKey: Uint8Array,
  associatedData: Uint8Array,
  sealed: Uint8Array,
  parameters = AES256_GCM_HKDF_1MB,
): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const header = parseHeader(bytes, parameters);
  const cipher = new SegmentCipher(streamKey(dataKey, associatedData, header, parameters), header);
  const segments = Math.max(1, Math.ceil(bytes.length / parameters.segmentSize));
  if (segments === 1) return cipher.open(0, true, bytes.subarray(headerSize(parameters)));
  const plain: Buffer[] = [];
  for (let segment = 0; segment < segments; segment++) {
    const from = segment === 0 ? headerSize(parameters) : segment * parameters.segmentSize;
    const to = (segment + 1) * parameters.segmentSize;
    plain.push(cipher.open(segment, segment === segments - 1, bytes.subarray(from, to)));
  }
  return Buffer.concat(plain);
}

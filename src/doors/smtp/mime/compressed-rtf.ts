import { crc32 } from 'node:zlib';

export interface DecompressedRtf {
  readonly rtf: Uint8Array;
  /** False when the check sum or the length does not agree; `rtf` may then be damaged or cut. */
  readonly intact: boolean;
}

const compressed = 0x75465a4c;
const uncompressed = 0x414c454d;
const headerLength = 16;
const dictionarySize = 4096;
/** A run of tokens takes two bytes each and one control byte for eight, and a token gives at most 17 bytes. */
const largestGrowth = 8;

/** MS-OXRTFCP section 2.1.2.1. */
const initialDictionary = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript ' +
    '\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par ' +
    '\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
);

/**
 * Undoes the compression of PidTagRtfCompressed (MS-OXRTFCP). Undefined when the bytes are in neither of its forms.
 * Takes at most eight times the length of the input, whatever length the header claims.
 */
export function decompressRtf(bytes: Uint8Array): DecompressedRtf | undefined {
  if (bytes.length < headerLength) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const contents = bytes.subarray(headerLength, 4 + view.getUint32(0, true));
  const rawSize = view.getUint32(4, true);
  const type = view.getUint32(8, true);
  if (type === uncompressed) {
    const rtf = contents.subarray(0, rawSize);
    return { rtf, intact: rtf.length === rawSize };
  }
  if (type !== compressed) return undefined;
  const rtf = expand(contents, rawSize);
  return { rtf, intact: rtf.length === rawSize && checksum(contents) === view.getUint32(12, true) };
}

/** MS-OXRTFCP section 2.2.2.3 (reading). */
function expand(contents: Uint8Array, rawSize: number): Uint8Array {
  const output = new Uint8Array(Math.min(rawSize, contents.length * largestGrowth));
  const dictionary = new Uint8Array(dictionarySize);
  dictionary.set(initialDictionary);
  let write = initialDictionary.length;
  let length = 0;
  const put = (byte: number): void => {
    if (length < output.length) output[length++] = byte;
    dictionary[write] = byte;
    write = (write + 1) % dictionarySize;
  };

  let offset = 0;
  while (offset < contents.length && length < output.length) {
    const control = contents[offset++]!;
    for (let bit = 0; bit < 8 && offset < contents.length; bit += 1) {
      if (!(control & (1 << bit))) {
        put(contents[offset++]!);
        continue;
      }
      if (offset + 2 > contents.length) return output.subarray(0, length);
      const reference = (contents[offset]! << 8) | contents[offset + 1]!;
      offset += 2;
      const start = reference >> 4;
      if (start === write) return output.subarray(0, length);
      const count = (reference & 0xf) + 2;
      // Byte by byte: a reference may read what it has just written.
      for (let step = 0; step < count; step += 1) put(dictionary[(start + step) % dictionarySize]!);
    }
  }
  return output.subarray(0, length);
}

/** MS-OXRTFCP section 2.1.3.2: CRC-32 of the usual polynomial, without the inversions before and after. */
const checksum = (bytes: Uint8Array): number => ~crc32(bytes, 0xffffffff) >>> 0;

import { Malformed } from '../log/malformed.ts';

const deepest = 40;
const most = 10_000;

/**
 * Walks through a structure before any library reads it: one value of X.690's distinguished encoding, as far as lengths go
 * (definite, in the fewest bytes), that fills the bytes exactly, and no deeper and with no more parts than an honest one.
 * Throws `Malformed`.
 */
export function checkDer(bytes: Uint8Array): void {
  let parts = 0;
  const walk = (from: number, to: number, depth: number, alone: boolean): void => {
    if (depth > deepest) throw new Malformed('The ASN.1 structure is nested too deeply');
    let at = from;
    while (at < to) {
      parts += 1;
      if (parts > most) throw new Malformed('The ASN.1 structure has too many parts');
      const isConstructed = (bytes[at]! & 0x20) !== 0;
      // X.690 §8.1.2.4: tag numbers above 30 take further bytes; nothing that is read here has one.
      if ((bytes[at]! & 0x1f) === 0x1f || bytes[at] === 0)
        throw new Malformed('The ASN.1 tag is none that is used');
      const [begin, end] = contents(bytes, at + 1, to);
      if (isConstructed) walk(begin, end, depth + 1, false);
      at = end;
      if (alone && at < to) throw new Malformed('Something stands behind the ASN.1 structure');
    }
  };
  if (bytes.length === 0) throw new Malformed('There is no ASN.1 structure');
  walk(0, bytes.length, 0, true);
}

/** X.690 §10.1: where the contents begin and end. */
function contents(bytes: Uint8Array, at: number, limit: number): [number, number] {
  const first = bytes[at];
  if (first === undefined || at >= limit) throw new Malformed('The ASN.1 structure is cut off');
  const extra = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || extra > 4) throw new Malformed('The ASN.1 length is none of DER');
  let length = extra === 0 ? first : 0;
  for (let index = 1; index <= extra; index += 1) length = length * 256 + (bytes[at + index] ?? 0);
  const least = extra === 0 ? 0 : extra === 1 ? 0x80 : 256 ** (extra - 1);
  if (length < least) throw new Malformed('The ASN.1 length is not in its shortest form');
  const begin = at + 1 + extra;
  if (begin + length > limit) throw new Malformed('The ASN.1 structure is cut off');
  return [begin, begin + length];
}

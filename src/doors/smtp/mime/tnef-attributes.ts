/** MS-OXTNEF section 2.1.3.2: the attributes read here, by their id and type as one little-endian number. */
export const tnefAttribute = {
  subject: 0x00018004,
  body: 0x0002800c,
  messageProperties: 0x00069003,
  oemCodePage: 0x00069007,
  attachmentTitle: 0x00018010,
  attachmentData: 0x0006800f,
  attachmentRendering: 0x00069002,
  attachmentProperties: 0x00069005,
} as const;

export interface TnefAttribute {
  readonly id: number;
  readonly data: Uint8Array;
  /** False when the file ends, or can no longer be trusted, inside `data`. */
  readonly whole: boolean;
}

const signature = 0x223e9f78;
const headerLength = 9;
const checksumLength = 2;

export const isTnef = (bytes: Uint8Array): boolean =>
  bytes.length >= 6 && viewOf(bytes).getUint32(0, true) === signature;

/**
 * Visits the attributes of a TNEF stream in turn (MS-OXTNEF section 2.1.3.1) and says whether all of it could be read.
 * The data are views of `bytes`.
 *
 * Some writers fill in no checksum, so a wrong one is forgiven where the stream goes on with another attribute or ends
 * as it should; otherwise the length is in doubt, and the walk ends there.
 */
export function visitAttributes(bytes: Uint8Array, visit: (attribute: TnefAttribute) => void): boolean {
  const view = viewOf(bytes);
  let offset = 6;
  while (!endsAt(bytes, offset)) {
    if (!startsAttribute(view, offset)) return false;
    const id = view.getUint32(offset + 1, true);
    const start = offset + headerLength;
    const end = start + view.getUint32(offset + 5, true);
    const data = bytes.subarray(start, end);
    offset = end + checksumLength;
    if (end > bytes.length) {
      visit({ id, data, whole: false });
      return false;
    }
    if (offset > bytes.length) {
      visit({ id, data, whole: true });
      return false;
    }
    const whole =
      checksum(data) === view.getUint16(end, true) || endsAt(bytes, offset) || startsAttribute(view, offset);
    visit({ id, data, whole });
    if (!whole) return false;
  }
  return true;
}

/** Gateways add line ends and zeros after the last attribute. */
function endsAt(bytes: Uint8Array, offset: number): boolean {
  for (let at = offset; at < bytes.length; at += 1) {
    if (bytes[at] !== 0 && bytes[at] !== 10 && bytes[at] !== 13) return false;
  }
  return true;
}

/** Level 1 is the message, level 2 an attachment; types run from 0 to 9. */
function startsAttribute(view: DataView, offset: number): boolean {
  if (offset + headerLength > view.byteLength) return false;
  const level = view.getUint8(offset);
  return (level === 1 || level === 2) && view.getUint16(offset + 3, true) <= 9;
}

function checksum(data: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 1) sum = (sum + data[at]!) & 0xffff;
  return sum;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** MS-OXPROPS: the ids of the properties read here. */
export const property = {
  subject: 0x0037,
  body: 0x1000,
  rtfCompressed: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  attachData: 0x3701,
  attachFilename: 0x3704,
  attachLongFilename: 0x3707,
  attachMimeTag: 0x370e,
  attachContentId: 0x3712,
  internetCodepage: 0x3fde,
} as const;

/** MS-OXCDATA section 2.11.1. */
export const propertyType = {
  integer16: 0x0002,
  integer32: 0x0003,
  object: 0x000d,
  string8: 0x001e,
  unicode: 0x001f,
  binary: 0x0102,
} as const;

export interface PropertyValue {
  readonly type: number;
  /** A view of the input. */
  readonly bytes: Uint8Array;
  /** False for an object that the end of the list cuts: a message within may be readable so far. */
  readonly whole: boolean;
}

export type Properties = ReadonlyMap<number, PropertyValue>;

const wanted = new Set<number>(Object.values(property));
const multiValued = 0x1000;
const firstNamedId = 0x8000;

/** Lengths in bytes as stored, that is, padded to four. */
const fixedLengths = new Map([
  [0x0000, 0],
  [0x0001, 0],
  [propertyType.integer16, 4],
  [propertyType.integer32, 4],
  [0x0004, 4],
  [0x0005, 8],
  [0x0006, 8],
  [0x0007, 8],
  [0x000a, 4],
  [0x000b, 4],
  [0x0014, 8],
  [0x0040, 8],
  [0x0048, 16],
]);
const variableLength = new Set<number>([
  propertyType.object,
  propertyType.string8,
  propertyType.unicode,
  propertyType.binary,
]);

/**
 * The properties of an attMsgProps or attAttachment attribute (MS-OXTNEF section 2.1.3.4) that mail shows, of several
 * values the first. `whole` is false when the list ended early or a type has no known length; what came before stands.
 */
export function readProperties(data: Uint8Array): { values: Properties; whole: boolean } {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const values = new Map<number, PropertyValue>();
  const broken = { values, whole: false };
  if (data.length < 4) return broken;
  let offset = 4;
  for (let left = view.getUint32(0, true); left > 0; left -= 1) {
    if (offset + 4 > data.length) return broken;
    const typeAndFlags = view.getUint16(offset, true);
    const id = view.getUint16(offset + 2, true);
    offset += 4;
    if (id >= firstNamedId) offset = afterName(view, offset);

    const type = typeAndFlags & ~multiValued;
    const fixed = fixedLengths.get(type);
    if (fixed === undefined && !variableLength.has(type)) return broken;
    let count = 1;
    if (fixed === undefined || typeAndFlags & multiValued) {
      if (offset + 4 > data.length) return broken;
      count = view.getUint32(offset, true);
      offset += 4;
    }
    if (fixed !== undefined) {
      const end = offset + fixed * count;
      if (end > data.length) return broken;
      if (wanted.has(id) && count > 0) {
        values.set(id, { type, bytes: data.subarray(offset, offset + fixed), whole: true });
      }
      offset = end;
      continue;
    }
    for (let index = 0; index < count; index += 1) {
      if (offset + 4 > data.length) return broken;
      const start = offset + 4;
      const end = start + view.getUint32(offset, true);
      const whole = end <= data.length;
      if (index === 0 && wanted.has(id) && (whole || type === propertyType.object)) {
        values.set(id, { type, bytes: data.subarray(start, end), whole });
      }
      if (!whole) return broken;
      offset = padded(end);
    }
  }
  return { values, whole: true };
}

/** The offset after a NamedPropSpec; beyond the data when it is cut. */
function afterName(view: DataView, offset: number): number {
  const kind = offset + 16;
  if (kind + 8 > view.byteLength) return Number.MAX_SAFE_INTEGER;
  const isNumber = view.getUint32(kind, true) === 0;
  return isNumber ? kind + 8 : padded(kind + 8 + view.getUint32(kind + 4, true));
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

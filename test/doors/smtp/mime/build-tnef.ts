import { crc32 } from 'node:zlib';

/** MS-OXTNEF section 2.1.3: TNEF files as Outlook writes them, and broken ones. All numbers are little-endian. */
export const signature = Buffer.from('789f3e220100', 'hex');

export const attributes = {
  version: 0x00089006,
  oemCodePage: 0x00069007,
  messageClass: 0x00078008,
  subject: 0x00018004,
  body: 0x0002800c,
  messageProperties: 0x00069003,
  rendering: 0x00069002,
  title: 0x00018010,
  data: 0x0006800f,
  attachmentProperties: 0x00069005,
} as const;

export const interfaces = {
  message: Buffer.from('0703020000000000c000000000000046', 'hex'),
  storage: Buffer.from('0b00000000000000c000000000000046', 'hex'),
} as const;

const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const padded = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
const bytesOf = (value: Uint8Array | string): Buffer => Buffer.from(value as string, 'latin1');

/** `checksum`: another than the right one. */
export function attribute(level: 1 | 2, id: number, value: Uint8Array | string, checksum?: number): Buffer {
  const data = bytesOf(value);
  const sum = checksum ?? data.reduce((total, byte) => total + byte, 0) & 0xffff;
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(sum)]);
}

const variable = (type: number, id: number, values: readonly Uint8Array[]): Buffer =>
  Buffer.concat([
    u16(type),
    u16(id),
    u32(values.length),
    ...values.flatMap((value) => [u32(value.length), padded(value)]),
  ]);

/** Each gives one property; `multi` and `named` are those a reader of mail has to step over. */
export const property = {
  string8: (id: number, value: Uint8Array | string) =>
    variable(0x1e, id, [Buffer.concat([bytesOf(value), Buffer.alloc(1)])]),
  unicode: (id: number, value: string) => variable(0x1f, id, [Buffer.from(`${value}\0`, 'utf16le')]),
  binary: (id: number, value: Uint8Array) => variable(0x102, id, [value]),
  object: (id: number, kind: Uint8Array, value: Uint8Array) =>
    variable(0x0d, id, [Buffer.concat([kind, value])]),
  int32: (id: number, value: number) => Buffer.concat([u16(3), u16(id), u32(value)]),
  fixed: (type: number, id: number, value: Uint8Array) => Buffer.concat([u16(type), u16(id), padded(value)]),
  multiFixed: (type: number, id: number, values: readonly Uint8Array[]) =>
    Buffer.concat([u16(type | 0x1000), u16(id), u32(values.length), ...values.map(padded)]),
  multiVariable: (type: number, id: number, values: readonly Uint8Array[]) =>
    variable(type | 0x1000, id, values),
  /** Puts a name, a number or a string, into a property whose id is 0x8000 or more. */
  named: (name: number | string, inner: Uint8Array) => {
    const set = Buffer.from('2003060000000000c000000000000046', 'hex');
    const text = Buffer.from(`${name}\0`, 'utf16le');
    const spec = typeof name === 'number' ? [u32(0), u32(name)] : [u32(1), u32(text.length), padded(text)];
    return Buffer.concat([inner.subarray(0, 4), set, ...spec, inner.subarray(4)]);
  },
} as const;

export const propertyList = (list: readonly Uint8Array[]): Buffer =>
  Buffer.concat([u32(list.length), ...list]);

export interface AttachmentToBuild {
  readonly title?: Uint8Array | string;
  readonly data?: Uint8Array | string;
  readonly properties?: readonly Uint8Array[];
}

export interface TnefToBuild {
  readonly codePage?: number;
  readonly subject?: Uint8Array | string;
  readonly body?: Uint8Array | string;
  readonly properties?: readonly Uint8Array[];
  readonly attachments?: readonly AttachmentToBuild[];
}

export function buildTnef({ codePage = 1252, subject, body, properties, attachments }: TnefToBuild): Buffer {
  const parts = [
    signature,
    attribute(1, attributes.version, u32(0x00010000)),
    attribute(1, attributes.oemCodePage, Buffer.concat([u32(codePage), u32(0)])),
    attribute(1, attributes.messageClass, 'IPM.Microsoft Mail.Note\0'),
  ];
  if (subject !== undefined) {
    parts.push(attribute(1, attributes.subject, Buffer.concat([bytesOf(subject), Buffer.alloc(1)])));
  }
  if (body !== undefined) parts.push(attribute(1, attributes.body, body));
  if (properties) parts.push(attribute(1, attributes.messageProperties, propertyList(properties)));
  for (const each of attachments ?? []) parts.push(...buildAttachment(each));
  return Buffer.concat(parts);
}

export function buildAttachment({ title, data, properties }: AttachmentToBuild): Buffer[] {
  const rendering = Buffer.concat([u16(1), u32(0xffffffff), Buffer.alloc(8)]);
  const parts = [attribute(2, attributes.rendering, rendering)];
  if (title !== undefined) {
    parts.push(attribute(2, attributes.title, Buffer.concat([bytesOf(title), Buffer.alloc(1)])));
  }
  if (data !== undefined) parts.push(attribute(2, attributes.data, data));
  if (properties) parts.push(attribute(2, attributes.attachmentProperties, propertyList(properties)));
  return parts;
}

/** MS-OXRTFCP, without ever looking for repetitions. `rawSize` and `crc` may lie. */
export function compressRtf(rtf: string, lies: { rawSize?: number; crc?: number } = {}): Buffer {
  const raw = bytesOf(rtf);
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= raw.length; at += 8) parts.push(Buffer.from([0]), raw.subarray(at, at + 8));
  const rest = raw.subarray(raw.length & ~7);
  const end = ((207 + raw.length) % 4096) << 4;
  parts.push(Buffer.from([1 << rest.length]), rest, Buffer.from([end >> 8, end & 0xff]));
  return rtfContainer('LZFu', Buffer.concat(parts), { rawSize: raw.length, ...lies });
}

export function rtfContainer(
  kind: 'LZFu' | 'MELA',
  contents: Uint8Array,
  { rawSize, crc }: { rawSize: number; crc?: number },
): Buffer {
  const right = kind === 'MELA' ? 0 : ~crc32(contents, 0xffffffff) >>> 0;
  return Buffer.concat([
    u32(contents.length + 12),
    u32(rawSize),
    Buffer.from(kind),
    u32(crc ?? right),
    contents,
  ]);
}

import { decodeText } from './charset.ts';
import { codePageName } from './tnef-code-pages.ts';
import { type Properties, propertyType, type PropertyValue } from './tnef-properties.ts';

/** A string property; `codePage` is that of attOemCodepage. Undefined when it is absent, blank, or no string. */
export function stringOf(value: PropertyValue | undefined, codePage: number): string | undefined {
  if (value?.type === propertyType.unicode) return said(decodeText(evenly(value.bytes), 'utf-16le'));
  if (value?.type === propertyType.string8) return ansiString(value.bytes, codePage);
  return undefined;
}

/** A string in the code page of attOemCodepage. Undefined when it is absent or blank. */
export function ansiString(bytes: Uint8Array | undefined, codePage: number): string | undefined {
  return bytes && said(decodeText(bytes, codePageName(codePage)));
}

/** A 32 bit number. */
export function numberOf(value: PropertyValue | undefined): number | undefined {
  if (value?.type !== propertyType.integer32) return undefined;
  return littleEndian(value.bytes);
}

/** The first four bytes as a number, undefined when there are fewer. */
export function littleEndian(bytes: Uint8Array): number | undefined {
  if (bytes.length < 4) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}

/** A name or a subject: one line. */
export const lineOf = (properties: Properties, id: number, codePage: number): string | undefined =>
  oneLine(stringOf(properties.get(id), codePage));

export const oneLine = (text: string | undefined): string | undefined =>
  text?.replace(/[\x00-\x1f\x7f]+/g, ' ').trim() || undefined;

const evenly = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.length & ~1);

/** Strings end with NUL, and no text has one inside. */
function said(text: string): string | undefined {
  const bare = text.replaceAll('\0', '');
  return bare.trim() === '' ? undefined : bare;
}

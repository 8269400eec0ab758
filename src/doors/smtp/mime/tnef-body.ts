import { decompressRtf } from './compressed-rtf.ts';
import { decodeText } from './charset.ts';
import { codePageName } from './tnef-code-pages.ts';
import { readEncapsulatedRtf } from './tnef-encapsulated-rtf.ts';
import { type Properties, property, propertyType } from './tnef-properties.ts';
import { ansiString, numberOf, stringOf } from './tnef-strings.ts';

export interface TnefBody {
  readonly text?: string;
  readonly html?: string;
  /** Given only when the message has no other body. */
  readonly rtf?: Uint8Array;
  /** False when the body was damaged on its way. */
  readonly whole: boolean;
}

/** What a message says (MS-OXCMSG section 2.2.1.56): its HTML, else what its RTF carries, and its plain text. */
export function readBody(
  properties: Properties,
  attBody: Uint8Array | undefined,
  codePage: number,
): TnefBody {
  const text = stringOf(properties.get(property.body), codePage) ?? ansiString(attBody, codePage);
  const html = readHtml(properties, codePage);
  const plain = text === undefined ? {} : { text };
  if (html !== undefined) return { ...plain, html, whole: true };

  const compressed = properties.get(property.rtfCompressed);
  if (compressed?.type !== propertyType.binary || compressed.bytes.length === 0) {
    return { ...plain, whole: true };
  }
  const decompressed = decompressRtf(compressed.bytes);
  if (!decompressed) return { ...plain, whole: false };
  const { rtf, intact } = decompressed;
  if (!intact && text !== undefined) return { text, whole: false };
  const carried = readEncapsulatedRtf(rtf);
  if (carried) return { ...carried, ...plain, whole: intact };
  return { ...(text === undefined && rtf.length > 0 ? { rtf } : plain), whole: intact };
}

/** PidTagHtml is binary, in PidTagInternetCodepage or as the HTML says itself; PidTagBodyHtml a string, of the same id. */
function readHtml(properties: Properties, codePage: number): string | undefined {
  const value = properties.get(property.html);
  if (value?.type !== propertyType.binary) return stringOf(value, codePage);
  const page = numberOf(properties.get(property.internetCodepage));
  const charset =
    page === undefined ? (charsetSaid(value.bytes) ?? codePageName(codePage)) : codePageName(page);
  const html = decodeText(value.bytes, charset).replaceAll('\0', '');
  return html.trim() === '' ? undefined : html;
}

const charsetSaid = (html: Uint8Array): string | undefined =>
  /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(
    Buffer.from(html.subarray(0, 2048)).toString('latin1'),
  )?.[1];

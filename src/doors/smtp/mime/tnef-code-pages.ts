/** Windows code page numbers and the names by which they are known elsewhere, where those are not `cp` and the number. */
const names = new Map([
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [1200, 'utf-16le'],
  [1201, 'utf-16be'],
  [10000, 'macintosh'],
  [10007, 'x-mac-cyrillic'],
  [20127, 'us-ascii'],
  [20866, 'koi8-r'],
  [20932, 'euc-jp'],
  [21866, 'koi8-u'],
  [38598, 'iso-8859-8-i'],
  [50220, 'iso-2022-jp'],
  [50221, 'iso-2022-jp'],
  [50222, 'iso-2022-jp'],
  [51932, 'euc-jp'],
  [51949, 'euc-kr'],
  [54936, 'gb18030'],
  [65000, 'utf-7'],
  [65001, 'utf-8'],
]);
for (let page = 1250; page <= 1258; page += 1) names.set(page, `windows-${page}`);
for (let part = 1; part <= 16; part += 1) names.set(28590 + part, `iso-8859-${part}`);

export const windowsLatin = 1252;

export const codePageName = (page: number): string => names.get(page) ?? `cp${page}`;

const decoders = new Map<number, InstanceType<typeof TextDecoder>>();

/** One decoder for a page, kept: RTF changes between pages from one letter to the next. Unknown pages are read as 1252. */
export function decodeCodePage(bytes: Uint8Array, page: number): string {
  let decoder = decoders.get(page);
  if (!decoder) {
    if (!names.has(page)) return decodeCodePage(bytes, windowsLatin);
    decoder = newDecoder(codePageName(page));
    decoders.set(page, decoder);
  }
  return decoder.decode(bytes);
}

function newDecoder(name: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(name);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

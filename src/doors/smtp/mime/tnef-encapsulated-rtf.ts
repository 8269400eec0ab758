import { decodeCodePage, windowsLatin } from './tnef-code-pages.ts';
import { rtfTokens } from './tnef-rtf-tokens.ts';

export type Encapsulated = { readonly html: string } | { readonly text: string };

/** Beyond these, RTF is left as it is: they bound the memory and the seconds that hostile RTF can take. */
const longestRtf = 2 * 1024 * 1024;
const deepestGroup = 1000;
const mostFonts = 4096;

/** RTF 1.9.1, `\fcharset`. */
const codePageOfCharset = new Map([
  [0, windowsLatin],
  [77, 10000],
  [128, 932],
  [129, 949],
  [134, 936],
  [136, 950],
  [161, 1253],
  [162, 1254],
  [163, 1258],
  [177, 1255],
  [178, 1256],
  [186, 1257],
  [204, 1251],
  [222, 874],
  [238, 1250],
  [254, 437],
  [255, 850],
]);
const codePageOfHeader = new Map([
  ['ansi', windowsLatin],
  ['mac', 10000],
  ['pc', 437],
  ['pca', 850],
]);
const charactersOfWords = new Map([
  ['par', '\r\n'],
  ['line', '\r\n'],
  ['tab', '\t'],
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
  ['bullet', '•'],
  ['endash', '–'],
  ['emdash', '—'],
  ['emspace', '\u2003'],
  ['enspace', '\u2002'],
]);
const charactersOfSymbols = new Map([
  ['~', '\u00a0'],
  ['_', '\u2011'],
  ['-', '\u00ad'],
  ['\r', '\r\n'],
  ['\n', '\r\n'],
  ['\t', '\t'],
]);
const otherDestinations = new Set(
  'colortbl stylesheet info pict object filetbl listtable revtbl header footer footnote pntext'.split(' '),
);

interface Group {
  destination: 'content' | 'tag' | 'fonts' | 'skipped';
  /** After `\*`: the next control word names a destination. */
  starred: boolean;
  suppressed: boolean;
  font: number | undefined;
  /** How many fallback characters follow a `\u`. */
  fallback: number;
}

/**
 * The HTML or plain text that an RTF body carries inside itself (MS-OXRTFEX section 2.2.3), undefined when it carries
 * none, so that the RTF itself is the content.
 */
export function readEncapsulatedRtf(bytes: Uint8Array): Encapsulated | undefined {
  if (bytes.length > longestRtf) return undefined;
  const rtf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const kind = encapsulation(rtf);
  if (!kind) return undefined;
  const content = extract(rtf);
  if (content === undefined) return undefined;
  return kind === 'html' ? { html: content } : { text: content };
}

/** Section 2.2.3.1: the mark stands among the first ten tokens, before the font table. */
function encapsulation(rtf: string): 'html' | 'text' | undefined {
  let count = 0;
  for (const token of rtfTokens(rtf)) {
    if (count === 0 && token.kind !== 'open') return undefined;
    if (count === 1 && !(token.kind === 'word' && token.name === 'rtf')) return undefined;
    if (count > 1 && token.kind !== 'word') return undefined;
    if (token.kind === 'word' && token.name === 'fromhtml' && token.value !== 0) return 'html';
    if (token.kind === 'word' && token.name === 'fromtext') return 'text';
    if ((count += 1) === 10) return undefined;
  }
  return undefined;
}

/** Section 2.2.3.2. Undefined when groups are nested beyond all sense. */
function extract(rtf: string): string | undefined {
  const output = new CodePageText();
  const fonts = new Map<number, number>();
  let ansi = windowsLatin;
  let defaultFont: number | undefined;
  let describedFont = 0;
  let toSkip = 0;
  let group: Group = {
    destination: 'content',
    starred: false,
    suppressed: false,
    font: undefined,
    fallback: 1,
  };
  const outer: Group[] = [];

  const shown = (): boolean =>
    !group.suppressed && (group.destination === 'content' || group.destination === 'tag');
  const putBytes = (chars: string): void => {
    const skipped = Math.min(toSkip, chars.length);
    toSkip -= skipped;
    if (!shown() || skipped === chars.length) return;
    // What stands in a tag is in the code page of the whole, text in that of its font.
    const font = group.destination === 'tag' ? undefined : (group.font ?? defaultFont);
    output.bytes(chars.slice(skipped), (font === undefined ? undefined : fonts.get(font)) ?? ansi);
  };
  const putText = (text: string): void => {
    if (shown()) output.text(text);
  };

  function word(name: string, value: number | undefined): void {
    toSkip = 0;
    if (group.starred) {
      group.starred = false;
      if (group.destination !== 'content') group.destination = 'skipped';
      else group.destination = name === 'htmltag' ? 'tag' : 'skipped';
      return;
    }
    if (group.destination === 'fonts') {
      if (name === 'f') describedFont = value ?? 0;
      const page =
        name === 'fcharset' ? codePageOfCharset.get(value ?? 0) : name === 'cpg' ? value : undefined;
      if (page !== undefined && fonts.size < mostFonts) fonts.set(describedFont, page);
      return;
    }
    const text = charactersOfWords.get(name);
    if (text !== undefined) putText(text);
    else if (name === 'htmlrtf') group.suppressed = value !== 0;
    else if (name === 'u') {
      if (value) putText(String.fromCharCode(value & 0xffff));
      toSkip = group.fallback;
    } else if (name === 'uc') group.fallback = Math.max(0, value ?? 1);
    else if (name === 'f') group.font = value;
    else if (name === 'plain') group.font = undefined;
    else if (name === 'deff') defaultFont = value;
    else if (name === 'ansicpg') ansi = value || ansi;
    else if (codePageOfHeader.has(name)) ansi = codePageOfHeader.get(name)!;
    else if (name === 'fonttbl' && group.destination === 'content') group.destination = 'fonts';
    else if (otherDestinations.has(name)) group.destination = 'skipped';
  }

  function symbol(char: string): void {
    if (char === '*') group.starred = true;
    else if (char === '\\' || char === '{' || char === '}') putBytes(char);
    else if (charactersOfSymbols.has(char)) putText(charactersOfSymbols.get(char)!);
  }

  for (const token of rtfTokens(rtf)) {
    if (token.kind === 'text') putBytes(token.text);
    else if (token.kind === 'byte') putBytes(token.char);
    else if (token.kind === 'word') word(token.name, token.value);
    else if (token.kind === 'symbol') symbol(token.char);
    else {
      toSkip = 0;
      if (token.kind === 'open') {
        if (outer.length === deepestGroup) return undefined;
        outer.push(group);
        group = { ...group, starred: false };
      } else {
        group = outer.pop() ?? group;
        if (outer.length === 0) break;
      }
    }
  }
  return output.toString();
}

/** Gathers bytes until their code page changes, since a character may lie over several tokens. */
class CodePageText {
  #done = '';
  #bytes = '';
  #codePage = windowsLatin;

  bytes(chars: string, codePage: number): void {
    if (codePage !== this.#codePage) this.#decode();
    this.#codePage = codePage;
    this.#bytes += chars;
  }

  text(text: string): void {
    // These are the same bytes in every page of RTF, and so frequent that decoding up to each would take its time.
    if (text === '\r\n' || text === '\t') {
      this.#bytes += text;
    } else {
      this.#decode();
      this.#done += text;
    }
  }

  toString(): string {
    this.#decode();
    return this.#done.toWellFormed();
  }

  #decode(): void {
    if (this.#bytes === '') return;
    this.#done += decodeCodePage(Buffer.from(this.#bytes, 'latin1'), this.#codePage);
    this.#bytes = '';
  }
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

export type Weight = 400 | 700;

/** Noto Sans comes in files by script; a letter is in one of them. The first has the sign for letters that none has. */
const subsets = [
  'latin',
  'latin-ext',
  'greek',
  'greek-ext',
  'cyrillic',
  'cyrillic-ext',
  'vietnamese',
] as const;

/** Stands for a letter that no font here has. */
export const unshown = '\ufffd';

/** Letters that one font writes, one after the other. */
export interface Run {
  /** The font's name in the document. */
  readonly font: string;
  readonly text: string;
}

/** What is used of a PDFKit document. Whether a font has a letter, its own interface does not say. */
interface FontDocument {
  registerFont(name: string, source: Uint8Array): unknown;
  font(name: string): unknown;
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

/** Embeds the fonts, and gives the function that cuts a text into runs. */
export function embedFonts(document: unknown): (text: string, weight: Weight) => Run[] {
  const doc = document as FontDocument;
  for (const weight of [400, 700]) {
    for (const subset of subsets) {
      const file = `@fontsource/noto-sans/files/noto-sans-${subset}-${weight}-normal.woff`;
      doc.registerFont(`${subset}-${weight}`, readFileSync(resolve(file)));
    }
  }
  const found = new Map<string, string | undefined>();
  const subsetOf = (letter: string): string | undefined => {
    if (!found.has(letter)) {
      const codePoint = letter.codePointAt(0)!;
      const subset = subsets.find((each) => {
        doc.font(`${each}-400`);
        return doc._font.font.hasGlyphForCodePoint(codePoint);
      });
      found.set(letter, subset);
    }
    return found.get(letter);
  };
  return (text, weight) => {
    const runs: { font: string; text: string }[] = [];
    for (const letter of text) {
      const subset = subsetOf(letter);
      const font = `${subset ?? 'latin'}-${weight}`;
      const shown = subset ? letter : unshown;
      const last = runs.at(-1);
      if (last?.font === font) last.text += shown;
      else runs.push({ font, text: shown });
    }
    return runs;
  };
}

/** Text as it can be set: composed, on one line, without what steers direction or is not seen at all. */
export const settable = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .trim();

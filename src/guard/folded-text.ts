/** Text as it is compared, and where in the original each UTF-16 unit of it stands. */
export interface FoldedText {
  readonly folded: string;
  readonly original: string;
  /** Offset in `original` of each unit of `folded`. */
  readonly at: readonly number[];
}

const invisible = /^\p{Default_Ignorable_Code_Point}$/u;

/**
 * Makes texts equal that a reader takes for the same: composed and decomposed letters (UAX #15, NFC, which `original`
 * is in), small and capital ones (one to one, so that no match ends inside a letter), any run of blanks, and the line
 * breaks that folding (RFC 5322 §2.2.3) leaves. Characters that show nothing, as marks of direction, do not count.
 */
export function foldText(text: string): FoldedText {
  const original = text.normalize('NFC');
  const at: number[] = [];
  const units: string[] = [];
  let offset = 0;
  for (const character of original) {
    const here = /^\s$/.test(character) ? ' ' : foldCase(character);
    if (!invisible.test(character) && !(here === ' ' && units.at(-1) === ' ')) {
      units.push(here);
      for (let unit = 0; unit < here.length; unit += 1) at.push(offset + unit);
    }
    offset += character.length;
  }
  return { folded: units.join(''), original, at };
}

/** Only what is compared, without blanks at its ends. */
export const foldedValue = (text: string): string => foldText(text).folded.trim();

function foldCase(character: string): string {
  const folded = character.toUpperCase().toLowerCase();
  if (folded.length === character.length) return folded;
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
}

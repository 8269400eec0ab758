import { Refusal } from '../../message/refusals.ts';

/** Characters that a name may have. */
export const longestName = 200;

/** Control characters and marks of direction (UAX #9 §2): a name must not rearrange what stands around it. */
const disturbing = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** A name as it is kept and compared: composed (UAX #15, NFC), on one line, without what nobody sees. */
export const tidied = (text: string): string =>
  text.toWellFormed().normalize('NFC').replace(disturbing, ' ').replace(/\s+/g, ' ').trim();

/** The same, for a field of a form. Refuses invalid: empty, or too long. */
export function tidyName(text: string, field = 'name'): string {
  const name = tidied(text.slice(0, 10 * longestName));
  if (!name) throw new Refusal('invalid', 'A name is missing.', { field });
  if ([...name].length > longestName || text.length > 10 * longestName) {
    throw new Refusal('invalid', `A name has at most ${longestName} characters.`, { field });
  }
  return name;
}

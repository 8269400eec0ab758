import { visibleLength } from '../../delivery/look-at-message.ts';
import { invalidField } from './invalid-field.ts';

/** Characters of free text, by what it says. */
export const incidentLengths = { title: 200, words: 10_000, who: 500, task: 1_000 } as const;

/** What stands in no text: control characters but line feeds and tabs. */
const disturbing = /[^\P{Cc}\n\t]/gu;

/** Text of several lines as it is kept. Refuses invalid: too long, or nothing where something is needed. */
export function tidyText(
  text: string,
  field: string,
  most: number,
  { needed = false }: { needed?: boolean } = {},
): string {
  if (text.length > 4 * most) throw tooLong(field, most);
  const tidy = text.toWellFormed().replace(/\r\n?/g, '\n').replace(disturbing, ' ').trim();
  if ([...tidy].length > most) throw tooLong(field, most);
  if (needed && visibleLength(tidy) === 0) throw invalidField(field, 'missing', `“${field}” is missing.`);
  return tidy;
}

/** The same on one line. */
export const tidyLine = (text: string, field: string, most: number): string =>
  tidyText(text.length > 4 * most ? text : text.replace(/\s+/g, ' '), field, most, { needed: true });

const tooLong = (field: string, most: number) =>
  invalidField(field, 'too_long', `“${field}” has at most ${most} characters.`);

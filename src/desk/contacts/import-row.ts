import { parseEmailAddress, parsePhoneNumber } from '../../delivery/addresses.ts';
import type { Language } from '../../message/languages.ts';
import { longestName, oneLine } from './contact.ts';
import type { Columns } from './import-columns.ts';
import { type ColumnKind, importLimits, type RowProblem } from '../../message/contact-imports.ts';

/** A row as it will be kept. What is null was not given, and changes nothing. */
export interface ImportedRow {
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  readonly unit: string | null;
  readonly problem: RowProblem | null;
}

export interface RowRules {
  readonly columns: Columns;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Ids of the units that may be written to, by name in lower case. */
  readonly units: ReadonlyMap<string, string>;
  /** Of rows that name none; null: the whole organisation. */
  readonly unit: string | null;
}

/** What begins a formula in a spreadsheet, also in the full width of East Asia. */
const formula = /^[=+\-@\t\n＝＋－＠]/;

const languageWords: ReadonlyMap<string, Language> = new Map(
  (
    [
      ['da', 'da dk dan dansk danish danska'],
      ['sv', 'sv se swe svensk svenska swedish'],
      ['en', 'en eng gb uk us engelsk engelska english'],
    ] as const
  ).flatMap(([language, words]) => words.split(' ').map((word) => [word, language] as const)),
);

const languageIn = (text: string): Language | undefined =>
  languageWords.get(text.toLowerCase().split(/[-_ ]/)[0]!);

/** Judges one row by itself; whether its address was there before is seen when all have come. */
export function judgeRow(cells: readonly string[], rules: RowRules): ImportedRow {
  const { places } = rules.columns;
  const raw = (kind: ColumnKind): string => (places[kind] === undefined ? '' : (cells[places[kind]] ?? ''));
  const text = (kind: ColumnKind): string => oneLine(raw(kind));
  const name = places.name === undefined ? oneLine(`${raw('first')} ${raw('last')}`) : text('name');
  const phone = text('phone') ? parsePhoneNumber(text('phone'), rules.country) : null;
  const problem = problemOf(cells, rules, raw, { name, phone });
  if (problem) {
    return {
      email: shown(raw('email'), 254),
      name: shown(name, longestName),
      phone: shown(raw('phone'), 100),
      language: null,
      unit: rules.unit,
      problem,
    };
  }
  return {
    email: parseEmailAddress(text('email'))!,
    name: name || null,
    phone: phone ?? null,
    language: languageIn(text('language')) ?? null,
    unit: text('unit') ? rules.units.get(text('unit').toLowerCase())! : rules.unit,
    problem: null,
  };
}

function problemOf(
  cells: readonly string[],
  { columns, units }: RowRules,
  raw: (kind: ColumnKind) => string,
  { name, phone }: { name: string; phone: string | null | undefined },
): RowProblem | null {
  // Programs that write a separator too many at the end of a line mean nothing by it.
  const isShort = cells.length < columns.count;
  if (isShort || cells.slice(columns.count).some((cell) => cell.trim())) return { code: 'column_count' };
  const used = Object.keys(columns.places) as ColumnKind[];
  for (const kind of used) {
    const cell = raw(kind);
    const isNumber = kind === 'phone' && phone && /^\s*\+/.test(cell);
    if (!isNumber && (formula.test(cell) || formula.test(cell.trim())))
      return kind === 'phone' && cell.trim().startsWith('+')
        ? { code: 'phone_invalid' }
        : { code: 'formula', detail: kind };
    if (cell.includes('\uFFFD')) return { code: 'broken_characters', detail: kind };
    if (/\p{Cc}/u.test(cell.replace(/[\t\n]/g, ''))) return { code: 'control_characters', detail: kind };
  }
  if (cells.some((cell) => cell.length > importLimits.cell)) return { code: 'too_long' };
  if (name.length > longestName) return { code: 'too_long', detail: 'name' };
  const email = raw('email').trim();
  if (!email) return { code: 'no_address' };
  if (!parseEmailAddress(oneLine(email))) return { code: 'address_invalid' };
  if (phone === undefined) return { code: 'phone_invalid' };
  const language = oneLine(raw('language'));
  if (language && !languageIn(language)) return { code: 'language_unknown' };
  const unit = oneLine(raw('unit'));
  if (unit && !units.has(unit.toLowerCase())) return { code: 'unit_unknown' };
  return null;
}

/** So much of a cell that has a problem as a person needs to find it again. */
const shown = (cell: string, most: number): string | null =>
  oneLine(cell).slice(0, most).toWellFormed() || null;

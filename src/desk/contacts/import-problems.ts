/** Why a row of a file is left out, or an import could not do with it what was planned. */
export const rowProblems = [
  'no_address',
  'address_invalid',
  'phone_invalid',
  'language_unknown',
  'unit_unknown',
  /** The detail is the line that has the address first, and counts. */
  'duplicate',
  /** A spreadsheet would take the cell for a formula. The detail is the column, as for the three below. */
  'formula',
  'too_long',
  'control_characters',
  'broken_characters',
  'column_count',
  /** Between preview and application, the contact was changed, added or deleted. */
  'changed_meanwhile',
  /** Since the application the contact was changed or deleted, so undoing has left it as it is. */
  'changed_since',
] as const;

export type RowProblemCode = (typeof rowProblems)[number];

export interface RowProblem {
  readonly code: RowProblemCode;
  readonly detail?: string;
}

/** As `contact_import_rows.problem` keeps it: `duplicate:17`. */
export const writeProblem = ({ code, detail }: RowProblem): string => (detail ? `${code}:${detail}` : code);

export function readProblem(text: string): RowProblem {
  const [code, detail] = text.split(':');
  return { code: code as RowProblemCode, ...(detail ? { detail } : {}) };
}

/** Why a file is not taken at all: the fact `reason` of the refusal. */
export const fileProblems = [
  'no_file',
  'empty',
  'workbook',
  'not_text',
  'utf16_without_mark',
  'no_header',
  'header_twice',
  'only_header',
  'quote_open',
  'too_many_bytes',
  'too_many_lines',
] as const;

export type FileProblem = (typeof fileProblems)[number];

export const isFileProblem = (text: unknown): text is FileProblem =>
  (fileProblems as readonly unknown[]).includes(text);

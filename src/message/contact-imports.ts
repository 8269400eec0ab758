/** The words in which the import of contacts from a file is told. */

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

export const separators = [';', ',', '\t'] as const;
export type Separator = (typeof separators)[number];

/** What a column of a file can be. `first` and `last` make a name together where there is no column for it. */
export const columnKinds = ['email', 'name', 'first', 'last', 'phone', 'language', 'unit'] as const;
export type ColumnKind = (typeof columnKinds)[number];

/** What a row does to the contacts. */
export const rowActions = ['add', 'change', 'same', 'problem'] as const;
export type RowAction = (typeof rowActions)[number];

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

/** The bounds of a file. */
export const importLimits = {
  /** Rows below the header. */
  rows: 200_000,
  bytes: 64 * 1024 * 1024,
  /** Characters of a cell. */
  cell: 10 * 1024,
  columns: 200,
  /** Days for which an import can be undone, and is kept. */
  days: 30,
} as const;

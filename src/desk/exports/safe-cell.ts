/**
 * What a spreadsheet takes for the beginning of a formula, in the flavours of regular expressions of PostgreSQL and of
 * JavaScript alike. OWASP, CSV Injection: `=`, `+`, `-`, `@`, tab, carriage return, line feed, and the wide forms.
 */
const formula = String.raw`[=+@\t\r\n＝＋－＠-]`;
/** Where a cell begins, or would for a reader who takes another character for the separator. */
const cellStart = String.raw`(^|[,;|\t\r\n])[" ]*`;

/**
 * SQL for a text in which no cell begins a formula: an apostrophe stands before what would, and before apostrophes that
 * stand there already, so that `unsafeCell` gives back exactly what it was. Most texts have none, and are only looked at.
 */
export const safeCellSql = (text: string): string =>
  `case when ${text} ~ '${cellStart}''*${formula}'
    then regexp_replace(${text}, '(?<=${cellStart})(?=''*${formula})', '''', 'g') else ${text} end`;

const guard = new RegExp(`(?<=${cellStart})'(?='*${formula})`, 'g');

/** The text that a cell of an export stands for. */
export const unsafeCell = (cell: string): string => cell.replace(guard, '');

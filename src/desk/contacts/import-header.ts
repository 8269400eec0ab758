import { parse } from 'csv-parse/sync';
import { type Columns, columnsOf } from './import-columns.ts';
import { importLimits, type Separator, separators } from '../../message/contact-imports.ts';
import { refuseFile } from './import-refusals.ts';

export interface Header {
  /** Null: there is one column. */
  readonly separator: Separator | null;
  readonly columns: Columns;
  /** As the file has them. */
  readonly names: readonly string[];
  /** The first line of the rows below, from 1; and the character where they begin. */
  readonly line: number;
  readonly at: number;
}

/**
 * Reads the names of the columns from the beginning of a file. `isWhole`: there is no more of it. The separator is the
 * one with which most of the names are known. Refuses: empty, no_header, header_twice, quote_open.
 */
export function readHeader(text: string, isWhole: boolean): Header {
  const start = /^(?:\uFEFF?[\t ;,]*\n)*/.exec(text)![0].length;
  const hint = /^sep=([;,\t])\n/i.exec(text.slice(start));
  const from = start + (hint?.[0].length ?? 0);
  const end = endOfRecord(text, from);
  const record = text.slice(from, end).replace(/^\uFEFF/, '');
  if (!record.trim()) throw refuseFile('empty');
  const line = countLines(text.slice(0, from)) + 1;
  if (end === text.length && !isWhole) throw refuseFile('no_header', line);
  const readings = (hint ? [hint[1] as Separator] : separators).map((separator) => {
    const names = cellsOf(record, separator);
    return { separator, names, columns: columnsOf(names) };
  });
  const known = ({ columns }: { columns: Columns }) =>
    columns.places.email === undefined ? 0 : Object.keys(columns.places).length;
  const best = readings.reduce((found, each) =>
    known(each) > known(found) || (known(each) === known(found) && each.names.length > found.names.length)
      ? each
      : found,
  );
  if (known(best) === 0 || best.columns.count > importLimits.columns) throw refuseFile('no_header', line);
  if (best.columns.isDoubtful) throw refuseFile('header_twice', line);
  return {
    separator: best.names.length > 1 ? best.separator : null,
    columns: best.columns,
    names: best.names.map((name) => name.trim()),
    line: line + countLines(text.slice(from, end)) + 1,
    at: Math.min(end + 1, text.length),
  };
}

function cellsOf(record: string, separator: Separator): string[] {
  try {
    const [cells = []] = parse(record, { delimiter: separator, relax_quotes: true, record_delimiter: '\n' });
    return cells as string[];
  } catch {
    return [];
  }
}

/** Where the first record ends: at a line break outside quotation marks (RFC 4180 §2.6). */
function endOfRecord(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === '\n' && !quoted) return at;
  }
  if (quoted) throw refuseFile('quote_open', 1);
  return text.length;
}

const countLines = (text: string): number => text.split('\n').length - 1;

import { createHash, type Hash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Context } from '../../delivery/context.ts';
import { listUnits } from '../people/units.ts';
import { type Header, readHeader } from './import-header.ts';
import { importLimits } from '../../message/contact-imports.ts';
import { refuseFile } from './import-refusals.ts';
import { ImportRows } from './import-rows.ts';
import { judgeRow, type RowRules } from './import-row.ts';
import { ImportText } from './import-text.ts';
import { checkKeeps, type Keeper, keeps } from './keeper.ts';
import { previewImport } from './preview-import.ts';

/** Characters among which the header must be. */
const headCharacters = 64 * 1024;
/** Bytes of a row: what does not fit is a quotation mark that was never closed. */
const mostRow = 256 * 1024;

/**
 * Reads a file of contacts as it comes, and gives the id of its preview; no contact is touched yet. `unit` is that of
 * rows that name none. Memory holds some thousand rows, however large the file is. Where it ends early or is refused,
 * nothing is kept. Refuses: forbidden, and as `refuseFile`.
 */
export async function readImport(
  ctx: Context,
  keeper: Keeper,
  unit: string | null,
  source: AsyncIterable<Uint8Array>,
): Promise<string> {
  checkKeeps(keeper, unit);
  const id = await begin(ctx, keeper, unit);
  try {
    const hash = createHash('sha256');
    const file = new ImportText();
    const rows = new ImportRows(ctx.db, id);
    const text = textOf(source, file, hash);
    const { header, rest } = await splitHeader(text);
    const units = (await listUnits(ctx)).filter((each) => keeps(keeper, each.id));
    const rules = {
      columns: header.columns,
      country: ctx.settings.country,
      units: new Map(units.map(({ id, name }) => [name.toLowerCase(), id])),
      unit,
    };
    await readRows(rest, header, rules, rows);
    await previewImport(ctx, id, {
      encoding: file.encoding,
      separator: header.separator,
      ...named(header),
      sha256: hash.digest('hex'),
    });
    return id;
  } catch (error) {
    await ctx.db.query('delete from contact_imports where id = $1', [id]).catch(() => undefined);
    throw error;
  }
}

/** What no transaction could hold as long as an upload takes, a crash may leave: it goes when the next one begins. */
async function begin({ db }: Context, { actor }: Keeper, unit: string | null): Promise<string> {
  await db.query(
    `delete from contact_imports where created_at < now() - make_interval(days => $1)
      or (state = 'reading' and created_at < now() - interval '1 day')`,
    [importLimits.days],
  );
  const id = randomUUID();
  const isSystem = actor.kind === 'system';
  await db.query(
    `insert into contact_imports (id, person_id, system_id, unit_id, state) values ($1, $2, $3, $4, 'reading')`,
    [id, isSystem ? null : actor.id, isSystem ? actor.id : null, unit],
  );
  return id;
}

async function* textOf(
  source: AsyncIterable<Uint8Array>,
  file: ImportText,
  hash: Hash,
): AsyncGenerator<string> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > importLimits.bytes) throw refuseFile('too_many_bytes');
    hash.update(chunk);
    yield file.write(chunk);
  }
  yield file.end();
}

async function splitHeader(
  text: AsyncGenerator<string>,
): Promise<{ header: Header; rest: AsyncGenerator<string> }> {
  let head = '';
  let isWhole = false;
  while (head.length < headCharacters && !isWhole) {
    const { done, value } = await text.next();
    if (done) isWhole = true;
    else head += value;
  }
  const header = readHeader(head, isWhole);
  return { header, rest: joined(head.slice(header.at), text) };
}

async function* joined(head: string, tail: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head;
  yield* tail;
}

async function readRows(
  text: AsyncGenerator<string>,
  header: Header,
  rules: RowRules,
  rows: ImportRows,
): Promise<void> {
  /** The first line that belongs to no row yet. */
  let open = header.line;
  const parser = parse({
    delimiter: header.separator ?? ';',
    record_delimiter: '\n',
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: mostRow,
    // Told the line on which a row ends; its first, which is put before its cells, is as many before as they have
    // line breaks.
    on_record: (cells: string[], { lines }) => {
      const end = header.line - 1 + lines;
      open = end + 1;
      return [String(end - cells.reduce((sum, cell) => sum + breaksIn(cell), 0)), ...cells];
    },
  });
  let failure: unknown;
  const bytes = Readable.from(filled(text), { objectMode: false });
  bytes.on('error', (error) => {
    failure = error;
    parser.destroy(error);
  });
  bytes.pipe(parser);
  let count = 0;
  try {
    for await (const [line, ...cells] of parser as AsyncIterable<string[]>) {
      if (cells.every((cell) => cell.trim() === '')) continue;
      count += 1;
      if (count > importLimits.rows) throw refuseFile('too_many_lines');
      await rows.add(Number(line), judgeRow(cells, rules));
    }
  } catch (error) {
    bytes.destroy();
    if (failure !== undefined) throw failure;
    throw error instanceof CsvError ? refuseFile('quote_open', open) : error;
  }
  if (count === 0) throw refuseFile('only_header');
  await rows.flush();
}

const breaksIn = (cell: string): number => (cell.includes('\n') ? cell.split('\n').length - 1 : 0);

/** An empty chunk would end a stream of text. */
async function* filled(text: AsyncGenerator<string>): AsyncGenerator<string> {
  for await (const each of text) if (each !== '') yield each;
}

function named({ columns: { places }, names }: Header) {
  const used = new Set(Object.values(places));
  const shorten = (name: string) => name.slice(0, 100);
  return {
    columns: Object.fromEntries(
      Object.entries(places).map(([kind, place]) => [kind, shorten(names[place]!)]),
    ),
    ignored: names.filter((name, place) => name !== '' && !used.has(place)).map(shorten),
  };
}

import type { Database } from '../../evidence/ports.ts';
import { columns, type ExportFormat } from './columns.ts';
import { copyOfRows, type EvidenceQuery, type Stretch } from './evidence-rows.ts';
import { LineCount } from './line-ends.ts';
import { runAhead } from './run-ahead.ts';
import { findSparse, type SignedTree } from './tree.ts';

/** Entries that one statement goes through: its snapshot is a short one, whoever reads. */
export const stretchLength = 5_000;
/** Bytes that are read before anybody asks for them, of each of two stretches. */
const mostAhead = 3 * 1024 * 1024;

/** The first line of a file, with what stands before it. */
export function headOf(format: ExportFormat, delimiter = ','): Buffer {
  if (format === 'jsonl') return Buffer.alloc(0);
  const line = `${columns.join(format === 'excel' ? ';' : delimiter)}\r\n`;
  return Buffer.from(format === 'excel' ? `\ufeff${line}` : line);
}

/** The stretches from an index on to the end of a signed tree. */
export async function stretchesOf(
  db: Database,
  query: EvidenceQuery,
  tree: SignedTree,
  from: number,
): Promise<Stretch[]> {
  const { log, size } = tree;
  if (from >= size) return [];
  const only = await findSparse(db, query, tree);
  if (only) return only.length === 0 ? [] : [{ log, from, to: size, only }];
  const stretches: Stretch[] = [];
  for (let at = from; at < size; at += stretchLength) {
    stretches.push({ log, from: at, to: Math.min(size, at + stretchLength) });
  }
  return stretches;
}

/** The lines of a stretch as they stand in the file; `count` follows them. */
export async function* readStretch(
  db: Database,
  query: EvidenceQuery,
  stretch: Stretch,
  count: LineCount,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const { text, values } = copyOfRows(query, stretch);
  const crlf = query.format !== 'jsonl';
  for await (const chunk of db.copyOut(text, values, signal)) {
    yield count.pass(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), crlf);
  }
}

/**
 * The lines of an export from an index on, without its head. While one stretch is read the next is under way already: of two
 * statements side by side each is one process of the database. `count` has followed what was read.
 */
export async function* readEvidence(
  db: Database,
  query: EvidenceQuery,
  tree: SignedTree,
  from: number,
  count: LineCount,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const stretches = (await stretchesOf(db, query, tree, from)).values();
  const begin = () => {
    const next = stretches.next();
    if (next.done) return undefined;
    const { text, values } = copyOfRows(query, next.value);
    return runAhead(db.copyOut(text, values, signal), mostAhead);
  };
  const crlf = query.format !== 'jsonl';
  let [current, following] = [begin(), begin()];
  try {
    for (; current; [current, following] = [following, begin()]) {
      for await (const chunk of current) {
        yield count.pass(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), crlf);
      }
    }
  } finally {
    await Promise.all([current?.return(undefined), following?.return(undefined)]);
  }
}

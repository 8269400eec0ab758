import { hostname } from 'node:os';
import { LogWriter } from '../../../src/evidence/sequencer/log-writer.ts';
import type { Portal } from '../../support/portal.ts';

const origin = `${
  hostname()
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '') || 'segl'
}.example/log`;

/** Takes all events into the log that wait. */
export async function takeUp({ ctx }: Pick<Portal, 'ctx'>): Promise<void> {
  const writer = new LogWriter({
    db: ctx.db,
    keys: ctx.logKeys,
    origin,
    installation: ctx.settings.installation,
  });
  for (;;) {
    const outcome = await writer.takeBatch();
    if (outcome !== 'taken' && outcome !== 'more') return;
  }
}

/**
 * The records of a text that is CSV exactly as RFC 4180 §2 has it. Throws for anything else: a bare line end, a quote within
 * an unquoted cell, records of different lengths, a last record without its end.
 */
export function readStrictCsv(text: string, delimiter = ','): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        for (at += 1; ; at += 1) {
          if (at >= text.length) throw new Error('a quote is never closed');
          if (text[at] !== '"') cell += text[at];
          else if (text[at + 1] === '"') {
            cell += '"';
            at += 1;
          } else break;
        }
        at += 1;
      } else {
        const from = at;
        while (at < text.length && text[at] !== delimiter && text[at] !== '\r') at += 1;
        cell = text.slice(from, at);
        if (/["\n]/.test(cell)) throw new Error(`a quote or a line end stands in the open: ${cell}`);
      }
      record.push(cell);
      if (text[at] === delimiter) {
        at += 1;
        continue;
      }
      if (text[at] !== '\r' || text[at + 1] !== '\n') throw new Error(`no end of a record at ${at}`);
      at += 2;
      break;
    }
    if (records[0] && records[0].length !== record.length)
      throw new Error(`${record.length} cells: ${record}`);
    records.push(record);
  }
  return records;
}

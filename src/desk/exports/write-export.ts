import { createHash } from 'node:crypto';
import type { Context } from '../../delivery/context.ts';
import type { DeadHandler, Handler } from '../../delivery/job-types.ts';
import {
  dropBlob,
  openFileKey,
  openFilePart,
  sealBesideFile,
  sealFilePart,
} from '../../delivery/sealed-file.ts';
import type { Terms } from '../evidence/terms.ts';
import type { ExportFormat } from './columns.ts';
import type { EvidenceQuery, Stretch } from './evidence-rows.ts';
import { LineCount } from './line-ends.ts';
import { writeManifest } from './manifest.ts';
import { headOf, readStretch, stretchesOf } from './read-evidence.ts';

export interface ExportWork {
  readonly id: string;
  readonly format: ExportFormat;
  readonly units: readonly string[] | null;
  readonly terms: Terms | null;
  readonly log: number;
  readonly size: number;
  readonly checkpoint: string | null;
  readonly madeAt: string;
  readonly next: number;
  readonly rows: number;
  readonly bytes: number;
  readonly jwe: string;
}

export interface ExportPart {
  readonly part: number;
  readonly blob: string;
  readonly bytes: number;
  readonly rows: number;
  readonly firstByte: number;
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly sha256: string;
}

/**
 * Writes a file of evidence, part by part: each is a stretch of the log, sealed and committed with how far the file has come.
 * Whoever takes the work over goes on behind the last part. A part that another has committed meanwhile is dropped.
 */
export const writeExport =
  (ctx: Context): Handler =>
  async (job, finish) => {
    const id = job.payload.export as string;
    const work = await take(ctx, id);
    if (!work) return;
    const { terms } = work;
    if (terms === null) return end(ctx, id);
    const dataKey = await openFileKey(ctx, id, work.jwe);
    const query = { ...work, terms, timeZone: ctx.settings.timeZone };
    for (const stretch of await stretchesOf(ctx.db, query, work, work.next)) {
      if (!(await writePart(ctx, id, dataKey, query, stretch))) return;
    }
    const parts = await partsOf(ctx, id);
    const sha256 = await digestOf(ctx, id, dataKey, parts);
    const manifest = await writeManifest(ctx, query, parts, sha256);
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      await tx.query(
        `update exports set state = 'done', next = size, sha256 = $2, manifest = $3, done_at = clock_timestamp()
          where id = $1 and state = 'working'`,
        [id, sha256, sealBesideFile(dataKey, id, manifest)],
      );
    });
  };

/** Marks a file as never to be done, when work on it is given up. */
export const exportDied = (): DeadHandler => async (job, tx) => {
  await tx.query("update exports set state = 'ended' where id = $1", [job.payload.export]);
};

async function take({ db }: Context, id: string): Promise<ExportWork | undefined> {
  const { rows } = await db.query<ExportWork>(
    `with x as (update exports set state = 'working' where id = $1 and state in ('waiting', 'working') returning *)
      select x.id, x.format, x.units, f.fields -> 'terms' as terms, x.log, x.size, x.checkpoint, x.made_at as "madeAt",
        x.next, x.rows, x.bytes, x.jwe
      from x left join event_fields f on f.event = x.event`,
    [id],
  );
  return rows[0];
}

async function end({ db }: Context, id: string): Promise<void> {
  await db.query("update exports set state = 'ended' where id = $1", [id]);
}

export async function partsOf({ db }: Context, id: string): Promise<ExportPart[]> {
  const { rows } = await db.query<ExportPart>(
    `select part, blob, bytes, rows, first_byte as "firstByte", first_index as "firstIndex", last_index as "lastIndex", sha256
      from export_parts where export = $1 order by part`,
    [id],
  );
  return rows;
}

/** `false`: the file is another's to write by now, or gone. */
async function writePart(
  ctx: Context,
  id: string,
  dataKey: Buffer,
  query: EvidenceQuery,
  stretch: Stretch,
): Promise<boolean> {
  const { rows: before } = await ctx.db.query<{ next: number; parts: number }>(
    'select next, (select count(*) from export_parts where export = x.id) as parts from exports x where id = $1',
    [id],
  );
  if (!before[0] || before[0].next > stretch.from) return false;
  const { next, parts } = before[0];
  const count = new LineCount();
  const lines = withHead(
    parts === 0 ? headOf(query.format) : undefined,
    readStretch(ctx.db, query, stretch, count),
  );
  let sealed: Awaited<ReturnType<typeof sealFilePart>> | undefined;
  try {
    const first = await lines.next();
    if (!first.done) {
      sealed = await sealFilePart(ctx, { file: id, part: parts, dataKey }, from(first.value, lines));
    }
  } finally {
    // Where the sealing failed before it had read everything, a statement would be left open.
    await lines.return(undefined);
  }
  const isOurs = await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ before: number }>(
      `update exports set next = $3, rows = rows + $4, bytes = bytes + $5 where id = $1 and next = $2 and state = 'working'
        returning bytes - $5 as before`,
      [id, next, stretch.to, count.rows, sealed?.size ?? 0],
    );
    if (!rows[0]) return false;
    if (!sealed) return true;
    await tx.query('delete from staged_blobs where key = $1', [sealed.blob]);
    await tx.query(
      `insert into export_parts (export, part, blob, bytes, rows, first_byte, first_index, last_index, sha256)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        parts,
        sealed.blob,
        sealed.size,
        count.rows,
        rows[0].before,
        stretch.from,
        stretch.to - 1,
        sealed.sha256,
      ],
    );
    return true;
  });
  if (!isOurs && sealed) await dropBlob(ctx, sealed.blob);
  return isOurs;
}

async function* withHead(head: Buffer | undefined, lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (head && head.length > 0) yield head;
  yield* lines;
}

async function* from(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** Of the whole file: read once more, for no state of a digest survives the end of a process. */
async function digestOf(
  ctx: Context,
  file: string,
  dataKey: Buffer,
  parts: readonly ExportPart[],
): Promise<string> {
  const hash = createHash('sha256');
  for (const { part, blob, bytes } of parts) {
    const opened = openFilePart(ctx, { file, part, dataKey, blob, size: bytes }, { from: 0, to: bytes });
    for await (const chunk of opened) hash.update(chunk);
  }
  return hash.digest('hex');
}

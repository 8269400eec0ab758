import type { Context } from '../../delivery/context.ts';
import { openBesideFile, openFileKey, openFilePart } from '../../delivery/sealed-file.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Searcher } from '../evidence/search.ts';
import { type Export, findExport } from './exports.ts';
import { partsOf } from './write-export.ts';

/** A finished file. Refuses not_found; not_logged_yet: it is still being made. */
export async function findFile({ db }: Context, searcher: Searcher, id: string): Promise<Export> {
  const found = await findExport(db, searcher, id);
  if (found.state === 'ended') throw new Refusal('not_found');
  if (found.state !== 'done') throw new Refusal('not_logged_yet', 'This file is still being made.');
  return found;
}

/**
 * The bytes `from` to before `to` of a finished file. That they are handed out is evidence from here on (`export.made`), as
 * the making was.
 */
export async function downloadExport(
  ctx: Context,
  { actor }: Searcher,
  { id, jwe, format }: Export,
  range: { readonly from: number; readonly to: number },
): Promise<AsyncIterable<Uint8Array>> {
  const dataKey = await openFileKey(ctx, id, jwe);
  const parts = await partsOf(ctx, id);
  await recordPlainEvent(ctx.db, {
    type: 'export.made',
    actor,
    details: { via: 'download', export: id, format, from: range.from, to: range.to },
  });
  return (async function* () {
    for (const { part, blob, bytes, firstByte } of parts) {
      const from = Math.max(0, range.from - firstByte);
      const to = Math.min(bytes, range.to - firstByte);
      if (from < to) yield* openFilePart(ctx, { file: id, part, dataKey, blob, size: bytes }, { from, to });
    }
  })();
}

/** The signed statement of what a finished file holds. */
export async function readManifest(ctx: Context, { id, jwe, manifest }: Export): Promise<Buffer> {
  if (!manifest) throw new Refusal('not_found');
  return openBesideFile(await openFileKey(ctx, id, jwe), id, manifest);
}

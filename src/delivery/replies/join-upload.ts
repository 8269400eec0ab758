import type { Queryable } from '../../evidence/ports.ts';
import { lockStanding } from '../admit-recipient.ts';
import type { Context } from '../context.ts';
import { dropBlob } from '../sealed-file.ts';
import { Turns } from '../turns.ts';
import type { Draft } from './draft.ts';
import { filesOf, sealHeader } from './draft-files.ts';
import type { Replying } from './find-replying.ts';
import type { Upload } from './find-upload.ts';
import { openStored, type Stored } from './open-reply.ts';
import { giveUp, keepParts, letGo, sealPart, takeOver } from './seal-part.ts';

/** Each moves a gigabyte at most. */
const turns = new Turns({ atOnce: 2, waiting: 50 });
const running = new Map<string, Promise<void>>();

/**
 * Seals a file whose pieces have all come as one part, and finds its digest: whoever reads it then needs no pieces. May be
 * done by two at a time, and again after a crash: one is kept. Does nothing where the file was removed meanwhile.
 */
export function joinUpload(ctx: Context, replying: Replying, draft: Draft, upload: Upload): Promise<void> {
  const known = running.get(upload.id);
  if (known) return known;
  const work = turns.run(() => join(ctx, replying, draft, upload)).finally(() => running.delete(upload.id));
  running.set(upload.id, work);
  return work;
}

async function join(ctx: Context, replying: Replying, draft: Draft, upload: Upload): Promise<void> {
  const { id, part } = upload;
  const { dataKey } = draft.key;
  const sealed = await sealPart(ctx, { file: draft.id, part, dataKey }, piecesOf(ctx, id, dataKey));
  let pieces: readonly (string | null)[] = [];
  try {
    const header = (await filesOf(ctx.db, draft)).find((file) => file.id === id)?.header;
    if (!header) return await letGo(ctx, [sealed]);
    pieces = await ctx.db.transaction(async (tx) => {
      await lockStanding(tx, replying.delivery);
      const { rows } = await tx.query(
        'update reply_uploads set whole = true, header = $2, touched_at = now() where id = $1 and not whole and size = $3 returning id',
        [id, sealHeader(draft, id, { ...header, sha256: sealed.sha256 }), sealed.size],
      );
      if (rows.length === 0) return [];
      await takeOver(tx, [sealed]);
      await keepParts(tx, draft.id, [{ part, ...sealed }]);
      return dropPieces(tx, id);
    });
  } catch (error) {
    await letGo(ctx, [sealed]);
    throw error;
  }
  if (pieces.length === 0) await letGo(ctx, [sealed]);
  for (const blob of pieces) if (blob) await dropBlob(ctx, blob);
}

/** Deletes the pieces of a file; gives their blobs, which are listed to be deleted. */
export async function dropPieces(tx: Queryable, upload: string): Promise<readonly (string | null)[]> {
  const { rows } = await tx.query<{ blob: string | null }>(
    'delete from reply_pieces where upload_id = $1 returning blob',
    [upload],
  );
  const blobs = rows.map(({ blob }) => blob);
  await giveUp(tx, blobs);
  return blobs;
}

async function* piecesOf(ctx: Context, id: string, dataKey: Buffer): AsyncGenerator<Uint8Array> {
  for (let position = 0; ;) {
    const { rows } = await ctx.db.query<Stored>(
      'select size, sealed, blob from reply_pieces where upload_id = $1 and position = $2',
      [id, position],
    );
    if (!rows[0]) return;
    yield* openStored(ctx, { file: id, part: position, dataKey }, rows[0]);
    position += rows[0].size;
  }
}

import { Refusal } from '../../message/refusals.ts';
import { lockStanding } from '../admit-recipient.ts';
import type { Context } from '../context.ts';
import { changedMeanwhile, type Draft, findDraft } from './draft.ts';
import type { Replying } from './find-replying.ts';
import { findUpload, type Upload } from './find-upload.ts';
import { joinUpload } from './join-upload.ts';
import { replyLimits } from './reply-limits.ts';
import { letGo, type Sealed, sealPart, takeOver } from './seal-part.ts';
import { tooLarge } from './stage-reply.ts';

/** Bytes of a file from `offset` on. */
export interface Piece {
  readonly offset: number;
  readonly source: AsyncIterable<Uint8Array>;
}

/**
 * Appends a piece to a file of the draft, and joins the file once all of it has come; without a byte, that alone. Of a piece that is cut off, what came is kept, and
 * the error goes through; so whoever sends it asks `findUpload` where to go on. Of several that begin at one place, one is
 * kept. Refuses not_found, upload_offset (with `offset`, where it goes on), too_large, gone, and budget_spent for a file in
 * thousands of pieces.
 */
export async function appendUpload(
  ctx: Context,
  replying: Replying,
  id: string,
  { offset, source }: Piece,
): Promise<Upload> {
  const upload = await findUpload(ctx.db, replying, id);
  if (offset !== upload.received) throw elsewhere(upload);
  const draft = await findDraft(ctx, replying.delivery);
  if (draft?.id !== upload.reply) throw new Refusal('not_found');
  const most = Math.min(replyLimits.pieceBytes, upload.size - offset);
  const { kept, cut } = untilCut(source, most);
  // Offsets stay below 2^30, so each piece is bound to its place.
  const piece = await sealPart(ctx, { file: id, part: offset, dataKey: draft.key.dataKey }, kept);
  if (piece.size > 0) await keep(ctx, replying, upload, piece);
  if (cut.error) throw cut.error;
  return finish(ctx, replying, draft, id);
}

async function keep(ctx: Context, replying: Replying, upload: Upload, piece: Sealed): Promise<void> {
  const { id, received: offset } = upload;
  try {
    await ctx.db.transaction(async (tx) => {
      await lockStanding(tx, replying.delivery);
      const { rows } = await tx.query<{ pieces: number }>(
        `update reply_uploads u set received = received + $3, touched_at = now()
          from replies r
          where u.id = $1 and u.received = $2 and not u.whole and r.id = u.reply_id and r.sent_at is null
          returning (select count(*)::int from reply_pieces where upload_id = u.id) as pieces`,
        [id, offset, piece.size],
      );
      if (!rows[0]) throw elsewhere(await findUpload(tx, replying, id));
      if (rows[0].pieces >= replyLimits.pieces) throw new Refusal('budget_spent');
      await takeOver(tx, [piece]);
      await tx.query(
        'insert into reply_pieces (upload_id, position, size, sealed, blob) values ($1, $2, $3, $4, $5)',
        [id, offset, piece.size, piece.sealed, piece.blob],
      );
    });
  } catch (error) {
    await letGo(ctx, [piece]);
    throw error;
  }
}

async function finish(ctx: Context, replying: Replying, draft: Draft, id: string): Promise<Upload> {
  const upload = await findUpload(ctx.db, replying, id);
  if (upload.whole || upload.received < upload.size) return upload;
  await joinUpload(ctx, replying, draft, upload);
  const joined = await findUpload(ctx.db, replying, id);
  if (!joined.whole) throw changedMeanwhile();
  return joined;
}

const elsewhere = ({ received }: Upload): Refusal =>
  new Refusal('upload_offset', `The upload goes on at byte ${received}.`, { offset: received });

/** A source that ends where it was cut off. What is refused on the way goes through: nothing of it is kept. */
function untilCut(
  source: AsyncIterable<Uint8Array>,
  most: number,
): { kept: AsyncIterable<Uint8Array>; cut: { error?: unknown } } {
  const cut: { error?: unknown } = {};
  const kept = (async function* () {
    let size = 0;
    const chunks = source[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await chunks.next().catch((error: unknown) => {
          if (error instanceof Refusal) throw error;
          cut.error = error;
          return { done: true, value: undefined } as const;
        });
        if (next.done) return;
        size += next.value.length;
        if (size > most) throw tooLarge();
        yield next.value;
      }
    } finally {
      await chunks.return?.();
    }
  })();
  return { kept, cut };
}

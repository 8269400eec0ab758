import type { Queryable } from '../../evidence/ports.ts';
import { lockStanding } from '../admit-recipient.ts';
import type { Context } from '../context.ts';
import { dropBlob } from '../sealed-file.ts';
import type { Replying } from './find-replying.ts';
import { findUpload } from './find-upload.ts';
import { dropPieces } from './join-upload.ts';
import { giveUp } from './seal-part.ts';

/** Takes a file out of the draft, whole or not. Refuses not_found, gone. */
export async function removeUpload(ctx: Context, replying: Replying, id: string): Promise<void> {
  const blobs = await ctx.db.transaction(async (tx) => {
    await lockStanding(tx, replying.delivery);
    return dropUpload(tx, await findUpload(tx, replying, id));
  });
  for (const blob of blobs) if (blob) await dropBlob(ctx, blob);
}

/** Deletes a file of a draft; gives its blobs, which are listed to be deleted. */
export async function dropUpload(
  tx: Queryable,
  { id, reply, part }: { readonly id: string; readonly reply: string; readonly part: number },
): Promise<readonly (string | null)[]> {
  const pieces = await dropPieces(tx, id);
  await tx.query('delete from reply_uploads where id = $1', [id]);
  const { rows } = await tx.query<{ blob: string | null }>(
    'delete from reply_parts where reply_id = $1 and part = $2 returning blob',
    [reply, part],
  );
  const whole = rows.map(({ blob }) => blob);
  await giveUp(tx, whole);
  return [...pieces, ...whole];
}

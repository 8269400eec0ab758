import { associatedData, sealBytes } from '../../envelope/index.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Unavailable } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import { digestOf } from '../digest.ts';
import { gatherUpTo } from '../gather.ts';
import { limits } from '../limits.ts';
import { dropBlob, sealFilePart } from '../sealed-file.ts';
import type { Stored } from './open-reply.ts';

export interface Sealed extends Stored {
  /** Of the plaintext, lower-case hex. */
  readonly sha256: string;
}

/** Seals a part while it comes: a small one to lie beside its row, a larger one into a blob that `takeOver` makes its own. */
export async function sealPart(
  ctx: Context,
  { file, part, dataKey }: { file: string; part: number; dataKey: Buffer },
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Sealed> {
  const { head, rest } = await gatherUpTo(source, limits.inlineBytes);
  if (rest)
    return { sealed: null, ...(await sealFilePart(ctx, { file, part, dataKey, under: 'replies' }, rest)) };
  const sealed = sealBytes(dataKey, associatedData(file, part), head);
  return { sealed, blob: null, size: head.length, sha256: digestOf(head) };
}

/** Lets go of parts that nothing has taken over. Never throws. */
export async function letGo(ctx: Context, parts: readonly Pick<Stored, 'blob'>[]): Promise<void> {
  for (const { blob } of parts) if (blob) await dropBlob(ctx, blob);
}

/** Makes blobs that were sealed the caller's own. Throws `Unavailable` where the sweep took one for abandoned. */
export async function takeOver(tx: Queryable, parts: readonly Pick<Stored, 'blob'>[]): Promise<void> {
  const blobs = parts.flatMap(({ blob }) => blob ?? []);
  if (blobs.length === 0) return;
  const { rows } = await tx.query('delete from staged_blobs where key = any ($1::text[]) returning key', [
    blobs,
  ]);
  if (rows.length !== blobs.length) throw new Unavailable('blobs');
}

export async function keepParts(
  tx: Queryable,
  reply: string,
  parts: readonly (Stored & { readonly part: number })[],
): Promise<void> {
  for (const { part, size, sealed, blob } of parts) {
    await tx.query(
      'insert into reply_parts (reply_id, part, size, sealed, blob) values ($1, $2, $3, $4, $5)',
      [reply, part, size, sealed, blob],
    );
  }
}

/** Lists blobs whose rows were deleted, to be deleted themselves after the commit. */
export async function giveUp(tx: Queryable, blobs: readonly (string | null)[]): Promise<void> {
  await tx.query(
    `insert into staged_blobs (key, staged_at) select key, '-infinity' from unnest($1::text[]) as key
      on conflict (key) do update set staged_at = '-infinity'`,
    [blobs.filter((blob) => blob !== null)],
  );
}

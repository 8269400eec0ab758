import { associatedData, openBytes, type ByteRange } from '../../envelope/index.ts';
import type { Content } from '../../message/content.ts';
import { Fatal } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import { openFileKey, openFilePart } from '../sealed-file.ts';

/** A row of `replies`, as far as it is needed to open what it says. */
export interface StoredReply {
  readonly id: string;
  readonly jwe: string;
}

/** What a reply says: the recipient's own words and files, and nothing of the message that it answers. Throws as `unwrapDataKey` does. */
export async function openReply(ctx: Context, reply: StoredReply): Promise<Content> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await openReplyPart(ctx, reply, 0)) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString()) as Content;
}

/**
 * A part of a reply, or a range of its bytes, each segment authenticated before any byte of it leaves. Whoever calls has asked
 * whether they may. A part that is not there is `Fatal`: its manifest named it.
 */
export async function openReplyPart(
  ctx: Context,
  { id, jwe }: StoredReply,
  part: number,
  range?: ByteRange,
): Promise<AsyncIterable<Uint8Array>> {
  const { rows } = await ctx.db.query<{ size: number; sealed: Buffer | null; blob: string | null }>({
    name: 'open-reply-part',
    text: 'select size, sealed, blob from reply_parts where reply_id = $1 and part = $2',
    values: [id, part],
  });
  if (!rows[0]) throw new Fatal(`Part ${part} of reply ${id} is not there`);
  return openStored(ctx, { file: id, part, dataKey: await openFileKey(ctx, id, jwe) }, rows[0], range);
}

/** Where sealed bytes of a reply lie: beside their row, or in a blob. `size`: of the plaintext. */
export interface Stored {
  readonly size: number;
  readonly sealed: Buffer | null;
  readonly blob: string | null;
}

export function openStored(
  ctx: Context,
  { file, part, dataKey }: { file: string; part: number; dataKey: Buffer },
  { size, sealed, blob }: Stored,
  range: ByteRange = { from: 0, to: size },
): AsyncIterable<Uint8Array> {
  if (sealed)
    return once(openBytes(dataKey, associatedData(file, part), sealed).subarray(range.from, range.to));
  return openFilePart(ctx, { file, part, dataKey, blob: blob!, size }, range);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

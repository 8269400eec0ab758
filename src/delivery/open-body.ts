import { associatedData, openBytes, openStream, unwrapDataKey } from '../envelope/index.ts';
import type { Content } from '../message/content.ts';
import { Fatal } from '../message/refusals.ts';
import type { Context } from './context.ts';

export interface StoredBody {
  readonly message: string;
  /** null: the sender's copy. */
  readonly delivery: string | null;
  readonly sealed: Buffer | null;
  readonly blob: string | null;
  readonly size: number;
  readonly jwe: string;
}

/** Unseals part 0 of a message. */
export async function openBody(ctx: Context, body: StoredBody): Promise<Content> {
  return JSON.parse((await openBodyBytes(ctx, body)).toString()) as Content;
}

/** The same as the exact bytes whose digest was committed to when the message was accepted: JSON in UTF-8. */
export async function openBodyBytes(ctx: Context, body: StoredBody): Promise<Buffer> {
  const { message, delivery } = body;
  const dataKey = await unwrapDataKey(ctx.keys, body.jwe, { message, delivery });
  return openPart(ctx, dataKey, 0, body);
}

/** Unseals a whole part into memory: for bodies and inline pictures, whose size is bounded. */
export async function openPart(
  ctx: Context,
  dataKey: Buffer,
  part: number,
  stored: Pick<StoredBody, 'message' | 'sealed' | 'blob' | 'size'>,
): Promise<Buffer> {
  const data = associatedData(stored.message, part);
  if (stored.sealed) return openBytes(dataKey, data, stored.sealed);
  const { blob } = stored;
  if (!blob) throw new Fatal(`Part ${part} of message ${stored.message} has no bytes`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of openStream(dataKey, data, stored.size, (from, to) =>
    ctx.blobs.read(blob, from, to),
  )) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

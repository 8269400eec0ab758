import { associatedData, openBytes, openStream, unwrapDataKey } from '../envelope/index.ts';
import type { Attachment } from '../message/content.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { hashToken } from './link-token.ts';
import type { StoredBody } from './open-body.ts';
import { recordSent } from './record-sent.ts';
import { recordingSql, releaseArguments } from './release.ts';
import { type SessionBody, sessionBody } from './session-body.ts';

/** Bytes `from` (inclusive) to `to` (exclusive). */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export interface OpenAttachment {
  readonly delivery: string;
  readonly attachment: Attachment;
  /** Yields the range's bytes, each segment authenticated before any byte of it leaves. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Records how many bytes left, when the transfer ended in whatever way. */
  ended(sent: number, complete: boolean): Promise<void>;
}

/** What a link's session may download. `undefined`: no open session, or no such attachment. */
export async function findAttachment(
  ctx: Context,
  token: string,
  session: string,
  id: string,
): Promise<{ body: SessionBody; attachment: Attachment } | undefined> {
  const body = await sessionBody(ctx, token, session);
  const attachment = body?.content.attachments.find((a) => a.id === id);
  return body && attachment && { body, attachment };
}

/**
 * Releases an attachment, or a range of it: commits `attachment_opened` before the first byte. `undefined`: the session
 * or the delivery ended meanwhile.
 */
export async function readAttachment(
  ctx: Context,
  token: string,
  session: string,
  { body, attachment }: { body: SessionBody; attachment: Attachment },
  range: ByteRange,
  client: Client,
): Promise<OpenAttachment | undefined> {
  const { rows } = await ctx.db.query<Pick<StoredBody, 'sealed' | 'blob' | 'size'>>({
    name: 'read-attachment',
    text: sql,
    values: [
      hashToken(token),
      hashToken(session),
      ...releaseArguments({ ...client, sha256: attachment.sha256 }),
      attachment.part,
      range.from,
      range.to,
    ],
  });
  const stored = rows[0];
  if (!stored) return undefined;
  const { delivery, message, jwe } = body;
  const dataKey = await unwrapDataKey(ctx.keys, jwe, { message, delivery });
  const data = associatedData(message, attachment.part);
  const { sealed, blob } = stored;
  const bytes = sealed
    ? once(openBytes(dataKey, data, sealed).subarray(range.from, range.to))
    : openStream(dataKey, data, stored.size, (from, to) => ctx.blobs.read(blob!, from, to), range);
  return {
    delivery,
    attachment,
    bytes,
    ended: (sent, complete) =>
      recordSent(ctx, delivery, { part: attachment.part, from: range.from, bytes: sent, complete }),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

const details = "jsonb_build_object('part', $7::int, 'from', $8::bigint, 'to', $9::bigint)";
const sql = `
with ${recordingSql("'delivery.attachment_opened'", { opens: false, details })}
select p.sealed, p.blob, p.size
from recorded d join parts p on p.message_id = d.message_id and p.part = $7`;

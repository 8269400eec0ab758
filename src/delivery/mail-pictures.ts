import { unwrapDataKey } from '../envelope/index.ts';
import type { Attachment, Content } from '../message/content.ts';
import type { Context } from './context.ts';
import { openPart, type StoredBody } from './open-body.ts';

const inlineTotal = 20 * 1024 * 1024;

/** The pictures that a mail's HTML refers to, unsealed under the wrap that its body was opened with. */
export async function picturesOf(
  ctx: Context,
  { message, delivery, jwe }: Pick<StoredBody, 'message' | 'delivery' | 'jwe'>,
  content: Content,
): Promise<Map<string, string>> {
  const pictures = new Map<string, string>();
  const wanted = inlinePictures(content.html!, content.attachments);
  if (wanted.length === 0) return pictures;
  const dataKey = await unwrapDataKey(ctx.keys, jwe, { message, delivery });
  const { rows } = await ctx.db.query<Pick<StoredBody, 'sealed' | 'blob' | 'size'> & { part: number }>(
    'select part, sealed, blob, size from parts where message_id = $1 and part = any ($2)',
    [message, wanted.map((a) => a.part)],
  );
  for (const row of rows) {
    const picture = wanted.find((a) => a.part === row.part)!;
    const bytes = await openPart(ctx, dataKey, row.part, { message, ...row });
    pictures.set(picture.contentId!, `data:${picture.contentType};base64,${bytes.toString('base64')}`);
  }
  return pictures;
}

/** Raster pictures that the HTML refers to, up to 20 MiB together: SVG is a document, and is left a download. */
function inlinePictures(html: string, attachments: readonly Attachment[]): Attachment[] {
  if (!/cid:/i.test(html)) return [];
  let total = 0;
  return attachments.filter((a) => {
    if (!a.contentId || !raster.test(a.contentType) || total + a.size > inlineTotal) return false;
    total += a.size;
    return true;
  });
}

const raster = /^image\/(png|jpeg|gif|webp|bmp|avif)$/;

/**
 * The attachments that are no part of the text: all but the pictures that it shows. One that is referred to in a way
 * not seen here is listed as well, which is better than nowhere.
 */
export function besideText({ html, attachments }: Content): readonly Attachment[] {
  if (!html) return attachments;
  const within = html.toLowerCase();
  const shown = inlinePictures(html, attachments).filter(({ contentId }) =>
    // A URL may hold the Content-ID as it is or escaped (RFC 2392).
    [contentId!, encodeURIComponent(contentId!)].some((id) => within.includes(`cid:${id.toLowerCase()}`)),
  );
  return attachments.filter((each) => !shown.includes(each));
}

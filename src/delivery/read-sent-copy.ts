import type { Content } from '../message/content.ts';
import { isUuid } from '../message/ids.ts';
import type { Context } from './context.ts';
import { picturesOf } from './mail-pictures.ts';
import { reachOf, reachSql, type Viewer } from './message-access.ts';
import { openBody, type StoredBody } from './open-body.ts';
import type { HtmlBody } from './read-html.ts';

/** The sender's own copy of the content. `undefined`: its seal is gone, or the viewer may not read it. */
export async function openSentCopy(ctx: Context, viewer: Viewer, id: string): Promise<Content | undefined> {
  const row = await sentCopy(ctx, viewer, id);
  return row && openBody(ctx, row);
}

/** Its HTML with the inline pictures. `undefined`: also where it was written without. */
export async function readSentHtml(ctx: Context, viewer: Viewer, id: string): Promise<HtmlBody | undefined> {
  const row = await sentCopy(ctx, viewer, id);
  const content = row && (await openBody(ctx, row));
  if (!content?.html) return undefined;
  return { html: content.html, pictures: await picturesOf(ctx, row!, content) };
}

async function sentCopy(ctx: Context, viewer: Viewer, id: string): Promise<StoredBody | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await ctx.db.query<StoredBody>(
    `select m.id as message, null as delivery, b.sealed, b.blob, b.size, w.jwe
      from messages m join parts b on b.message_id = m.id and b.part = 0
        join wraps w on w.message_id = m.id and w.delivery_id is null
      where m.id = $1 and ${reachSql(2)}`,
    [id, ...reachOf(viewer, 'content')],
  );
  return rows[0];
}

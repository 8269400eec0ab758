import type { Content } from '../../message/content.ts';
import { isUuid } from '../../message/ids.ts';
import type { Context } from '../context.ts';
import type { Replying } from './find-replying.ts';
import { openReply, type StoredReply } from './open-reply.ts';

export interface OwnReply extends StoredReply {
  readonly sentAt: string;
  readonly readAt: string | null;
  readonly mailedAt: string | null;
  readonly content: Content;
}

/** The recipient's own copy of an answer. It is their own words, so reading it is no event. `undefined`: no such answer. */
export async function readOwnReply(
  ctx: Context,
  { delivery }: Replying,
  id: string,
): Promise<OwnReply | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await ctx.db.query<Omit<OwnReply, 'content'>>(
    `select id, jwe, sent_at as "sentAt", read_at as "readAt", mailed_at as "mailedAt" from replies
      where id = $1 and delivery_id = $2 and sent_at is not null`,
    [id, delivery],
  );
  return rows[0] && { ...rows[0], content: await openReply(ctx, rows[0]) };
}

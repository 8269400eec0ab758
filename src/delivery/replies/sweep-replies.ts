import type { Context } from '../context.ts';
import { forgetDrafts } from './forget-replies.ts';
import { dropUpload } from './remove-upload.ts';
import { replyLimits } from './reply-limits.ts';

/** Removes files that stopped coming, and drafts whose delivery's time is over. Their blobs are swept with the others. */
export async function sweepReplies(ctx: Context): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string; reply: string; part: number }>(
      `select id, reply_id as reply, part from reply_uploads
        where not whole and touched_at < now() - interval '${replyLimits.idleDays} days' limit 200
        for update skip locked`,
    );
    for (const upload of rows) await dropUpload(tx, upload);
  });
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `select d.id from replies r join deliveries d on d.id = r.delivery_id
        where r.sent_at is null and d.expires_at <= now() limit 200 for no key update of d skip locked`,
    );
    await forgetDrafts(
      tx,
      rows.map(({ id }) => id),
    );
  });
}

import type { Context } from '../context.ts';
import { enqueueJob } from '../enqueue-job.ts';
import type { Tagged } from './answer-tag.ts';

/** The mail that brought an answer came back undelivered: the plain notice goes in its place, once. */
export async function replyCameBack(ctx: Context, { reply, person }: Tagged): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ delivery: string }>(
      `update replies set mailed_at = null where id = $1 and mailed_at is not null returning delivery_id as delivery`,
      [reply],
    );
    if (!rows[0]) return;
    await enqueueJob(tx, {
      kind: 'reply_notice',
      payload: { reply, delivery: rows[0].delivery, to: 'person', person, why: 'refused' },
    });
  });
  ctx.wake();
}

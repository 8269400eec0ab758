import type { Context } from './context.ts';
import { forgetExports } from './forget-exports.ts';
import { forgetTraces } from './forget-traces.ts';
import type { Handler } from './job-types.ts';

/**
 * After something of a message was erased: deletes its blobs, and what was passed over or added by work that was being
 * done at that moment, until no such work is left. Every step may be repeated.
 */
export const eraseLeftovers =
  (ctx: Context): Handler =>
  async (job, finish) => {
    const message = job.payload.message as string;
    await forgetExports(ctx.db, message);
    const { rows: blobs } = await ctx.db.query<{ key: string }>(
      `select key from staged_blobs where staged_at = '-infinity' limit 1000`,
    );
    for (const { key } of blobs) {
      await ctx.blobs.delete(key);
      await ctx.db.query('delete from staged_blobs where key = $1', [key]);
    }
    const running = await ctx.db.transaction(async (tx) => {
      const { rows } = await tx.query<{ id: string }>(
        `select id from deliveries where message_id = $1 and status = 'erased'`,
        [message],
      );
      const left = await forgetTraces(
        tx,
        rows.map(({ id }) => id),
      );
      if (left === 0) await finish(tx);
      return left;
    });
    if (running > 0) return { because: 'work on what was erased is still being done' };
    return undefined;
  };

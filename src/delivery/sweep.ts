import type { Context } from './context.ts';
import type { Handler } from './job-types.ts';
import { limits } from './limits.ts';

/** Removes what has served its time: abandoned uploads, dead sessions, codes, budgets and remembered answers. */
export const sweep =
  (ctx: Context): Handler =>
  async () => {
    const { rows } = await ctx.db.query<{ key: string }>(
      `select key from staged_blobs where staged_at < now() - interval '24 hours' limit 1000`,
    );
    for (const { key } of rows) {
      await ctx.blobs.delete(key);
      await ctx.db.query('delete from staged_blobs where key = $1', [key]);
    }
    await ctx.db.query(
      `delete from recipient_sessions where last_seen_at < now() - make_interval(mins => ${limits.sessionMinutes})`,
    );
    await ctx.db.query("delete from staff_sessions where last_seen_at < now() - interval '8 hours'");
    await ctx.db.query('update codes set sealed = null where sealed is not null and expires_at < now()');
    await ctx.db.query("delete from codes where expires_at < now() - interval '30 days'");
    await ctx.db.query("delete from budgets where window_start < now() - interval '2 days'");
    await ctx.db.query("delete from idempotency_keys where created_at < now() - interval '24 hours'");
    await ctx.db.query("delete from sign_in_links where expires_at < now() - interval '30 days'");
    await ctx.db.query("delete from job_slots where planned_at < now() - interval '7 days'");
  };

import type { Context } from './context.ts';
import { ageFailureCounts } from './count-failures.ts';
import type { Handler } from './job-types.ts';
import { limits } from './limits.ts';
import { sweepPasskeys } from './returning/forget-passkeys.ts';
import { sweepReplies } from './replies/sweep-replies.ts';
import { idleMinutes, longestHours, pendingMinutes } from './staff-session-limits.ts';

/** Removes what has served its time: abandoned uploads, dead sessions, codes, failures, budgets, remembered answers, looks. */
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
    await sweepReplies(ctx);
    await ctx.db.query(
      `delete from recipient_sessions where last_seen_at < now() - make_interval(mins => ${limits.sessionMinutes})`,
    );
    await sweepPasskeys(ctx.db);
    await ctx.db.query('delete from acknowledgement_drafts where expires_at < now()');
    await sweepStaff(ctx);
    await ctx.db.query('update codes set sealed = null where sealed is not null and expires_at < now()');
    await ctx.db.query("delete from codes where expires_at < now() - interval '30 days'");
    await sweepMailboxes(ctx);
    await ctx.db.query("delete from ladder_attempts where created_at < now() - interval '30 days'");
    // They name people. Those that nobody has dealt with stay.
    await ctx.db.query("delete from failures where closed_at < now() - interval '30 days'");
    await ageFailureCounts(ctx);
    await ctx.db.query("delete from budgets where window_start < now() - interval '2 days'");
    await ctx.db.query("delete from idempotency_keys where created_at < now() - interval '24 hours'");
    await ctx.db.query("delete from sign_in_links where expires_at < now() - interval '30 days'");
    await ctx.db.query("delete from job_slots where planned_at < now() - interval '7 days'");
  };

/** A link takes its codes and sessions along. */
async function sweepMailboxes({ db }: Context): Promise<void> {
  await db.query('delete from mailbox_links where expires_at < now()');
  await db.query('update mailbox_codes set sealed = null where sealed is not null and expires_at < now()');
  await db.query("delete from mailbox_codes where expires_at < now() - interval '1 day'");
  await db.query(
    `delete from mailbox_sessions where last_seen_at < now() - make_interval(mins => ${limits.sessionMinutes})`,
  );
}

/** Used recovery codes stay: whoever types one again is told that it was used. */
async function sweepStaff({ db }: Context): Promise<void> {
  await db.query(
    `delete from staff_sessions where last_seen_at < now() - make_interval(mins => ${idleMinutes})
      or created_at < now() - make_interval(hours => ${longestHours})
      or (pending and created_at < now() - make_interval(mins => ${pendingMinutes}))`,
  );
  await db.query('delete from passkey_challenges where expires_at < now()');
  await db.query('delete from oidc_sign_ins where expires_at < now()');
  await db.query('delete from eid_requests where expires_at < now()');
  await db.query(
    "delete from totp_secrets where confirmed_at is null and created_at < now() - interval '24 hours'",
  );
  await db.query('delete from looks where until < now()');
  // With their rows, which could undo them until now.
  await db.query("delete from contact_imports where created_at < now() - interval '30 days'");
}

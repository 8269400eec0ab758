import type { Context } from './context.ts';
import { hashToken } from './link-token.ts';

/** Ends a recipient's session on every delivery that it opened. */
export async function signOut(ctx: Context, session: string): Promise<void> {
  await ctx.db.query('delete from recipient_sessions where id_hash = $1', [hashToken(session)]);
}

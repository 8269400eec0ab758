import { epochDay, epochGone } from '../envelope/index.ts';
import type { Context } from './context.ts';

/**
 * From when on, ISO 8601 UTC, no backup that was made before `since` (ISO 8601; absent: now) opens what was destroyed at that
 * moment: its seal lay under the key of that day or of an earlier one, and lives in backups alone, which keep no key
 * from being destroyed. Throws `Unavailable('keys')`.
 */
export async function backupsDeadAt(ctx: Context, since?: string): Promise<string> {
  const newest = epochDay((await ctx.keys.current()).kid);
  const today = new Date().toISOString().slice(0, 10);
  // A clock that had jumped ahead left a key of a later day, which seals until that day is over.
  const day = since === undefined || newest > today ? newest : since.slice(0, 10);
  return epochGone(day, ctx.settings.restoreDays);
}

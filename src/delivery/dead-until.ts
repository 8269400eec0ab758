import type { Context } from './context.ts';

/** When, ISO 8601 UTC, no backup that was made before now can be opened any more. */
export async function backupsDeadAt(_ctx: Context): Promise<string> {
  return new Date(Date.now() + 8 * 86_400_000).toISOString();
}

import { epochDay, epochEnd, epochSettled } from '../envelope/index.ts';
import type { Context } from './context.ts';
import { holdersOf } from './sealed-places.ts';
import { lastBatch, readBatch } from './tombstone-batches.ts';

export interface EpochState {
  readonly keys: number;
  /** Days of the oldest and the newest key, YYYY-MM-DD. */
  readonly oldest: string;
  readonly newest: string;
  /** A backup that was made since then can be read wholly, in milliseconds. */
  readonly readableSince: number;
  /** Keys whose days have been over for a day or longer, and the tables that hold what lies under them still. */
  readonly held: readonly { readonly kid: string; readonly by: readonly string[] }[];
  /** Destroyed seals that are not yet written beside the database. */
  readonly unwritten: number;
  /** The blobs know of destroyed seals that the database does not: a backup was restored. */
  readonly isBehind: boolean;
}

/** How the keys, and what was destroyed, stand at a moment in milliseconds. Throws `Unavailable`. */
export async function readEpochState(ctx: Context, now: number): Promise<EpochState> {
  const { kid: newest } = await ctx.keys.current();
  const kids = await ctx.keys.list();
  const late = kids.filter((kid) => now >= epochEnd(epochDay(kid), ctx.settings.restoreDays + 1));
  const { rows } = await ctx.db.query<{ unwritten: number }>(
    `select count(*)::int as unwritten from tombstones t
      where batch is null or exists (select from tombstone_batches b where b.number = t.batch and b.state = 'staged')`,
  );
  const days = kids.map(epochDay);
  return {
    keys: kids.length,
    oldest: days[0]!,
    newest: epochDay(newest),
    readableSince: epochSettled(days[0]!),
    held: await Promise.all(late.map(async (kid) => ({ kid, by: await holdersOf(ctx.db, kid) }))),
    unwritten: rows[0]!.unwritten,
    isBehind: (await readBatch(ctx, (await lastBatch(ctx.db)) + 1)) !== undefined,
  };
}

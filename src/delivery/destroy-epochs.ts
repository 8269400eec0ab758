import { epochDay, epochEnd } from '../envelope/index.ts';
import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import type { Handler } from './job-types.ts';
import { holdersOf } from './sealed-places.ts';

/** The destruction of epoch keys: one at a time. */
const lock = 0x5e91_000d;

/**
 * Destroys the keys whose days are over and under which nothing lies any more: what was destroyed while they were in use
 * is then gone from the backups too. A key that something still lies under is kept, and the doctor says what it is. A
 * process whose clock is ahead of the database's does not destroy earlier.
 */
export const destroyEpochs =
  (ctx: Context, now: () => number = Date.now): Handler =>
  async () => {
    const { kid: current } = await ctx.keys.current();
    const { rows } = await ctx.db.query<{ now: number }>(
      'select extract(epoch from clock_timestamp())::float8 * 1000 as now',
    );
    const at = Math.min(now(), rows[0]!.now);
    for (const kid of await ctx.keys.list()) {
      if (kid === current || at < epochEnd(epochDay(kid), ctx.settings.restoreDays)) continue;
      if ((await holdersOf(ctx.db, kid)).length === 0) await destroyEpoch(ctx, kid);
    }
  };

/** The event's commit follows the destruction: what the evidence says has happened. */
const destroyEpoch = (ctx: Context, kid: string): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${lock})`);
    if (!(await ctx.keys.list()).includes(kid)) return;
    await recordPlainEvent(tx, { type: 'epoch.destroyed', actor: segl(ctx), details: { kid } });
    await ctx.keys.destroy(kid);
  });

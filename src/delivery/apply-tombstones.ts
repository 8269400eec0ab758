import type { Queryable } from '../evidence/ports.ts';
import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import { segl } from './actors.ts';
import { again } from './again.ts';
import type { Context } from './context.ts';
import { destroyAgain } from './destroy-again.ts';
import { raiseAlarm } from './raise-alarm.ts';
import {
  batchText,
  lastBatch,
  ownBatch,
  readBatch,
  type Tombstone,
  tombstoneLock,
} from './tombstone-batches.ts';

/**
 * Makes a database that was set back forget again what was destroyed since: batches of tombstones that lie in the blobs
 * and are not known here are applied, each in one transaction. Where there was any, it is an event, and an alarm. To be
 * repeated after any error; of processes that start at once one does it. Throws `Unavailable`.
 */
export async function applyTombstones(ctx: Context): Promise<void> {
  await giveNumbersBack(ctx);
  for (;;) {
    const number = (await lastBatch(ctx.db)) + 1;
    const tombstones = await readBatch(ctx, number);
    if (!tombstones) break;
    await again(() => ctx.db.transaction((tx) => applyBatch(ctx, tx, number, tombstones)));
  }
  await tell(ctx);
  await stageLost(ctx);
}

/**
 * A database that was set back gives its next tombstones numbers under which the blobs hold others already: these come
 * first, and ours get new ones.
 */
async function giveNumbersBack(ctx: Context): Promise<void> {
  const { rows } = await ctx.db.query<{ number: number }>(
    `select number::int as number from tombstone_batches where state = 'staged' order by number`,
  );
  for (const { number } of rows) {
    const there = await readBatch(ctx, number);
    if (!there || batchText(there) === (await ownBatch(ctx.db, number))) continue;
    await ctx.db.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(${tombstoneLock})`);
      await tx.query(
        `with back as (delete from tombstone_batches where number >= $1 and state = 'staged' returning number)
          update tombstones set batch = null where batch in (select number from back)`,
        [number],
      );
    });
    return;
  }
}

async function applyBatch(
  ctx: Context,
  tx: Queryable,
  number: number,
  tombstones: readonly Tombstone[],
): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(${tombstoneLock})`);
  if ((await lastBatch(tx)) >= number) return;
  await tx.query(`insert into tombstone_batches (number, state) values ($1, 'restored')`, [number]);
  await tx.query(
    `insert into tombstones (wrap, message, delivery, kind, at, batch)
      select *, $6 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[])`,
    [
      tombstones.map(({ wrap }) => wrap),
      tombstones.map(({ message }) => message),
      tombstones.map(({ delivery }) => delivery),
      tombstones.map(({ kind }) => kind),
      tombstones.map(({ at }) => at),
      number,
    ],
  );
  const byMessage = Map.groupBy(tombstones, ({ message }) => message);
  for (const message of [...byMessage.keys()].sort()) {
    await destroyAgain(ctx, tx, message, byMessage.get(message)!);
  }
}

/** With the note that it was told, so that it is told once. */
async function tell(ctx: Context): Promise<void> {
  const { rows } = await ctx.db.query("select from tombstone_batches where state = 'restored' limit 1");
  if (rows.length === 0) return;
  await ctx.db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${tombstoneLock})`);
    const { rows: told } = await tx.query<{ count: number }>(
      `with told as (update tombstone_batches set state = 'written' where state = 'restored' returning number)
        select count(*)::int as count from tombstones where batch in (select number from told)`,
    );
    const count = told[0]!.count;
    if (count === 0) return;
    await recordPlainEvent(tx, { type: 'tombstones.applied', actor: segl(ctx), details: { count } });
    await raiseAlarm(tx, { about: 'restored', subject: null, facts: { count } });
  });
  ctx.wake();
}

/** Blobs that were set back, or exchanged, have lost the newest batches: they are written again. */
async function stageLost(ctx: Context): Promise<void> {
  for (let number = await lastBatch(ctx.db); number > 0; number -= 1) {
    const { rows } = await ctx.db.query<{ state: string }>(
      'select state from tombstone_batches where number = $1',
      [number],
    );
    if (rows[0]?.state !== 'written') continue;
    if (await readBatch(ctx, number)) return;
    await ctx.db.query(`update tombstone_batches set state = 'staged' where number = $1`, [number]);
  }
}

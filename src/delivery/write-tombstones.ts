import { Fatal, Unavailable } from '../message/refusals.ts';
import type { Context } from './context.ts';
import type { Handler } from './job-types.ts';
import { applyTombstones } from './apply-tombstones.ts';
import { batchKey, batchText, lastBatch, ownBatch, readBatch, tombstoneLock } from './tombstone-batches.ts';

const most = 1000;

/**
 * Writes what was destroyed beside the database too: a batch is given its number and its tombstones in one commit, then its
 * object is written, then noted as written. Whoever ends in between is followed by the same steps, and of two who write
 * the same batch one is first. Before that it looks whether the blobs know more than the database, which was set back then
 * while Segl ran.
 */
export const writeTombstones =
  (ctx: Context): Handler =>
  async () => {
    try {
      await applyTombstones(ctx);
      for (;;) {
        const number = (await unwritten(ctx)) ?? (await stage(ctx));
        if (number === undefined) return;
        await write(ctx, number);
      }
    } catch (error) {
      // The next period's turn tries again, and the doctor says how many wait.
      if (!(error instanceof Unavailable && error.part === 'blobs')) throw error;
    }
  };

async function unwritten({ db }: Context): Promise<number | undefined> {
  const { rows } = await db.query<{ number: number }>(
    `select number::int as number from tombstone_batches where state = 'staged' order by number limit 1`,
  );
  return rows[0]?.number;
}

async function stage({ db }: Context): Promise<number | undefined> {
  const { rows } = await db.query('select from tombstones where batch is null limit 1');
  if (rows.length === 0) return undefined;
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${tombstoneLock})`);
    const number = (await lastBatch(tx)) + 1;
    const { count } = await tx.query(
      `update tombstones set batch = $1 where position in
        (select position from tombstones where batch is null order by position limit ${most})`,
      [number],
    );
    if (count === 0) return undefined;
    await tx.query(`insert into tombstone_batches (number, state) values ($1, 'staged')`, [number]);
    return number;
  });
}

async function write(ctx: Context, number: number): Promise<void> {
  const text = await ownBatch(ctx.db, number);
  try {
    await ctx.blobs.put(batchKey(number), once(Buffer.from(text)));
  } catch (error) {
    // Somebody else wrote it, or we did and were not told. Another than ours is found out at the next turn.
    if (!(error instanceof Fatal)) throw error;
    const there = await readBatch(ctx, number);
    if (!there || batchText(there) !== text) throw error;
  }
  await ctx.db.query(
    `update tombstone_batches set state = 'written' where number = $1 and state = 'staged'`,
    [number],
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

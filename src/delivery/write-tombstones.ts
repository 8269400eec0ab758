import { Fatal, Unavailable } from '../message/refusals.ts';
import type { Context } from './context.ts';
import type { Handler } from './job-types.ts';
import {
  batchKey,
  batchText,
  lastBatch,
  readBatch,
  type Tombstone,
  tombstoneLock,
} from './tombstone-batches.ts';

const most = 1000;

/**
 * Writes what was destroyed beside the database too: a batch is given its number and its tombstones in one commit, then its
 * object is written, then noted as written. Whoever ends in between is followed by the same steps, and of two who write
 * the same batch one is first.
 */
export const writeTombstones =
  (ctx: Context): Handler =>
  async () => {
    try {
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
  const { rows } = await ctx.db.query<Tombstone>(
    `select wrap, message, delivery, kind, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
      from tombstones where batch = $1 order by position`,
    [number],
  );
  const text = batchText(rows);
  try {
    await ctx.blobs.put(batchKey(number), once(Buffer.from(text)));
  } catch (error) {
    if (!(error instanceof Fatal)) throw error;
    const there = await readBatch(ctx, number);
    if (!there || batchText(there) !== text) {
      throw new Fatal(
        `The blob ${batchKey(number)} holds other things than this database: a backup was restored while Segl ran. Start it again.`,
      );
    }
  }
  await ctx.db.query(
    `update tombstone_batches set state = 'written' where number = $1 and state = 'staged'`,
    [number],
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

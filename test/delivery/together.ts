import type { Context } from '../../src/delivery/context.ts';
import type { Database } from '../../src/evidence/ports.ts';
import { until } from '../doors/rest/support/rest.ts';
import type { TestDatabase } from '../support/database.ts';

export function signal(): [Promise<void>, () => void] {
  const { promise, resolve } = Promise.withResolvers<void>();
  return [promise, resolve];
}

/** A context where every commit of something that was changed or locked waits for `let go`. */
function holding(ctx: Context): { ctx: Context; reached: Promise<void>; letGo: () => void } {
  const [reached, arrive] = signal();
  const [gate, letGo] = signal();
  const held: Database = {
    ...ctx.db,
    query: (text, values) => held.transaction((tx) => tx.query(text, values)) as never,
    transaction: (work) =>
      ctx.db.transaction(async (tx) => {
        const result = await work(tx);
        const { rows } = await tx.query<{ xid: string | null }>(
          'select pg_current_xact_id_if_assigned() as xid',
        );
        if (rows[0]!.xid === null) return result;
        arrive();
        await gate;
        return result;
      }),
  };
  return { ctx: { ...ctx, db: held }, reached, letGo };
}

/** Does one thing up to its commit, begins the other, lets both end. Nobody waits for the other for ever. */
export async function together(
  db: TestDatabase,
  whole: Context,
  first: (ctx: Context) => Promise<unknown>,
  second: (ctx: Context) => Promise<unknown>,
): Promise<PromiseSettledResult<unknown>[]> {
  const { ctx, reached, letGo } = holding(whole);
  const one = first(ctx);
  await Promise.race([reached, one.catch(() => undefined)]);
  let settled = false;
  const two = second(whole);
  void two.then(
    () => (settled = true),
    () => (settled = true),
  );
  await until('it waits, or is through', async () => settled || (await isWaiting(db)));
  letGo();
  return Promise.allSettled([one, two]);
}

async function isWaiting({ owner }: TestDatabase): Promise<boolean> {
  const { count } = await owner.query(
    `select from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where not l.granted and a.datname = current_database()`,
  );
  return count > 0;
}

import type { Database, Queryable } from '../ports.ts';

/** Runs reading work on the database as it is at one moment. */
export const inSnapshot = <Result>(db: Database, work: (tx: Queryable) => Promise<Result>): Promise<Result> =>
  db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    return work(tx);
  });

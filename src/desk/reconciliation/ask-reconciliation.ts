import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../delivery/context.ts';
import { enqueueJob } from '../../delivery/enqueue-job.ts';

/** Of PostgreSQL's advisory locks: counts are asked for, and kept, one after the other. */
export const countsLock = 0x5e91_000e;

/** Has the evidence counted now, in the background, and gives the id of that count: of one that waits, where there is one. */
export async function askReconciliation(ctx: Context): Promise<string> {
  const id = await ctx.db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [countsLock]);
    const { rows } = await tx.query<{ id: string }>(
      `select payload ->> 'reconciliation' as id from jobs
        where kind = 'reconcile' and payload ? 'reconciliation' and dead_at is null limit 1`,
    );
    if (rows[0]) return rows[0].id;
    const fresh = uuidv7();
    await tx.query('insert into reconciliations (id) values ($1)', [fresh]);
    await enqueueJob(tx, { kind: 'reconcile', payload: { reconciliation: fresh } });
    return fresh;
  });
  ctx.wake();
  return id;
}

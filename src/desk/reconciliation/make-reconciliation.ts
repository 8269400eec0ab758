import { v7 as uuidv7 } from 'uuid';
import { segl } from '../../delivery/actors.ts';
import type { Context } from '../../delivery/context.ts';
import type { DeadHandler, Handler } from '../../delivery/job-types.ts';
import { raiseAlarm } from '../../delivery/raise-alarm.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import { countsLock } from './ask-reconciliation.ts';
import { countEvidence, type Sums } from './count-evidence.ts';

/** Counts the evidence once a day, and whenever somebody asks. */
export const reconcile =
  (ctx: Context): Handler =>
  async (job, finish) => {
    const asked = job.payload.reconciliation;
    if (typeof asked === 'string') return void (await makeReconciliation(ctx, asked, finish));
    // Where nothing was ever sent there is nothing to say.
    const { rows } = await ctx.db.query('select from messages limit 1');
    if (rows.length > 0) await makeReconciliation(ctx, uuidv7(), finish);
  };

/** Nobody waits any longer for a count that was given up. */
export const reconcileDied = (): DeadHandler => async (job, tx) => {
  await tx.query('delete from reconciliations where id = $1 and made_at is null', [
    job.payload.reconciliation ?? null,
  ]);
};

/**
 * Counts the evidence, keeps what was found, and records it. Where something differs, compliance is told: at once, and
 * once in a day of the same.
 */
export async function makeReconciliation(
  ctx: Context,
  id: string = uuidv7(),
  finish: (tx: Queryable) => Promise<void> = async () => undefined,
): Promise<Sums> {
  await ctx.db.query('insert into reconciliations (id) values ($1) on conflict do nothing', [id]);
  const sums = await countEvidence(ctx.db, async (counted, total) => {
    await ctx.db.query('update reconciliations set counted = $2, total = $3 where id = $1', [
      id,
      counted,
      total,
    ]);
  });
  await ctx.db.transaction(async (tx) => {
    await finish(tx);
    const isNews = sums.differences > 0 && !(await wasTold(tx, sums));
    await keep(tx, id, sums);
    const { messages, deliveries, differences } = sums;
    await recordPlainEvent(tx, {
      type: 'reconciliation.made',
      actor: segl(ctx),
      details: { messages, deliveries, differences },
    });
    if (isNews) await raiseAlarm(tx, { about: 'sums_differ', subject: null, facts: { count: differences } });
  });
  ctx.wake();
  return sums;
}

async function wasTold(tx: Queryable, { findings }: Sums): Promise<boolean> {
  // One after the other: two at once would each tell of the same.
  await tx.query('select pg_advisory_xact_lock($1)', [countsLock]);
  const { rows } = await tx.query(
    `select from reconciliations where made_at > clock_timestamp() - interval '23 hours' and findings = $1::jsonb limit 1`,
    [JSON.stringify(findings)],
  );
  return rows.length > 0;
}

async function keep(tx: Queryable, id: string, sums: Sums): Promise<void> {
  await tx.query(
    `update reconciliations set made_at = clock_timestamp(), counted = $3, total = $3, messages = $2, deliveries = $3, states = $4,
        differences = $5, findings = $6 where id = $1`,
    [
      id,
      sums.messages,
      sums.deliveries,
      JSON.stringify(sums.states),
      sums.differences,
      JSON.stringify(sums.findings),
    ],
  );
  // What was begun long before and never came to an end is nobody's any more.
  await tx.query(
    `delete from reconciliations where made_at is null and asked_at < clock_timestamp() - interval '2 days'`,
  );
}

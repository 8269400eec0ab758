import { type WorkCalendar, workCalendar } from '../../message/working-time.ts';
import type { Context } from '../context.ts';
import type { Handler } from '../job-types.ts';
import { enterNotices } from './enter-notices.ts';
import { planStep } from './plan-step.ts';
import { type Ladder, readLadder } from './read-ladder.ts';
import { takeStep } from './take-step.ts';

const batch = 500;

/** What follows where a message stays unread, as the policy says: looks what is due, and does it. */
export const climbLadder =
  (ctx: Context): Handler =>
  async () => {
    const { rows } = await ctx.db.query<{ now: string }>('select now() as now');
    await climb(ctx, new Date(rows[0]!.now));
    ctx.wake();
  };

/** The same as of a moment. Where one delivery's step fails, the others' are taken first. */
export async function climb(ctx: Context, now: Date): Promise<void> {
  const ladder = await readLadder(ctx.db);
  await enterNotices(ctx, ladder !== undefined);
  if (!ladder) return;
  const calendar = workCalendar(ctx.settings.country, ctx.settings.timeZone);
  while ((await planSome(ctx, ladder, calendar)) === batch);
  await takeDue(ctx, calendar, now);
}

/** Plans anew what was planned by an earlier decision, or by none: steps that were taken stay taken. */
const planSome = (ctx: Context, { decision, steps }: Ladder, calendar: WorkCalendar): Promise<number> =>
  ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string; startedAt: string; climbed: number; expiresAt: string }>(
      `select l.delivery_id as id, l.started_at as "startedAt", l.climbed, d.expires_at as "expiresAt"
        from ladder l join deliveries d on d.id = l.delivery_id where l.decision < $1
        order by l.decision, l.delivery_id limit ${batch} for update of l skip locked`,
      [decision],
    );
    const dues = rows.map(({ startedAt, climbed, expiresAt }) =>
      planStep(
        steps,
        { startedAt: new Date(startedAt), climbed, expiresAt: new Date(expiresAt) },
        calendar,
      ).toISOString(),
    );
    await tx.query(
      `update ladder l set due_at = planned.due, decision = $3
        from unnest($1::uuid[], $2::timestamptz[]) as planned (id, due) where l.delivery_id = planned.id`,
      [rows.map(({ id }) => id), dues, decision],
    );
    return rows.length;
  });

/** Each due delivery once, in the order in which they came due. */
async function takeDue(ctx: Context, calendar: WorkCalendar, now: Date): Promise<void> {
  const failures: unknown[] = [];
  let [after, id] = ['-infinity', '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const { rows } = await ctx.db.query<{ id: string; due: string }>(
      `select delivery_id as id, due_at as due from ladder
        where due_at <= $1 and (due_at, delivery_id) > ($2::timestamptz, $3::uuid)
        order by due_at, delivery_id limit ${batch}`,
      [now.toISOString(), after, id],
    );
    for (const row of rows) {
      try {
        await takeStep(ctx, calendar, row.id, now);
      } catch (error) {
        failures.push(error);
      }
    }
    if (rows.length < batch) break;
    [after, id] = [rows.at(-1)!.due, rows.at(-1)!.id];
  }
  if (failures.length > 0) throw failures[0];
}

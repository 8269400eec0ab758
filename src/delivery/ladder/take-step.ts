import type { Queryable } from '../../evidence/ports.ts';
import { recordEvent } from '../../evidence/record-event.ts';
import { isLive } from '../../message/statuses.ts';
import { addWorkingHours, type WorkCalendar } from '../../message/working-time.ts';
import { segl } from '../actors.ts';
import type { Context } from '../context.ts';
import { doStep, type Unread } from './do-step.ts';
import { nextStep, planStep } from './plan-step.ts';
import { readLadder } from './read-ladder.ts';

/**
 * Takes the step that is due for one delivery: in one transaction, under the delivery's lock, so that an opening or a recall
 * comes wholly before it, and then nothing happens, or wholly after it. Two workers take it once.
 */
export const takeStep = (ctx: Context, calendar: WorkCalendar, id: string, now: Date): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const delivery = await lockDelivery(tx, id);
    const rung = await lockRung(tx, id, now);
    if (!rung) return;
    const ladder = await readLadder(tx);
    const isOver = !delivery || delivery.isOpened || !isLive(delivery.status) || delivery.expiresAt <= now;
    if (!ladder || isOver) {
      await tx.query('delete from ladder where delivery_id = $1', [id]);
      return;
    }
    const plan = (climbed: number, due: Date) =>
      tx.query('update ladder set climbed = $2, due_at = $3, decision = $4 where delivery_id = $1', [
        id,
        climbed,
        due.toISOString(),
        ladder.decision,
      ]);
    const { climbed } = rung;
    const standing = { ...rung, expiresAt: delivery.expiresAt };
    // It waits for a person: reported, locked, held. Whatever becomes of that, it is looked at again.
    if (delivery.status !== 'sent' && delivery.status !== 'notified') {
      await plan(climbed, addWorkingHours(now, 1, calendar));
      return;
    }
    const step = nextStep(ladder.steps, climbed);
    const due = planStep(ladder.steps, standing, calendar);
    if (!step || due > now) {
      await plan(climbed, due);
      return;
    }
    const done = await doStep(ctx, tx, delivery, step.do, calendar, now);
    if (done.until) {
      await plan(climbed, done.until);
      return;
    }
    await recordEvent(tx, id, {
      type: 'delivery.escalated',
      actor: segl(ctx),
      details: { step: step.do, afterHours: step.afterHours, ...done.details },
    });
    const { afterHours } = step;
    await plan(afterHours, planStep(ladder.steps, { ...standing, climbed: afterHours }, calendar, now));
  });

async function lockDelivery(
  tx: Queryable,
  id: string,
): Promise<(Unread & { isOpened: boolean; expiresAt: Date }) | undefined> {
  const { rows } = await tx.query<Unread & { isOpened: boolean; expiresAt: string }>({
    name: 'lock-unread',
    text: `select id, status, phone, opened_seq is not null as "isOpened", expires_at as "expiresAt"
      from deliveries where id = $1 for no key update`,
    values: [id],
  });
  return rows[0] && { ...rows[0], expiresAt: new Date(rows[0].expiresAt) };
}

/** `undefined`: another worker has been here meanwhile. */
async function lockRung(
  tx: Queryable,
  id: string,
  now: Date,
): Promise<{ startedAt: Date; climbed: number } | undefined> {
  const { rows } = await tx.query<{ startedAt: string; climbed: number }>(
    `select started_at as "startedAt", climbed from ladder where delivery_id = $1 and due_at <= $2 for update`,
    [id, now.toISOString()],
  );
  return rows[0] && { startedAt: new Date(rows[0].startedAt), climbed: rows[0].climbed };
}

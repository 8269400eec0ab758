import { randomUUID } from 'node:crypto';
import { climb } from '../../src/delivery/ladder/climb-ladder.ts';
import { setPolicy } from '../../src/desk/policy.ts';
import { defaultPolicy, type LadderStep } from '../../src/message/policy.ts';
import { addWorkingHours, workCalendar } from '../../src/message/working-time.ts';
import type { Portal } from '../support/portal.ts';

export const calendar = workCalendar('DK', 'Europe/Copenhagen');

/** Puts a ladder in force, or takes it away where there are no steps. */
export const decide = (portal: Portal, steps: readonly LadderStep[]) =>
  setPolicy(
    portal.ctx,
    { kind: 'staff', id: randomUUID() },
    { ...defaultPolicy, ...(steps.length > 0 ? { ladder: { steps } } : {}) },
  );

let count = 0;

/** A notified delivery of its own, entered into the ladder. */
export async function unread(
  portal: Portal,
  phone: string | null = `+4521${String(100_000 + (count += 1))}`,
): Promise<{ id: string; message: string; email: string; phone: string; startedAt: Date }> {
  const email = `unread${(count += 1)}@example.com`;
  const sent = await portal.send({ to: [{ email, phone: phone ?? '+4521999999', language: 'en' }] });
  const { id } = sent.deliveries[0]!;
  if (phone === null) await portal.ctx.db.query('update deliveries set phone = null where id = $1', [id]);
  await portal.work();
  await climb(portal.ctx, new Date());
  const { rows } = await portal.ctx.db.query<{ at: string }>(
    'select started_at as at from ladder where delivery_id = $1',
    [id],
  );
  if (!rows[0]) throw new Error('not on the ladder');
  return { id, message: sent.id, email, phone: phone ?? '', startedAt: new Date(rows[0].at) };
}

/** The moment at which so many working hours have gone by. */
export const after = (from: Date, hours: number, moreMs = 0): Date =>
  new Date(addWorkingHours(from, hours, calendar).getTime() + moreMs);

export const escalations = async (portal: Portal, delivery: string) =>
  (await portal.events(delivery))
    .filter(({ type }) => type === 'delivery.escalated')
    .map(({ details: { attempt: _, ...details } }) => details);

import { v7 as uuidv7 } from 'uuid';
import type { Queryable } from '../../evidence/ports.ts';
import type { Details } from '../../evidence/record-event.ts';
import { isLandline } from '../../guard/phone-number.ts';
import type { LadderStepKind } from '../../message/policy.ts';
import { Refusal } from '../../message/refusals.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import { addWorkingHours, type WorkCalendar } from '../../message/working-time.ts';
import { type Budget, spend } from '../budgets.ts';
import { callFirst } from '../call-first.ts';
import type { Context } from '../context.ts';
import { enqueueJob } from '../enqueue-job.ts';
import { keyedNumber } from '../keyed-number.ts';
import { recordFailure } from '../record-failure.ts';
import { remindersOfDay } from '../remind-recipients.ts';
import { sendNotice } from '../send-notice.ts';
import { isPhoneTime, nextOfficeTime } from './phone-hours.ts';

export interface Unread {
  readonly id: string;
  readonly status: DeliveryStatus;
  readonly phone: string | null;
}

export type StepDone =
  /** What its event says besides the step; `skipped`: why it could not be done, so that the next one may follow. */
  | { readonly details: Details; readonly until?: undefined }
  /** Not now; nothing was done. */
  | { readonly until: Date };

/** Does one step, or commits the work that does it, in the caller's transaction, which has locked the delivery. */
export async function doStep(
  ctx: Context,
  tx: Queryable,
  delivery: Unread,
  step: LadderStepKind,
  calendar: WorkCalendar,
  now: Date,
): Promise<StepDone> {
  switch (step) {
    case 'reminder':
      return remind(ctx, tx, delivery);
    case 'sms':
    case 'call':
      return ring(ctx, tx, delivery, step, calendar, now);
    case 'phone_task':
      if (!delivery.phone) return { details: { skipped: 'no_phone' } };
      await recordFailure(tx, delivery.id, step);
      return { details: {} };
    case 'print_task':
      await recordFailure(tx, delivery.id, step);
      return { details: {} };
  }
}

async function remind(ctx: Context, tx: Queryable, { id }: Unread): Promise<StepDone> {
  if (!(await affords(tx, [remindersOfDay(id)]))) return { details: { skipped: 'budget_spent' } };
  await sendNotice(ctx, tx, id, true);
  return { details: {} };
}

/** A number that takes no SMS is called. */
async function ring(
  ctx: Context,
  tx: Queryable,
  { id, phone }: Unread,
  step: 'sms' | 'call',
  calendar: WorkCalendar,
  now: Date,
): Promise<StepDone> {
  if (!phone) return { details: { skipped: 'no_phone' } };
  if (!isPhoneTime(now, calendar)) return { until: nextOfficeTime(now, calendar) };
  const budgets = phoneBudgets(await keyedNumber(ctx, phone));
  if (!(await affords(tx, budgets))) return { until: addWorkingHours(now, 1, calendar) };
  const via = step === 'call' || isLandline(phone) || (await callFirst(tx, id)) ? 'call' : 'sms';
  const attempt = uuidv7();
  await tx.query('insert into ladder_attempts (id, delivery_id, via) values ($1, $2, $3)', [
    attempt,
    id,
    via,
  ]);
  await enqueueJob(tx, { kind: 'ladder_phone', payload: { attempt, delivery: id } });
  return { details: { via, attempt } };
}

/** Apart from those of codes: what we start by ourselves never takes a code from somebody who waits for one. */
const phoneBudgets = (phone: string): Budget[] => [
  { scope: 'ladder/phone/day', subject: phone, limit: 10, windowMinutes: 24 * 60 },
  { scope: 'ladder/installation/hour', subject: '', limit: 10_000, windowMinutes: 60 },
];

async function affords(tx: Queryable, budgets: readonly Budget[]): Promise<boolean> {
  try {
    await spend(tx, budgets);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'budget_spent') return false;
    throw error;
  }
}

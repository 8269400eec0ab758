import type { LadderStep } from '../../message/policy.ts';
import { addWorkingHours, type WorkCalendar } from '../../message/working-time.ts';

/** Where a delivery stands on the ladder. */
export interface Rung {
  /** When its first notice was handed over. */
  readonly startedAt: Date;
  /** Working hours of the last step that was taken; 0: none. */
  readonly climbed: number;
  readonly expiresAt: Date;
}

/** The first step that was not taken yet. Steps below one that was taken are never made up for. */
export const nextStep = (steps: readonly LadderStep[], climbed: number): LadderStep | undefined =>
  steps.find(({ afterHours }) => afterHours > climbed);

/**
 * When the delivery is to be looked at again: for the next step, or when it expires. `taken`: a step was taken just then; the
 * next one leaves the recipient at least one working hour, even where it is long overdue.
 */
export function planStep(
  steps: readonly LadderStep[],
  { startedAt, climbed, expiresAt }: Rung,
  calendar: WorkCalendar,
  taken?: Date,
): Date {
  const next = nextStep(steps, climbed);
  if (!next) return expiresAt;
  const due = addWorkingHours(startedAt, next.afterHours, calendar);
  const earliest = taken && addWorkingHours(taken, 1, calendar);
  return earliest && earliest > due ? earliest : due;
}

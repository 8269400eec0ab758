/** What somebody is asked to do where a message stays unread, and what may come of it. */
export const taskOutcomes = {
  phone_task: ['reached', 'not_reached', 'wrong_number'],
  print_task: ['posted', 'not_needed'],
} as const;
export type TaskKind = keyof typeof taskOutcomes;
export type TaskOutcome = (typeof taskOutcomes)[TaskKind][number];

export const taskKinds = Object.keys(taskOutcomes) as readonly TaskKind[];

/** Why a step was not taken: there is no number; the day's or hour's share is used up. */
const skipped = ['no_phone', 'budget_spent'] as const;
/** What became of an SMS or a call. */
const rung = ['handed_over', 'delivered', 'failed', 'unknown'] as const;

/** What an event of the ladder says besides its step. */
export type LadderWord = TaskOutcome | (typeof skipped)[number] | (typeof rung)[number];

const words: readonly unknown[] = [...Object.values(taskOutcomes).flat(), ...skipped, ...rung];
export const isLadderWord = (value: unknown): value is LadderWord => words.includes(value);

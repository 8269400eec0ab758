import { Refusal } from '../../message/refusals.ts';

/** What is wrong with a field, as forms say it: the `problem` beside the `field` of the refusal. */
export const fieldProblems = [
  'missing',
  'too_long',
  'unknown',
  'no_time',
  'no_day',
  'future',
  'before_aware',
  'skipped_hour',
  'too_many',
  'open_tasks',
  'undecided',
  'unreported',
] as const;
export type FieldProblem = (typeof fieldProblems)[number];

export const invalidField = (field: string, problem: FieldProblem, sentence: string): Refusal =>
  new Refusal('invalid', sentence, { field, problem });

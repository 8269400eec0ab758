import type { FieldProblem } from '../../message/incidents.ts';
import { Refusal } from '../../message/refusals.ts';

/** `problem`: what a form says about the field. */
export const invalidField = (field: string, problem: FieldProblem, sentence: string): Refusal =>
  new Refusal('invalid', sentence, { field, problem });

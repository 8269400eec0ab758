import type { LandingError } from '../../../../views/models/recipient.ts';
import type { Refusal } from '../../../message/refusals.ts';

/** What a page says of a code that could not be sent or was not taken. */
export type CodeProblem =
  | { readonly kind: 'wrong_code'; readonly triesLeft: number }
  | { readonly kind: 'no_live_code' | 'code_format' | 'landline' }
  | { readonly kind: 'budget'; readonly minutes: number };

export function codeProblem({ code, facts }: Refusal): CodeProblem | undefined {
  switch (code) {
    case 'wrong_code':
      return { kind: 'wrong_code', triesLeft: Number(facts.triesLeft) };
    case 'no_live_code':
      return { kind: 'no_live_code' };
    case 'invalid':
      return { kind: facts.field === 'via' ? 'landline' : 'code_format' };
    case 'budget_spent':
      return { kind: 'budget', minutes: Number(facts.minutes) };
    default:
      return undefined;
  }
}

/** The same of what opens: it may be the delivery's access code, or a passkey. */
export function openingProblem(refusal: Refusal): LandingError | undefined {
  const { code, facts } = refusal;
  if (code === 'passkey_invalid') return { kind: 'passkey_invalid' };
  if (code === 'changed_meanwhile') return { kind: 'passkey_late' };
  if (facts.field !== 'accessCode') return codeProblem(refusal);
  if (code === 'wrong_code') return { kind: 'wrong_access_code', triesLeft: Number(facts.triesLeft) };
  return code === 'invalid' ? { kind: 'access_code_format' } : undefined;
}

export const statusOf = (problem: LandingError | undefined): number =>
  problem?.kind === 'budget' ? 429 : 422;

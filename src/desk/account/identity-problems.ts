import { Refusal, type RefusalCode, refusalCodes } from '../../message/refusals.ts';

/** Why a sign-in by the identity provider came to nothing, each told to the person in a sentence of its own. */
const codes = {
  /** The person turned back, or the provider turned them away. */
  denied: 'sign_in_failed',
  /** Too old, used already, or begun in another browser. */
  expired: 'sign_in_failed',
  /** The answer is not what this provider answers to what was asked. */
  failed: 'sign_in_failed',
  /** Times in the answer are off by more than a minute. */
  clock: 'sign_in_failed',
  /** Somebody was to prove again who they are, and was not asked. */
  stale: 'sign_in_failed',
  /** Somebody was to prove again who they are, and somebody else did. */
  other_person: 'sign_in_failed',
  away: 'identity_provider_away',
  no_role: 'no_role',
  /** An administrator closed the account. */
  closed: 'no_role',
  email_missing: 'sign_in_failed',
  /** The address belongs to somebody else here. */
  email_taken: 'sign_in_failed',
  /** The address belongs to somebody here, and the provider does not say that it is theirs. */
  email_unverified: 'sign_in_failed',
  often: 'budget_spent',
} as const satisfies Record<string, RefusalCode>;

export type IdentityProblem = keyof typeof codes;

/** Whom an identity is here, or why they are not let in. */
export type Admission = { readonly person: string } | { readonly problem: IdentityProblem };

/** `because`: a code for the log. */
export const identityRefusal = (problem: IdentityProblem, because: string = problem): Refusal =>
  new Refusal(codes[problem], undefined, { problem, because });

/** The problem of a refusal; `undefined`: it is of another kind. */
export function identityProblemOf(refusal: Refusal): IdentityProblem | undefined {
  if (refusal.code === 'budget_spent') return 'often';
  const { problem } = refusal.facts;
  return isIdentityProblem(problem) ? problem : undefined;
}

export const isIdentityProblem = (text: unknown): text is IdentityProblem =>
  typeof text === 'string' && Object.hasOwn(codes, text);

/** The status with which HTTP doors tell of it. */
export const statusOf = (problem: IdentityProblem): number => refusalCodes[codes[problem]].http;

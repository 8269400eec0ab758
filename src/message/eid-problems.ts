/** Why going to the eID provider came to nothing, each told to the person in a sentence of its own. */
export const eidProblems = [
  /** The person turned back, or the provider turned them away. */
  'cancelled',
  /** Too old, used already, or begun in another browser. */
  'late',
  /** The answer is not what this provider answers to what was asked. */
  'failed',
  'away',
  /** Somebody else signed in. */
  'differs',
  /** The provider said no identity number. */
  'no_number',
  /** What would be kept as proof holds the identity number. */
  'number_kept',
  /** The sender gave no identity to compare with. */
  'unknown',
  'often',
  /** Whoever has the session is a member of a shared mailbox: the identity that the sender gave is nobody's of them. */
  'member',
  /** What was to be signed was signed or declined meanwhile, or is not asked for any more. */
  'answered',
] as const;
export type EidProblem = (typeof eidProblems)[number];

export const isEidProblem = (text: unknown): text is EidProblem =>
  (eidProblems as readonly unknown[]).includes(text);

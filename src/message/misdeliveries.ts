/**
 * What a wrong recipient says. `domain`: nobody at this domain is meant; `left`: the person left the organisation; `phone`:
 * the phone number is not theirs any more.
 */
export const misdeliveryReasons = ['not_me', 'domain', 'died', 'left', 'phone'] as const;
export type MisdeliveryReason = (typeof misdeliveryReasons)[number];

export const isMisdeliveryReason = (text: unknown): text is MisdeliveryReason =>
  (misdeliveryReasons as readonly unknown[]).includes(text);

/** What a wrong recipient answers who was asked to delete what they had read. */
export const passedOnAnswers = ['no', 'yes', 'unknown'] as const;
export type PassedOn = (typeof passedOnAnswers)[number];

export const isPassedOn = (text: unknown): text is PassedOn =>
  (passedOnAnswers as readonly unknown[]).includes(text);

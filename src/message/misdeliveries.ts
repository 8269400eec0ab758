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

/** That a recipient was asked to delete what they had read, and what they answered; times as the events have them. */
export interface DeletionStory {
  readonly askedAt: string;
  readonly confirmedAt: string | null;
  /** Null: no answer yet. */
  readonly passedOn: PassedOn | null;
}

/** Of the events of one delivery, oldest first. Null: nobody was asked. */
export function deletionStoryOf(
  events: readonly {
    readonly type: string;
    readonly at: string;
    readonly details: Readonly<Record<string, unknown>>;
  }[],
): DeletionStory | null {
  const asked = events.find(({ type }) => type === 'delivery.deletion_asked');
  if (!asked) return null;
  const confirmed = events.find(({ type }) => type === 'delivery.deletion_confirmed');
  const passedOn = confirmed?.details.passedOn;
  return {
    askedAt: asked.at,
    confirmedAt: confirmed?.at ?? null,
    passedOn: isPassedOn(passedOn) ? passedOn : null,
  };
}

export const isPassedOn = (text: unknown): text is PassedOn =>
  (passedOnAnswers as readonly unknown[]).includes(text);

import { isStrength, type Strength } from '../message/acknowledgements.ts';
import type { EventType } from '../message/event-types.ts';
import type { DeliveryOverview } from './show-message.ts';
import type { MessageTerms } from './terms.ts';

/** What became of asking a recipient to sign. `at`: ISO 8601 UTC with microseconds. */
export interface AnswerState {
  readonly state: 'awaited' | 'signed' | 'declined' | 'missed';
  readonly method: Strength | null;
  readonly at: string | null;
  /** Why it was declined; null: not said, or not declined. */
  readonly words: string | null;
}

const states: Partial<Record<EventType, AnswerState['state']>> = {
  'delivery.acknowledged': 'signed',
  'delivery.declined': 'declined',
  'delivery.signature_missed': 'missed',
};

/**
 * Whether a recipient has signed, from the events alone. A signature counts whatever came after it; one that came late counts
 * too. Null: this recipient is not asked, or has nothing to sign.
 */
export function answerOf(
  terms: MessageTerms,
  { status, parted, timeline }: Pick<DeliveryOverview, 'status' | 'parted' | 'timeline'>,
): AnswerState | null {
  const neverSealed = timeline.some(
    ({ type }) => type === 'delivery.refused' || type === 'delivery.exempted',
  );
  if (terms.moment === null || parted?.for === 'reader' || neverSealed) return null;
  const given = timeline.findLast(
    ({ type }) => type === 'delivery.acknowledged' || type === 'delivery.declined',
  );
  const event = given ?? timeline.findLast(({ type }) => type === 'delivery.signature_missed');
  if (event) {
    const { method } = event.details;
    return {
      state: states[event.type]!,
      method: isStrength(method) ? method : null,
      at: event.at,
      words: event.words,
    };
  }
  const isOver = ['recalled', 'expired', 'erased', 'bounced'].includes(status);
  return isOver ? null : { state: 'awaited', method: null, at: null, words: null };
}

import { type ErasureReason, isErasureReason } from '../message/erasures.ts';
import { Refusal } from '../message/refusals.ts';
import { oneLine, visibleLength } from './look-at-message.ts';

/** Characters of the words at most. */
export const groundsLength = 500;

export interface ErasureGrounds {
  readonly reason: ErasureReason;
  /** On one line; '' where none were given. */
  readonly words: string;
}

/** Why something is erased, as it will be recorded. Refuses invalid (with the `field` to blame). */
export function readGrounds(given: {
  readonly reason: string;
  readonly words?: string | undefined;
}): ErasureGrounds {
  const { reason } = given;
  if (!isErasureReason(reason))
    throw new Refusal('invalid', 'Choose what the reason is.', { field: 'reason' });
  const words = oneLine(given.words ?? '');
  if ([...words].length > groundsLength) {
    throw new Refusal('invalid', `Say in at most ${groundsLength} characters why.`, { field: 'words' });
  }
  if (reason === 'other' && visibleLength(words) === 0) {
    throw new Refusal('invalid', 'Say in your own words why.', { field: 'words' });
  }
  return { reason, words };
}

import type { LookPage, LooksPages } from '../../../views/models/looks.ts';
import { at, id, type SamplesOf, signedInAs } from './common.ts';

export function looksSamples(word: string): SamplesOf<LooksPages> {
  const page: LookPage = {
    person: signedInAs(word),
    id,
    unit: word,
    sentAt: at,
    minutes: 15,
    least: 10,
    most: 500,
    kind: '',
    reason: '',
    error: null,
  };
  return {
    'desk-look': {
      first: page,
      'without-kind': { ...page, reason: word, error: 'kind' },
      'without-reason': { ...page, kind: 'incident', reason: word, error: 'reason' },
    },
  };
}

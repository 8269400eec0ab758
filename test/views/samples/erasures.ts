import type { ErasurePage, ErasuresPages } from '../../../views/models/erasures.ts';
import { at, id, otherId, type SamplesOf, signedInAs } from './common.ts';

export function erasuresSamples(word: string): SamplesOf<ErasuresPages> {
  const recipient = { id, email: word, name: word, status: 'notified', live: true, erased: false } as const;
  const gone = { id: otherId, email: '', name: null, status: 'erased', live: false, erased: true } as const;
  const page: ErasurePage = {
    person: signedInAs(word),
    id,
    from: word,
    sentAt: at,
    erased: false,
    recipients: [recipient, { ...recipient, id: otherId, name: null, status: 'expired', live: false }],
    most: 500,
    what: '',
    chosen: [],
    reason: '',
    words: '',
    error: null,
  };
  const filled = { ...page, chosen: [id], reason: 'other', words: word } as const;
  return {
    'desk-erasure': {
      first: page,
      'one-erased': { ...page, recipients: [recipient, gone] },
      'content-left': { ...page, recipients: [gone] },
      'nothing-left': { ...page, from: '', erased: true, recipients: [gone] },
      'without-what': { ...filled, error: 'what' },
      'without-recipients': { ...filled, what: 'recipients', chosen: [], error: 'recipients' },
      'without-reason': { ...filled, what: 'message', reason: '', error: 'reason' },
      'naming-somebody': { ...filled, what: 'recipients', error: 'words' },
      'not-sure': { ...filled, what: 'message', error: 'sure' },
    },
  };
}

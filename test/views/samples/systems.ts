import type { SystemsPages } from '../../../views/models/systems.ts';
import { id, type SamplesOf, signedInAs } from './common.ts';

export function systemsSamples(word: string): SamplesOf<SystemsPages> {
  const person = signedInAs(word);
  return {
    'desk-systems': {
      first: {
        person,
        rows: [],
        created: null,
        error: null,
        draft: { name: word, from: `\n${word}`, owner: word },
      },
      created: {
        person,
        created: { name: word, id, secret: word },
        error: null,
        draft: { name: '', from: '', owner: '' },
        rows: [
          { name: word, id, from: [word, word], owner: word, active: true },
          { name: word, id, from: [word], owner: null, active: false },
        ],
      },
      error: {
        person,
        rows: [],
        created: null,
        error: 'invalid',
        draft: { name: word, from: word, owner: word },
      },
    },
  };
}

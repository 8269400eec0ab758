import type { PeoplePages } from '../../../views/models/people.ts';
import { id, later, type SamplesOf, signedInAs, unitsOf } from './common.ts';
import { historySamples } from './history.ts';

export function peopleSamples(word: string): SamplesOf<PeoplePages> {
  const person = signedInAs(word);
  const units = unitsOf(word);
  const draft = { name: word, email: word, role: 'sender', unit: id } as const;
  return {
    ...historySamples(word),
    'desk-people': {
      first: {
        person,
        units,
        created: null,
        error: null,
        draft,
        rows: [
          { name: word, email: word, roles: ['sender', 'admin'], unit: word, signsIn: 'password' },
          { name: word, email: word, roles: ['sender'], unit: word, signsIn: 'link' },
          { name: word, email: word, roles: ['compliance'], unit: word, signsIn: null },
        ],
      },
      created: {
        person,
        units,
        rows: [],
        created: { name: word, link: `http://localhost:3000/${word}`, expiresAt: later },
        error: null,
        draft,
      },
      error: { person, units, rows: [], created: null, error: 'already_exists', draft },
    },
  };
}

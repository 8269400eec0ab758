import type { PassPage, ReadersPage, ReadersPages } from '../../../views/models/readers.ts';
import { at, later, type SamplesOf } from './common.ts';

const base = '/m/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const id = '0192f0c1-2345-7abc-8def-0123456789ab';

export function readersSamples(word: string): SamplesOf<ReadersPages> {
  const person = { id, email: `${word}@example.dk`, name: word, since: at, until: later, openedAt: at };
  const form = { email: '', phone: '', name: '', language: 'da' } as const;
  const typed = { email: word, phone: word, name: word, language: 'sv' } as const;
  const readers: ReadersPage = {
    base,
    form: { ...form, days: 30 },
    choices: [7, 14, 30, 0],
    expiresAt: later,
    reader: null,
    done: null,
    error: null,
  };
  const passing: PassPage = { base, form, domain: 'example.dk', passed: [], done: false, error: null };
  return {
    readers: {
      empty: readers,
      wrong: { ...readers, form: { ...typed, days: 0 }, error: 'email_taken' },
      named: { ...readers, reader: { ...person, name: null, openedAt: null }, done: 'named' },
      opened: { ...readers, reader: person, error: 'already_exists' },
      ended: { ...readers, done: 'ended' },
    },
    'pass-on': {
      empty: passing,
      wrong: { ...passing, form: typed, error: 'not_in_domain' },
      done: { ...passing, passed: [person, { ...person, name: null, openedAt: null }], done: true },
    },
  };
}

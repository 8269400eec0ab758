import type { ReadersPages } from '../models/readers.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const readersPages: PageDefinitions<ReadersPages> = {
  readers: {
    template: 'readers/readers',
    title: (t, { error }) => flag(t, t.readers.title, error !== null),
  },
  'pass-on': {
    template: 'readers/pass-on',
    title: (t, { error }) => flag(t, t.mailboxes.pass, error !== null),
  },
};

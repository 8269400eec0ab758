import type { PeoplePages } from '../models/people.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const peoplePages: PageDefinitions<PeoplePages> = {
  'desk-people': {
    template: 'people/people',
    wide: true,
    section: 'people',
    title: (t, { error }) => flag(t, t.people.title, error !== null),
  },
  'desk-history': {
    template: 'history/history',
    wide: true,
    section: 'history',
    title: (t) => t.history.title,
  },
};

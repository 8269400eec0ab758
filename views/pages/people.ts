import type { PeoplePages } from '../models/people.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const peoplePages: PageDefinitions<PeoplePages> = {
  'desk-people': {
    template: 'people/people',
    wide: true,
    section: 'people',
    title: (t) => t.people.title,
  },
  'desk-person-new': {
    template: 'people/new',
    section: 'people',
    title: (t, { problem }) => flag(t, t.people.addTitle, problem !== null),
  },
  'desk-person-link': {
    template: 'people/link',
    section: 'people',
    title: (t, { name, isNew }) => (isNew ? t.people.createdTitle(name) : t.people.linkTitle(name)),
  },
  'desk-person': {
    template: 'people/person',
    section: 'people',
    title: (t, { now, problem }) => flag(t, now.name, problem !== null),
  },
  'desk-units': {
    template: 'people/units',
    wide: true,
    section: 'units',
    title: (t, { problem }) => flag(t, t.units.title, problem !== null),
  },
  'desk-unit': {
    template: 'people/unit',
    section: 'units',
    title: (t, { now, problem }) => flag(t, now.name, problem !== null),
  },
  'desk-history': {
    template: 'history/history',
    wide: true,
    section: 'history',
    title: (t) => t.history.title,
  },
};

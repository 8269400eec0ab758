import type { ContactsPages } from '../models/contacts.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const contactsPages: PageDefinitions<ContactsPages> = {
  'desk-contacts': {
    template: 'contacts/contacts',
    wide: true,
    section: 'contacts',
    title: (t, { error }) => flag(t, t.contacts.title, error !== null),
  },
  'desk-contact': {
    template: 'contacts/contact',
    section: 'contacts',
    title: (t, { id, error }) =>
      flag(t, id === null ? t.contacts.addTitle : t.contacts.changeTitle, error !== null),
  },
  'desk-contact-imports': {
    template: 'contacts/imports',
    wide: true,
    section: 'contacts',
    scripts: ['upload.js'],
    title: (t, { error }) => flag(t, t.contacts.imports.title, error !== null),
  },
  'desk-contact-import': {
    template: 'contacts/import',
    wide: true,
    section: 'contacts',
    title: (t, { state, error }) => flag(t, t.contacts.imports.titles[state], error !== null),
  },
};

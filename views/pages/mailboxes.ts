import type { MailboxesPages } from '../models/mailboxes.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const mailboxesPages: PageDefinitions<MailboxesPages> = {
  'desk-mailboxes': {
    template: 'mailboxes/mailboxes',
    wide: true,
    section: 'contacts',
    title: (t) => t.mailboxes.title,
  },
  'desk-mailbox-new': {
    template: 'mailboxes/new',
    section: 'contacts',
    title: (t, { error }) => flag(t, t.mailboxes.desk.addTitle, error !== null),
  },
  'desk-mailbox': {
    template: 'mailboxes/mailbox',
    section: 'contacts',
    title: (t, { name, error }) => flag(t, name, error !== null),
  },
  'mailbox-invitation': {
    template: 'mailboxes/invitation',
    title: (t, { error }) => flag(t, t.mailboxes.owner.title, error !== null),
  },
  'mailbox-owner': {
    template: 'mailboxes/owner',
    title: (t, { name, error }) => flag(t, name, error !== null),
  },
  'mailbox-gone': {
    template: 'mailboxes/gone',
    title: (t) => t.mailboxes.owner.gone.title,
  },
};

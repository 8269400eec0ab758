import type { DeskPages } from '../models/desk.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const deskPages: PageDefinitions<DeskPages> = {
  'desk-messages': {
    template: 'desk/messages',
    title: (t, { whose }) => t.desk.messages.titles[whose],
    wide: true,
  },
  'desk-compose': {
    template: 'desk/compose',
    scripts: ['compose.js', 'upload.js'],
    title: (t, { errors }) => flag(t, t.compose.title, errors.length > 0),
  },
  'desk-access-codes': {
    template: 'desk/access-codes',
    title: (t) => t.compose.codes.pageTitle,
  },
  'desk-message': {
    template: 'desk/message',
    wide: true,
    title: (t, { subject, error }) => flag(t, subject || t.delivery.title, error !== null),
  },
};

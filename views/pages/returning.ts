import type { ReturningPages } from '../models/returning.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const returningPages: PageDefinitions<ReturningPages> = {
  'own-passkeys': {
    template: 'returning/passkeys',
    title: (t, { error }) => flag(t, t.returning.passkeys, error !== null),
    scripts: ['passkey.js'],
  },
  'my-messages': {
    template: 'returning/my-messages',
    title: (t, { error }) => flag(t, t.returning.title, error !== null),
  },
  'my-sign-in': {
    template: 'returning/my-sign-in',
    title: (t, { error }) => flag(t, t.returning.title, error !== null),
    scripts: ['passkey.js'],
  },
};

import type { AccountPages } from '../models/account.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const accountPages: PageDefinitions<AccountPages> = {
  'desk-sign-in': {
    template: 'account/sign-in',
    title: (t, { error, link }) => flag(t, t.account.signIn.title, error !== null || link !== null),
    scripts: ['passkey.js'],
  },
  'desk-link': { template: 'account/link', title: (t) => t.account.links.use.title },
  'desk-link-asked': { template: 'account/link-asked', title: (t) => t.account.links.asked.title },
  'desk-link-gone': { template: 'account/link-gone', title: (t) => t.account.links.gone.title },
  'desk-welcome': {
    template: 'account/welcome',
    title: (t, { error }) => flag(t, t.account.welcome.title, error !== null),
  },
};

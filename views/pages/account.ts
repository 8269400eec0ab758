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
    title: (t, { error }) =>
      error === 'link_used' ? t.account.links.gone.title : flag(t, t.account.welcome.title, error !== null),
  },
  'desk-second-factor': {
    template: 'account/second-factor',
    title: (t, { none, error }) => {
      const { title, noneTitle } = t.account.secondFactor;
      return flag(t, none ? noneTitle : title, error !== null);
    },
    scripts: ['passkey.js'],
  },
  'desk-step-up': {
    template: 'account/step-up',
    title: (t, { error }) => flag(t, t.account.stepUp.title, error !== null),
    scripts: ['passkey.js'],
  },
  'desk-account': {
    template: 'account/account',
    title: (t, { error }) => flag(t, t.account.own.title, error !== null),
    scripts: ['passkey.js'],
  },
  'desk-totp': {
    template: 'account/totp',
    title: (t, { error }) => flag(t, t.account.totp.title, error !== null),
  },
  'desk-recovery-codes': { template: 'account/recovery-codes', title: (t) => t.account.recovery.title },
};

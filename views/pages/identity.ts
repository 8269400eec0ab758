import type { IdentityPages } from '../models/identity.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const identityPages: PageDefinitions<IdentityPages> = {
  'desk-identity-failed': {
    template: 'account/identity-failed',
    title: (t) => flag(t, t.identity.failed.title, true),
  },
};

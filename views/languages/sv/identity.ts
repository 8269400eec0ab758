import type { IdentityTexts } from '../en/identity.ts';

export const identity: IdentityTexts = {
  title: 'Logga in',
};

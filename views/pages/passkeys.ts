import type { PasskeysPages } from '../models/passkeys.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const passkeysPages: PageDefinitions<PasskeysPages> = {
  'desk-passkey': {
    template: 'account/passkey',
    title: (t, { passkey, error }) => flag(t, t.passkeys.one.title(passkey.name), error !== null),
  },
};

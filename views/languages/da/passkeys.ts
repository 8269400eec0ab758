import type { PasskeysTexts } from '../en/passkeys.ts';

export const passkeys: PasskeysTexts = {
  title: 'Adgangsnøgler',
};

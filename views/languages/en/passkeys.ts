export const passkeys = {
  title: 'Passkeys',
};
export type PasskeysTexts = typeof passkeys;

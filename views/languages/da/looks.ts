import type { LooksTexts } from '../en/looks.ts';

export const looks: LooksTexts = {
  title: 'Se en besked',
};

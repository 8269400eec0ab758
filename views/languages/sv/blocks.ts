import type { BlocksTexts } from '../en/blocks.ts';

export const blocks = {
  title: 'Spärrade adresser',
} satisfies BlocksTexts;

import type { BlocksTexts } from '../en/blocks.ts';

export const blocks = {
  title: 'Spærrede adresser',
} satisfies BlocksTexts;

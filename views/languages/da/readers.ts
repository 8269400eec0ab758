import type { ReadersTexts } from '../en/readers.ts';

export const readers = {
  title: 'Lad en anden læse med',
} satisfies ReadersTexts;

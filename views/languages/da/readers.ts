import type { ReadersTexts } from '../en/readers.ts';

export const readers = {
  title: 'Lad en anden læse med',
  parted: { reader: 'Læser med hos', passed: 'Sendt videre af' },
} satisfies ReadersTexts;

import type { ReadersTexts } from '../en/readers.ts';

export const readers = {
  title: 'Låt någon annan läsa',
  parted: { reader: 'Läser med hos', passed: 'Skickat vidare av' },
} satisfies ReadersTexts;

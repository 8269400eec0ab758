import type { ReadersTexts } from '../en/readers.ts';

export const readers = {
  title: 'Låt någon annan läsa',
} satisfies ReadersTexts;

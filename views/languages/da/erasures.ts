import type { ErasuresTexts } from '../en/erasures.ts';

export const erasures = {} satisfies ErasuresTexts;

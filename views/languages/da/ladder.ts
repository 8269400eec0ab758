import type { LadderTexts } from '../en/ladder.ts';

export const ladder = {
  title: 'Ulæste beskeder',
} satisfies LadderTexts;

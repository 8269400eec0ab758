import type { LadderTexts } from '../en/ladder.ts';

export const ladder = {
  title: 'Olästa meddelanden',
} satisfies LadderTexts;

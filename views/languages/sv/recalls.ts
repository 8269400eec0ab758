import type { RecallsTexts } from '../en/recalls.ts';

export const recalls = {
  title: 'Återkallelse',
} satisfies RecallsTexts;

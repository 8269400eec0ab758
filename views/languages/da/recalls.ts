import type { RecallsTexts } from '../en/recalls.ts';

export const recalls = {
  title: 'Tilbagekaldelse',
} satisfies RecallsTexts;

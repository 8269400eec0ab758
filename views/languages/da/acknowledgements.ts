import type { AcknowledgementsTexts } from '../en/acknowledgements.ts';

export const acknowledgements = {
  title: 'Kvittér for beskeden',
} satisfies AcknowledgementsTexts;

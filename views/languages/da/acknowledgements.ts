import type { AcknowledgementsTexts } from '../en/acknowledgements.ts';

export const acknowledgements = {
  title: 'Kvittér for beskeden',
  reasons: { not_signed: 'Ikke kvitteret inden fristen' },
} satisfies AcknowledgementsTexts;

import type { AcknowledgementsTexts } from '../en/acknowledgements.ts';

export const acknowledgements = {
  title: 'Kvittera för meddelandet',
  reasons: { not_signed: 'Inte kvitterat före fristen' },
} satisfies AcknowledgementsTexts;

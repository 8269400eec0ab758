import type { AcknowledgementsTexts } from '../en/acknowledgements.ts';

export const acknowledgements = {
  title: 'Kvittera för meddelandet',
} satisfies AcknowledgementsTexts;

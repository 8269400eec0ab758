import type { AcknowledgementsPages } from '../models/acknowledgements.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const acknowledgementsPages: PageDefinitions<AcknowledgementsPages> = {
  signing: {
    template: 'acknowledgements/signing',
    title: (t, { error, answer }) =>
      flag(
        t,
        answer ? t.acknowledgements.answered[answer.kind].title : t.acknowledgements.title,
        error !== null,
      ),
    scripts: ['passkey.js'],
  },
  declining: {
    template: 'acknowledgements/declining',
    title: (t, { tooLong }) => flag(t, t.acknowledgements.decline.title, tooLong),
  },
  'receipt-code': {
    template: 'acknowledgements/receipt-code',
    title: (t, { error }) => flag(t, t.proofs.receipt.title, error !== null),
  },
};

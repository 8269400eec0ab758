import type { ProofsPages } from '../models/proofs.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const proofsPages: PageDefinitions<ProofsPages> = {
  receipt: {
    template: 'proofs/receipt',
    title: (t, { error }) => flag(t, t.proofs.receipt.title, error !== null),
  },
};

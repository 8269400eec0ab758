import type { ErasuresPages } from '../models/erasures.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const erasuresPages: PageDefinitions<ErasuresPages> = {
  'desk-erasure': {
    template: 'erasures/erasure',
    title: (t, { error }) => flag(t, t.erasures.title, error !== null),
  },
};

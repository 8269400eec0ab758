import type { LooksPages } from '../models/looks.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const looksPages: PageDefinitions<LooksPages> = {
  'desk-look': {
    template: 'looks/look',
    title: (t, { error }) => flag(t, t.looks.title, error !== null),
  },
};

import type { MisdeliveriesPages } from '../models/misdeliveries.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const misdeliveriesPages: PageDefinitions<MisdeliveriesPages> = {
  misdelivery: {
    template: 'misdeliveries/misdelivery',
    title: (t, { error }) => flag(t, t.misdeliveries.title, error),
  },
  'misdelivery-thanks': {
    template: 'misdeliveries/thanks',
    title: (t) => t.misdeliveries.thanks.title,
  },
  deletion: {
    template: 'misdeliveries/deletion',
    title: (t, { state, error }) => flag(t, t.misdeliveries.deletion.titles[state], error !== null),
  },
};

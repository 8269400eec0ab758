import type { SystemsPages } from '../models/systems.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const systemsPages: PageDefinitions<SystemsPages> = {
  'desk-systems': {
    template: 'systems/systems',
    wide: true,
    section: 'systems',
    title: (t, { error }) => flag(t, t.systems.title, error !== null),
  },
};

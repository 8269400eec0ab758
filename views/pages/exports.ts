import type { ExportsPages } from '../models/exports.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const exportsPages: PageDefinitions<ExportsPages> = {
  'desk-evidence-exports': {
    template: 'exports/exports',
    wide: true,
    title: (t, { problem }) => flag(t, t.exports.title, problem !== null),
  },
  'desk-evidence-export': {
    template: 'exports/export',
    title: (t, { row }) => t.exports.states[row.state].title,
    scripts: ['export.js'],
  },
};

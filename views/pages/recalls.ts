import type { RecallsPages } from '../models/recalls.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const recallsPages: PageDefinitions<RecallsPages> = {
  'desk-recall': {
    template: 'recalls/recall',
    title: (t, { problem }) => flag(t, t.recalls.title, problem !== null),
  },
  'desk-redirect': {
    template: 'recalls/redirect',
    title: (t, { problem }) => flag(t, t.recalls.redirect.title, problem !== null),
  },
  'desk-verdict': {
    template: 'recalls/verdict',
    title: (t) => t.recalls.verdict.title,
  },
};

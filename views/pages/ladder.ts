import type { LadderPages } from '../models/ladder.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const ladderPages: PageDefinitions<LadderPages> = {
  'desk-tasks': {
    template: 'ladder/tasks',
    title: (t, { problem }) => flag(t, t.ladder.tasks.title, problem !== null),
  },
  'desk-letter': { template: 'ladder/letter', title: (t) => t.ladder.letter.title },
};

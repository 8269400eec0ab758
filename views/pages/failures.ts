import { failureName } from '../failures/failure-name.ts';
import type { FailuresPages } from '../models/failures.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const failuresPages: PageDefinitions<FailuresPages> = {
  'desk-failures': {
    template: 'failures/failures',
    wide: true,
    title: (t, { problem }) => flag(t, t.failures.title, problem !== null),
  },
  'desk-failures-group': {
    template: 'failures/group',
    title: (t, { name, error }) => flag(t, failureName(t, name), error !== null),
  },
  'desk-failures-closed': {
    template: 'failures/closed',
    title: (t, { problem }) => flag(t, t.failures.closedTitle, problem !== null),
  },
};

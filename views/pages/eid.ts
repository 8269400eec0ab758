import type { EidPages } from '../models/eid.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const eidPages: PageDefinitions<EidPages> = {
  'eid-onward': { template: 'eid/onward', title: (t, { eid }) => t.eid.onward.title(eid) },
  'eid-lost': { template: 'eid/lost', title: (t) => flag(t, t.eid.lost.title, true) },
  'eid-failed': { template: 'eid/failed', title: (t) => flag(t, t.eid.failed.title, true) },
};

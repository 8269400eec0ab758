import type { EvidencePages } from '../models/evidence.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const evidencePages: PageDefinitions<EvidencePages> = {
  'desk-evidence': {
    template: 'evidence/evidence',
    wide: true,
    title: (t, { problem, chart }) => flag(t, t.evidence.title, problem !== null || chart.problem !== null),
  },
  'desk-evidence-found': {
    template: 'evidence/found',
    wide: true,
    title: (t) => t.evidence.foundTitle,
  },
};

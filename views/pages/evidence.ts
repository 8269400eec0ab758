import type { EvidencePages } from '../models/evidence.ts';
import type { PageDefinitions } from './definition.ts';

export const evidencePages: PageDefinitions<EvidencePages> = {};

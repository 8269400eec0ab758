import type { EvidenceTexts } from '../en/evidence.ts';

export const evidence = {} satisfies EvidenceTexts;

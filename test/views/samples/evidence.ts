import type { EvidencePages } from '../../../views/models/evidence.ts';
import type { SamplesOf } from './common.ts';

export function evidenceSamples(_word: string): SamplesOf<EvidencePages> {
  return {};
}

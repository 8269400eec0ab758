import type { RecallsPages } from '../../../views/models/recalls.ts';
import type { SamplesOf } from './common.ts';

export function recallsSamples(_word: string): SamplesOf<RecallsPages> {
  return {};
}

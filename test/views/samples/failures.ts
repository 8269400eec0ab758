import type { FailuresPages } from '../../../views/models/failures.ts';
import type { SamplesOf } from './common.ts';

export function failuresSamples(_word: string): SamplesOf<FailuresPages> {
  return {};
}

import type { ErasuresPages } from '../../../views/models/erasures.ts';
import type { SamplesOf } from './common.ts';

export function erasuresSamples(_word: string): SamplesOf<ErasuresPages> {
  return {};
}

import type { ReturningPages } from '../../../views/models/returning.ts';
import type { SamplesOf } from './common.ts';

export function returningSamples(_word: string): SamplesOf<ReturningPages> {
  return {};
}

import type { MisdeliveriesPages } from '../../../views/models/misdeliveries.ts';
import type { SamplesOf } from './common.ts';

export function misdeliveriesSamples(_word: string): SamplesOf<MisdeliveriesPages> {
  return {};
}

import type { AcknowledgementsPages } from '../../../views/models/acknowledgements.ts';
import type { SamplesOf } from './common.ts';

export function acknowledgementsSamples(_word: string): SamplesOf<AcknowledgementsPages> {
  return {};
}

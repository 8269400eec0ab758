import type { ReadersPages } from '../../../views/models/readers.ts';
import type { SamplesOf } from './common.ts';

export function readersSamples(_word: string): SamplesOf<ReadersPages> {
  return {};
}

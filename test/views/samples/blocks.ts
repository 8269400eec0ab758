import type { BlocksPages } from '../../../views/models/blocks.ts';
import type { SamplesOf } from './common.ts';

export function blocksSamples(_word: string): SamplesOf<BlocksPages> {
  return {};
}

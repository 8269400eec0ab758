import type { RepliesPages } from '../../../views/models/replies.ts';
import type { SamplesOf } from './common.ts';

export function repliesSamples(_word: string): SamplesOf<RepliesPages> {
  return {};
}

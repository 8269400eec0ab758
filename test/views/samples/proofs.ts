import type { ProofsPages } from '../../../views/models/proofs.ts';
import type { SamplesOf } from './common.ts';

export function proofsSamples(_word: string): SamplesOf<ProofsPages> {
  return {};
}

import type { ExportsPages } from '../../../views/models/exports.ts';
import type { SamplesOf } from './common.ts';

export function exportsSamples(_word: string): SamplesOf<ExportsPages> {
  return {};
}

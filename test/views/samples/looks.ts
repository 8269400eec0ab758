import type { LooksPages } from '../../../views/models/looks.ts';
import type { SamplesOf } from './common.ts';

export const looksSamples = (_word: string): SamplesOf<LooksPages> => ({});

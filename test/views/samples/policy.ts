import type { PolicyPages } from '../../../views/models/policy.ts';
import type { SamplesOf } from './common.ts';

export const policySamples = (_word: string): SamplesOf<PolicyPages> => ({});

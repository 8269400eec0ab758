import type { IdentityPages } from '../../../views/models/identity.ts';
import type { SamplesOf } from './common.ts';

export const identitySamples = (_word: string): SamplesOf<IdentityPages> => ({});

import type { PasskeysPages } from '../../../views/models/passkeys.ts';
import type { SamplesOf } from './common.ts';

export const passkeysSamples = (_word: string): SamplesOf<PasskeysPages> => ({});

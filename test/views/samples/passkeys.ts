import type { PasskeysPages } from '../../../views/models/passkeys.ts';
import { at, later, type SamplesOf, signedInAs } from './common.ts';

export const passkeysOf = (word: string) => [
  { id: 'c2VnbA', name: word, createdAt: at, lastUsedAt: later, backedUp: true },
  { id: 'bGdlcw', name: word, createdAt: at, lastUsedAt: null, backedUp: false },
];

export function passkeysSamples(word: string): SamplesOf<PasskeysPages> {
  const person = signedInAs(word);
  const [used, unused] = passkeysOf(word);
  const page = { person, passkey: used!, typed: word, error: null };
  return {
    'desk-passkey': {
      first: page,
      unused: { ...page, passkey: unused! },
      nameless: { ...page, error: 'invalid' },
      last: { ...page, error: 'second_factor_needed' },
      stopped: { ...page, error: 'overloaded' },
    },
  };
}

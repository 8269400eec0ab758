import type { IdentityPages } from '../../../views/models/identity.ts';
import type { SamplesOf } from './common.ts';

export function identitySamples(word: string): SamplesOf<IdentityPages> {
  const page = { wanted: [], again: '/desk/identity' } as const;
  return {
    'desk-identity-failed': {
      denied: { ...page, problem: 'denied' },
      expired: { ...page, problem: 'expired' },
      failed: { ...page, problem: 'failed' },
      clock: { ...page, problem: 'clock' },
      stale: { ...page, problem: 'stale', again: '/desk/step-up' },
      'other-person': { ...page, problem: 'other_person', again: '/desk/step-up' },
      away: { ...page, problem: 'away' },
      'no-role': { ...page, problem: 'no_role', wanted: [word, word] },
      'no-role-again': { ...page, problem: 'no_role' },
      closed: { ...page, problem: 'closed' },
      'no-address': { ...page, problem: 'email_missing' },
      'address-taken': { ...page, problem: 'email_taken' },
      'address-unverified': { ...page, problem: 'email_unverified' },
      often: { ...page, problem: 'often' },
    },
  };
}

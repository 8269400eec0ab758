import type { PolicyTexts } from '../en/policy.ts';

export const policy: PolicyTexts = {
  title: 'Regler',
};

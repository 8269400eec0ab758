import type { PolicyPages } from '../models/policy.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const policyPages: PageDefinitions<PolicyPages> = {
  'desk-policy': { template: 'policy/policy', wide: true, section: 'policy', title: (t) => t.policy.title },
  'desk-policy-form': {
    template: 'policy/form',
    wide: true,
    section: 'policy',
    title: (t, { problems }) => flag(t, t.policy.change, problems.length > 0),
  },
};

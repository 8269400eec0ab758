import type { PolicyPages } from '../models/policy.ts';
import type { PageDefinitions } from './definition.ts';

export const policyPages: PageDefinitions<PolicyPages> = {};

import type { IdentityPages } from '../models/identity.ts';
import type { PageDefinitions } from './definition.ts';

export const identityPages: PageDefinitions<IdentityPages> = {};

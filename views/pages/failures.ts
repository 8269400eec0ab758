import type { FailuresPages } from '../models/failures.ts';
import type { PageDefinitions } from './definition.ts';

export const failuresPages: PageDefinitions<FailuresPages> = {};

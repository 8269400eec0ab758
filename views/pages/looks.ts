import type { LooksPages } from '../models/looks.ts';
import type { PageDefinitions } from './definition.ts';

export const looksPages: PageDefinitions<LooksPages> = {};

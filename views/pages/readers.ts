import type { ReadersPages } from '../models/readers.ts';
import type { PageDefinitions } from './definition.ts';

export const readersPages: PageDefinitions<ReadersPages> = {};

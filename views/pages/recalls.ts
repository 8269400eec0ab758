import type { RecallsPages } from '../models/recalls.ts';
import type { PageDefinitions } from './definition.ts';

export const recallsPages: PageDefinitions<RecallsPages> = {};

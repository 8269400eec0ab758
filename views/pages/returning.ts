import type { ReturningPages } from '../models/returning.ts';
import type { PageDefinitions } from './definition.ts';

export const returningPages: PageDefinitions<ReturningPages> = {};

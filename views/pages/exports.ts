import type { ExportsPages } from '../models/exports.ts';
import type { PageDefinitions } from './definition.ts';

export const exportsPages: PageDefinitions<ExportsPages> = {};

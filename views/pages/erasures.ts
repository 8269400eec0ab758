import type { ErasuresPages } from '../models/erasures.ts';
import type { PageDefinitions } from './definition.ts';

export const erasuresPages: PageDefinitions<ErasuresPages> = {};

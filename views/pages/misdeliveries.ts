import type { MisdeliveriesPages } from '../models/misdeliveries.ts';
import type { PageDefinitions } from './definition.ts';

export const misdeliveriesPages: PageDefinitions<MisdeliveriesPages> = {};

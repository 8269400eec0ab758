import type { AcknowledgementsPages } from '../models/acknowledgements.ts';
import type { PageDefinitions } from './definition.ts';

export const acknowledgementsPages: PageDefinitions<AcknowledgementsPages> = {};

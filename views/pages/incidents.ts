import type { IncidentsPages } from '../models/incidents.ts';
import type { PageDefinitions } from './definition.ts';

export const incidentsPages: PageDefinitions<IncidentsPages> = {};

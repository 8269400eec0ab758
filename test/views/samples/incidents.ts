import type { IncidentsPages } from '../../../views/models/incidents.ts';
import type { SamplesOf } from './common.ts';

export function incidentsSamples(_word: string): SamplesOf<IncidentsPages> {
  return {};
}

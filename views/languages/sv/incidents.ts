import type { IncidentsTexts } from '../en/incidents.ts';

export const incidents = {
  title: 'Incidenter',
} satisfies IncidentsTexts;

import type { IncidentsTexts } from '../en/incidents.ts';

export const incidents = {
  title: 'Hændelser',
} satisfies IncidentsTexts;

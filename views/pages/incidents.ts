import type { IncidentsPages } from '../models/incidents.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const incidentsPages: PageDefinitions<IncidentsPages> = {
  'desk-incidents': {
    template: 'incidents/incidents',
    wide: true,
    title: (t) => t.incidents.title,
  },
  'desk-incident-new': {
    template: 'incidents/new',
    title: (t, { problem }) => flag(t, t.incidents.newTitle, problem !== null),
  },
  'desk-incident': {
    template: 'incidents/incident',
    wide: true,
    title: (t, { incident, problem }) =>
      flag(t, `${incident.number} ${incident.title}`.trim(), problem !== null),
  },
  'desk-incident-letter': {
    template: 'incidents/letter',
    title: (t, { problem }) => flag(t, t.incidents.letter.title, problem !== null),
  },
};

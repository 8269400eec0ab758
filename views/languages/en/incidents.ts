export const incidents = {
  title: 'Incidents',
};
export type IncidentsTexts = typeof incidents;

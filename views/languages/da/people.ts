import type { PeopleTexts } from '../en/people.ts';

export const people: PeopleTexts = {
  title: 'Personer',
  name: 'Navn',
  email: 'E-mailadresse',
  role: 'Rolle',
  unit: 'Enhed',
  state: 'Adgang',
  active: 'Aktiv',
  byLink: 'Med link på mail',
  inactive: 'Endnu ikke',
  addTitle: 'Tilføj en person',
  submit: 'Tilføj, og lav et link',
  createdTitle: (name: string) => `${name} er tilføjet`,
  created: 'Giv personen dette link. Det virker én gang og vises kun nu.',
  createdUntil: (time: string) => `Linket virker til den ${time}.`,
};

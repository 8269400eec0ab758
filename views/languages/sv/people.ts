import type { PeopleTexts } from '../en/people.ts';

export const people: PeopleTexts = {
  title: 'Personer',
  name: 'Namn',
  email: 'E-postadress',
  role: 'Roll',
  unit: 'Enhet',
  state: 'Åtkomst',
  active: 'Aktiv',
  byLink: 'Med länk via mejl',
  inactive: 'Inte än',
  addTitle: 'Lägg till en person',
  submit: 'Lägg till och skapa en länk',
  createdTitle: (name: string) => `${name} har lagts till`,
  created: 'Ge personen den här länken. Den fungerar en gång och visas bara nu.',
  createdUntil: (time: string) => `Länken fungerar till den ${time}.`,
};

import type { SystemsTexts } from '../en/systems.ts';

export const systems: SystemsTexts = {
  title: 'System',
  lead: 'System skickar själva meddelanden, genom e-postporten eller programmeringsgränssnittet.',
  none: 'Inga system än.',
  name: 'Namn',
  id: 'Användare (id)',
  secret: 'Hemlighet',
  from: 'Får skicka från',
  fromHint: 'En adress per rad. *@example.se betyder alla adresser där.',
  owner: 'Ägare',
  ownerHint: 'E-postadressen till den kollega som får veta när något går fel. Får vara tom.',
  noOwner: 'Ingen',
  state: 'Åtkomst',
  active: 'Aktivt',
  inactive: 'Stängt',
  addTitle: 'Lägg till ett system',
  submit: 'Lägg till och skapa en hemlighet',
  createdTitle: (name: string) => `${name} har lagts till`,
  created: 'Kopiera båda nu. Hemligheten visas bara den här gången.',
};

import type { SystemsTexts } from '../en/systems.ts';

export const systems: SystemsTexts = {
  title: 'Systemer',
  lead: 'Systemer sender selv beskeder, gennem mailporten eller programmeringsgrænsefladen.',
  none: 'Ingen systemer endnu.',
  name: 'Navn',
  id: 'Bruger (id)',
  secret: 'Hemmelighed',
  from: 'Må sende fra',
  fromHint: 'Én adresse pr. linje. *@example.dk betyder alle adresser der.',
  owner: 'Ejer',
  ownerHint: 'E-mailadressen på den kollega, der får besked, når noget går galt. Må være tom.',
  noOwner: 'Ingen',
  state: 'Adgang',
  active: 'Aktivt',
  inactive: 'Lukket',
  addTitle: 'Tilføj et system',
  submit: 'Tilføj, og lav en hemmelighed',
  createdTitle: (name: string) => `${name} er tilføjet`,
  created: 'Kopiér begge dele nu. Hemmeligheden vises kun denne ene gang.',
};

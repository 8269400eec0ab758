import type { UnitsTexts } from '../en/units.ts';

export const units: UnitsTexts = {
  title: 'Enheder',
  lead: 'Personer, systemer og beskeder hører til enheder. Modtagerne ser det udadvendte navn.',
  name: 'Navn',
  nameHint: 'Som kollegerne kender den.',
  outwardName: 'Navn, som modtagere ser',
  functionAddress: 'Fælles adresse',
  functionAddressHint:
    'Den postkasse, som enheden deler, for eksempel info@example.com. Der kan sendes beskeder fra den. Må være tom.',
  people: 'Aktive personer',
  none: 'Ingen',
  addTitle: 'Tilføj en enhed',
  submit: 'Tilføj enheden',
  save: 'Gem',
  back: 'Alle enheder',
  saved: 'Enheden er gemt.',
  created: 'Enheden er tilføjet.',
  seePeople: 'Se personerne',
  nowTitle: 'Sådan står det nu',
  onlyOwn: 'Du kan ændre de enheder, hvor du er administrator.',
};

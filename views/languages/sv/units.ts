import type { UnitsTexts } from '../en/units.ts';

export const units: UnitsTexts = {
  title: 'Enheter',
  lead: 'Personer, system och meddelanden hör till enheter. Mottagarna ser det utåtriktade namnet.',
  name: 'Namn',
  nameHint: 'Som kollegorna känner den.',
  outwardName: 'Namn som mottagare ser',
  functionAddress: 'Gemensam adress',
  functionAddressHint:
    'Den brevlåda som enheten delar, till exempel info@example.com. Meddelanden kan skickas från den. Får vara tom.',
  people: 'Aktiva personer',
  none: 'Ingen',
  addTitle: 'Lägg till en enhet',
  submit: 'Lägg till enheten',
  save: 'Spara',
  back: 'Alla enheter',
  saved: 'Enheten har sparats.',
  created: 'Enheten har lagts till.',
  seePeople: 'Se personerna',
  nowTitle: 'Så här står det nu',
  onlyOwn: 'Du kan ändra de enheter där du är administratör.',
};

export const units = {
  title: 'Units',
  lead: 'People, systems and messages belong to units. What recipients see is the outward name.',
  name: 'Name',
  nameHint: 'As colleagues know it.',
  outwardName: 'Name that recipients see',
  functionAddress: 'Shared address',
  functionAddressHint:
    'The mailbox that the unit shares, as info@example.com. Messages can be sent from it. May be empty.',
  people: 'Active people',
  none: 'None',
  addTitle: 'Add a unit',
  submit: 'Add the unit',
  save: 'Save',
  back: 'All units',
  saved: 'The unit has been saved.',
  created: 'The unit has been added.',
  seePeople: 'See its people',
  nowTitle: 'As it stands now',
  onlyOwn: 'You can change the units in which you are an administrator.',
};
export type UnitsTexts = typeof units;

export const people = {
  title: 'People',
  name: 'Name',
  email: 'E-mail address',
  role: 'Role',
  unit: 'Unit',
  state: 'Access',
  active: 'Active',
  byLink: 'By mailed link',
  inactive: 'Not yet',
  addTitle: 'Add a person',
  submit: 'Add and make a link',
  createdTitle: (name: string) => `${name} has been added`,
  created: 'Give this link to the person. It works once, and is shown only now.',
  createdUntil: (time: string) => `The link works until ${time}.`,
};
export type PeopleTexts = typeof people;

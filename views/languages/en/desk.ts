export const desk = {
  nav: {
    label: 'Main menu',
    messages: 'Messages',
    compose: 'Write a message',
    administration: 'Administration',
    account: 'Your account',
    sections: {
      people: 'People',
      units: 'Units',
      systems: 'Systems',
      contacts: 'Contacts',
      policy: 'Rules',
      history: 'History',
    },
    signedInAs: 'Signed in as',
  },
  roles: { sender: 'Sender', compliance: 'Compliance', admin: 'Administrator' },
  messages: {
    title: 'Your messages',
    none: 'You have not sent any messages yet.',
    compose: 'Write a message',
    next: 'Older messages',
    recipients: (count: number) => (count === 1 ? '1 recipient' : `${count} recipients`),
    andMore: (count: number) => `and ${count} more`,
    noSubject: 'No subject',
    contentGone: 'The content has been deleted',
  },
};
export type DeskTexts = typeof desk;

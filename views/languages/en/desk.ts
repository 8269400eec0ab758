export const desk = {
  nav: {
    label: 'Main menu',
    messages: 'Messages',
    compose: 'Write a message',
    evidence: 'Evidence',
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
    titles: {
      own: 'Your messages',
      left: 'Messages from former colleagues',
      unit: 'All messages of your units',
    },
    none: {
      own: 'You have not sent any messages yet.',
      left: 'No former colleague has left messages in your units.',
      unit: 'Nothing has been sent from your units yet.',
    },
    lists: {
      label: 'Which messages',
      own: 'Your own',
      left: 'From former colleagues',
      unit: 'All of your units',
    },
    toSecondFactor: 'Go to your second factor',
    subjectHidden: 'Subject hidden',
    compose: 'Write a message',
    next: 'Older messages',
    recipients: (count: number) => (count === 1 ? '1 recipient' : `${count} recipients`),
    andMore: (count: number) => `and ${count} more`,
    noSubject: 'No subject',
    contentGone: 'The content has been deleted',
  },
};
export type DeskTexts = typeof desk;

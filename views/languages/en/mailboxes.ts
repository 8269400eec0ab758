export const mailboxes = {
  title: 'Shared mailboxes',
  pass: 'Pass it on to a colleague',
  /** Of an event: the member who did it. */
  member: 'By',
  /** On the page before a code: a way to open what was written to a shared mailbox. */
  members: {
    title: 'Whose phone may we send a code to?',
    otherTitle: 'Send a code to somebody else’s phone',
    text: 'This was written to a shared mailbox. Those who look after it each open it with their own phone. Choose yourself.',
    whose: 'The code goes to',
    missing: (unit: string) =>
      `Are you not here, or has your number changed? ${unit} keeps the list, and can add you.`,
  },
  passing: {
    lead: 'The colleague gets a mail of their own and opens the message with a code on their own phone. They can answer and sign as you can. It also stays in the shared mailbox, and the sender sees who passed it on, and to whom.',
    emailHint: (domain: string) => `An address that ends in @${domain}`,
    submit: 'Pass it on',
    done: 'It is passed on. A mail is on its way to your colleague.',
    passedTitle: 'Passed on to',
    errors: {
      not_in_domain: 'It can only be passed on to an address in your own organisation.',
      email_taken: 'This address has the message already, or cannot be chosen.',
      same_address: 'That is the address of the shared mailbox itself. Type a colleague’s own address.',
      budget_spent: 'It has been passed on many times today. Try again tomorrow.',
    } as Readonly<Record<string, string>>,
  },
  desk: {
    back: 'Shared mailboxes',
    lead: 'A message to a shared mailbox is opened by the people named here, each with a code on their own phone. The evidence says who it was.',
    addTitle: 'Add a shared mailbox',
    add: 'Add',
    address: 'E-mail address',
    name: 'Name',
    unitHint: 'Whose messages to this address are opened so.',
    empty: 'There is no shared mailbox yet.',
    exists: 'There is a shared mailbox with this address already.',
    members: 'Members',
    nobody:
      'Nobody looks after it yet. Add somebody: until then a message to it needs a phone number as any other.',
    membersHint: 'Each of them can open what is written to the mailbox.',
    memberName: 'Name',
    addMember: 'Add a member',
    phoneTaken: 'A member of this mailbox has that phone number already.',
    changeHint: 'With another phone number, what they have open is closed.',
    end: 'Remove',
    endHint: 'They can open nothing more, and what they have open is closed at once.',
    more: 'Rename or remove the mailbox',
    delete: 'Remove the mailbox',
    deleteHint: 'Its members can open nothing more. What was sent there before stays as it is.',
    deleted: 'The shared mailbox is removed.',
    done: {
      added: 'The shared mailbox is added. Now add its members.',
      changed: 'The mailbox is renamed.',
      member_added: 'The member is added.',
      member_changed: 'The member is changed.',
      member_ended: 'The member is removed, and can open nothing more.',
    },
  },
};
export type MailboxesTexts = typeof mailboxes;

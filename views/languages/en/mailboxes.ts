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
  mail: {
    subject: (mailbox: string) => `Keep the list of who opens messages to ${mailbox}`,
    what: (unit: string, mailbox: string) =>
      `${unit} sends secure messages to the shared mailbox ${mailbox}. Those who look after it each open them with their own phone, and one of you has been asked to keep the list of who they are.`,
    how: 'If that is you, open this page. It sends a code to your phone, and then shows the list:',
    until: (time: string) => `The link works until ${time}, or until a new one is sent.`,
    notYou: (unit: string) =>
      `The link opens no message. If you do not know what this is about, leave it alone, or ask ${unit}.`,
  },
  owner: {
    title: 'Keep the list of a shared mailbox’s members',
    lead: (unit: string) =>
      `${unit} has invited somebody at this mailbox to keep the list of those who can open the messages to it. Show with a code to your phone that it is you.`,
    keptBy: 'Kept by',
    askTitle: 'Get a code',
    codeTitle: 'Enter the code',
    signIn: 'Show the members',
    otherTitle: 'Send a code to somebody else’s phone, or again',
    missing: (unit: string) => `Are you not here, or has your number changed? Ask ${unit}.`,
    errors: {
      title: 'The list is not open yet',
      wrong_code: (tries: number) =>
        tries === 1
          ? 'That code is not right. You have one try left; after that the link ends, and you need a new invitation.'
          : `That code is not right. Check it and try again. You have ${tries} tries left.`,
      member: 'Choose whose phone the code is to go to.',
    },
    gone: {
      title: 'This link no longer works',
      lead: 'It may have been replaced by a newer one, have been withdrawn, or be too old.',
      next: (organisation: string) =>
        `Look for a newer mail. If there is none, ask whoever at ${organisation} writes to you for a new invitation.`,
    },
    membersTitle: 'Members',
    membersLead: (address: string) =>
      `Each of them can open what is written to ${address}, with a code to their own phone. What you change here counts at once, and the organisation sees it.`,
    you: 'you',
    ownPhone: 'If you change your own number, you are signed out, and go on with a code to the new one.',
    last: 'You are the only one who keeps this list, so you cannot remove yourself. Ask the organisation for somebody else first.',
    tooMany: 'The mailbox has as many members as it can have. Remove somebody first.',
    changed:
      'Somebody else changed the list meanwhile. It stands here as it is now; look at it, and do it again.',
    goneMember: 'That person is not a member any more. The list stands here as it is now.',
    signOut: 'Are you done? Then sign out on this device.',
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
    owners: {
      title: 'Kept by the mailbox itself',
      lead: 'Members whom you choose can keep the list of members themselves. Invite them: a link goes to the mailbox’s own address, and opens with a code to their phone.',
      none: 'Nobody but you keeps this mailbox.',
      is: 'Keeps the list too.',
      seen: (time: string) => `Signed in last: ${time}`,
      unseen: 'Has not signed in yet',
      choose: 'Let them keep the list too',
      end: 'Let them keep the list no more',
      endHint: 'They stay a member. What they have open to keep the list is closed at once.',
      invite: 'Send an invitation',
      inviteAgain: 'Send a new invitation',
      againHint: 'The link of before ends with that.',
      invited: (at: string, until: string) => `Invited ${at}. The link works until ${until}.`,
      withdraw: 'Withdraw the invitation',
      nobody: 'Choose somebody who keeps the list first.',
    },
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
      owner_chosen: 'The member can keep the list as soon as you invite them.',
      owner_ended: 'The member keeps the list no more.',
      invited: 'The invitation is on its way to the mailbox.',
      withdrawn: 'The invitation is withdrawn, and its link has ended.',
    },
  },
};
export type MailboxesTexts = typeof mailboxes;

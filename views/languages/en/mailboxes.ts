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
};
export type MailboxesTexts = typeof mailboxes;

export const mailboxes = {
  title: 'Shared mailboxes',
  pass: 'Pass it on to a colleague',
};
export type MailboxesTexts = typeof mailboxes;

import type { MailboxesTexts } from '../en/mailboxes.ts';

export const mailboxes = {
  title: 'Fællespostkasser',
  pass: 'Send videre til en kollega',
} satisfies MailboxesTexts;

import type { MailboxesTexts } from '../en/mailboxes.ts';

export const mailboxes = {
  title: 'Gemensamma brevlådor',
  pass: 'Skicka vidare till en kollega',
} satisfies MailboxesTexts;

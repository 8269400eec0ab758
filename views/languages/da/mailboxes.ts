import type { MailboxesTexts } from '../en/mailboxes.ts';

export const mailboxes = {
  title: 'Fællespostkasser',
  pass: 'Send videre til en kollega',
  member: 'Af',
  members: {
    title: 'Hvis telefon skal vi sende en kode til?',
    otherTitle: 'Send en kode til en andens telefon',
    text: 'Beskeden er skrevet til en fællespostkasse. De, der passer den, åbner hver med deres egen telefon. Vælg dig selv.',
    whose: 'Koden går til',
    missing: (unit: string) =>
      `Er du ikke på listen, eller har du fået nyt nummer? ${unit} fører listen og kan tilføje dig.`,
  },
} satisfies MailboxesTexts;

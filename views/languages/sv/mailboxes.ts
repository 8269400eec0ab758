import type { MailboxesTexts } from '../en/mailboxes.ts';

export const mailboxes = {
  title: 'Gemensamma brevlådor',
  pass: 'Skicka vidare till en kollega',
  member: 'Av',
  members: {
    title: 'Vems telefon ska vi skicka en kod till?',
    otherTitle: 'Skicka en kod till någon annans telefon',
    text: 'Meddelandet är skrivet till en gemensam brevlåda. De som sköter den öppnar det var och en med sin egen telefon. Välj dig själv.',
    whose: 'Koden går till',
    missing: (unit: string) =>
      `Finns du inte med, eller har du fått ett nytt nummer? ${unit} sköter listan och kan lägga till dig.`,
  },
} satisfies MailboxesTexts;

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
  passing: {
    lead: 'Kollegan får ett eget mejl och öppnar meddelandet med en kod till sin egen telefon. Kollegan kan svara och skriva under precis som du. Meddelandet finns också kvar i den gemensamma brevlådan, och avsändaren ser vem som skickade det vidare och till vem.',
    emailHint: (domain: string) => `En adress som slutar på @${domain}`,
    submit: 'Skicka vidare',
    done: 'Meddelandet är skickat vidare. Ett mejl är på väg till din kollega.',
    passedTitle: 'Skickat vidare till',
    errors: {
      not_in_domain: 'Meddelandet kan bara skickas vidare till en adress i din egen organisation.',
      email_taken: 'Adressen har redan meddelandet, eller kan inte väljas.',
      same_address: 'Det är den gemensamma brevlådans egen adress. Skriv en kollegas egen adress.',
      budget_spent: 'Meddelandet har skickats vidare många gånger i dag. Försök igen i morgon.',
    },
  },
} satisfies MailboxesTexts;

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
  passing: {
    lead: 'Kollegaen får sin egen mail og åbner beskeden med en kode på sin egen telefon. Kollegaen kan svare og underskrive, ligesom du kan. Beskeden bliver også i fællespostkassen, og afsenderen kan se, hvem der sendte den videre, og til hvem.',
    emailHint: (domain: string) => `En adresse, der ender på @${domain}`,
    submit: 'Send videre',
    done: 'Beskeden er sendt videre. Der er en mail på vej til din kollega.',
    passedTitle: 'Sendt videre til',
    errors: {
      not_in_domain: 'Beskeden kan kun sendes videre til en adresse i din egen organisation.',
      email_taken: 'Adressen har allerede beskeden, eller den kan ikke vælges.',
      same_address: 'Det er selve fællespostkassens adresse. Skriv en kollegas egen adresse.',
      budget_spent: 'Beskeden er sendt videre mange gange i dag. Prøv igen i morgen.',
    },
  },
} satisfies MailboxesTexts;

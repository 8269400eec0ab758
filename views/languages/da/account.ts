import type { AccountTexts } from '../en/account.ts';

export const account: AccountTexts = {
  signIn: {
    title: 'Log ind',
    lead: (organisation: string) => `For medarbejdere i ${organisation}, der skriver sikre beskeder.`,
    email: 'E-mailadresse',
    password: 'Adgangskode',
    submit: 'Log ind',
    help: 'Har du glemt din adgangskode? En administrator kan give dig et nyt link.',
    recipients: 'Har du modtaget en sikker besked? Så brug linket i mailen. Du skal ikke logge ind her.',
    errors: {
      wrong: 'Adressen og adgangskoden passer ikke sammen. Se efter begge dele, og prøv igen.',
      too_many: 'Der har været mange forsøg. Vent nogle minutter, og prøv igen.',
      session_ended:
        'Du blev logget ud, fordi der ikke skete noget i et stykke tid. Log ind for at fortsætte.',
    },
  },
  links: {
    ask: {
      title: 'Sender du fra dit mailprogram og har ingen adgangskode?',
      email: 'Adressen, du sender fra',
      hint: 'Vi mailer dig et link, der logger dig ind.',
      submit: 'Få et link på mail',
      errors: {
        email_invalid: 'Det er ikke en e-mailadresse. Skriv den for eksempel som navn@example.dk.',
        too_many: 'Der er bedt om mange links. Vent en time, og prøv igen.',
      },
    },
    asked: {
      title: 'Se i din indbakke',
      lead: (email: string) => `Hvis ${email} er kendt her, er et link på vej.`,
      leadUnnamed: 'Hvis adressen er kendt her, er et link på vej.',
      works: (hours: number) =>
        `Linket virker én gang, i ${hours} timer. Det logger dig ind til de beskeder, du har sendt.`,
      nothingTitle: 'Er der ikke kommet noget efter nogle minutter?',
      nothing: [
        'Se efter, om mailen ligger blandt uønsket post.',
        'Tjek, at det er den adresse, du sender fra.',
        'Har du valgt en adgangskode, sender vi ikke noget link: Log ind med adgangskoden.',
      ],
      back: 'Tilbage til login',
    },
    use: {
      title: 'Log ind til dine beskeder',
      lead: (email: string) => `Dette link er til ${email}.`,
      hint: 'Linket virker én gang. Bagefter kan du altid få et nyt.',
      submit: 'Log ind',
      notYou: 'Er det ikke din adresse? Så luk siden; der er ikke sket noget.',
    },
    gone: {
      title: 'Linket virker ikke længere',
      lead: (hours: number) =>
        `Det er brugt eller mere end ${hours} timer gammelt. Du kan få et nyt med det samme.`,
      password: 'Har du valgt en adgangskode? Så behøver du ikke noget link:',
    },
  },
  welcome: {
    title: 'Vælg en adgangskode',
    lead: (name: string) => `Velkommen, ${name}. Vælg en adgangskode, så er du klar.`,
    leadFirst: 'Du er den første administrator her. Fortæl, hvem du er, og vælg en adgangskode.',
    name: 'Navn',
    email: 'E-mailadresse',
    password: 'Adgangskode',
    again: 'Den samme adgangskode igen',
    hint: (length: number) => `Mindst ${length} tegn. Fire eller fem almindelige ord er en god adgangskode.`,
    submit: 'Gem, og log ind',
    errors: {
      password_weak: (length: number) => `Adgangskoden er for kort. Den skal have mindst ${length} tegn.`,
      email_invalid: 'Det er ikke en e-mailadresse. Skriv den for eksempel som navn@example.dk.',
      differs: 'De to adgangskoder er ikke ens. Skriv dem begge igen.',
      link_used: 'Linket er brugt eller for gammelt. Bed en administrator om et nyt.',
    },
  },
};

import type { AccountTexts } from '../en/account.ts';

export const account: AccountTexts = {
  signIn: {
    title: 'Logga in',
    lead: (organisation: string) => `För medarbetare i ${organisation} som skriver säkra meddelanden.`,
    email: 'E-postadress',
    password: 'Lösenord',
    submit: 'Logga in',
    help: 'Har du glömt lösenordet? En administratör kan ge dig en ny länk.',
    recipients: 'Har du fått ett säkert meddelande? Använd då länken i mejlet. Du ska inte logga in här.',
    errors: {
      wrong: 'Adressen och lösenordet stämmer inte överens. Kontrollera båda och försök igen.',
      too_many: 'Det har gjorts många försök. Vänta några minuter och försök igen.',
      session_ended: 'Du loggades ut eftersom inget hände på ett tag. Logga in för att fortsätta.',
    },
  },
  links: {
    ask: {
      title: 'Skickar du från ditt mejlprogram och har inget lösenord?',
      email: 'Adressen som du skickar från',
      hint: 'Vi mejlar dig en länk som loggar in dig.',
      submit: 'Få en länk via mejl',
      errors: {
        email_invalid: 'Det är ingen e-postadress. Skriv den till exempel som namn@example.se.',
        too_many: 'Många länkar har begärts. Vänta en timme och försök igen.',
      },
    },
    asked: {
      title: 'Titta i din inkorg',
      lead: (email: string) => `Om ${email} är känd här är en länk på väg.`,
      leadUnnamed: 'Om adressen är känd här är en länk på väg.',
      works: (hours: number) =>
        `Länken fungerar en gång, i ${hours} timmar. Den loggar in dig till de meddelanden som du har skickat.`,
      nothingTitle: 'Har inget kommit efter några minuter?',
      nothing: [
        'Se efter om mejlet ligger bland skräpposten.',
        'Kontrollera att det är adressen som du skickar från.',
        'Om du har valt ett lösenord skickar vi ingen länk: logga in med lösenordet.',
      ],
      back: 'Tillbaka till inloggningen',
    },
    use: {
      title: 'Logga in till dina meddelanden',
      lead: (email: string) => `Den här länken är till ${email}.`,
      hint: 'Länken fungerar en gång. Efteråt kan du alltid få en ny.',
      submit: 'Logga in',
      notYou: 'Är det inte din adress? Stäng då sidan; inget har hänt.',
    },
    gone: {
      title: 'Länken fungerar inte längre',
      lead: (hours: number) =>
        `Den har använts eller är mer än ${hours} timmar gammal. Du kan få en ny på en gång.`,
      password: 'Har du valt ett lösenord? Då behöver du ingen länk:',
    },
  },
  welcome: {
    title: 'Välj ett lösenord',
    lead: (name: string) => `Välkommen, ${name}. Välj ett lösenord, så är du klar.`,
    leadFirst: 'Du är den första administratören här. Berätta vem du är och välj ett lösenord.',
    name: 'Namn',
    email: 'E-postadress',
    password: 'Lösenord',
    again: 'Samma lösenord igen',
    hint: (length: number) => `Minst ${length} tecken. Fyra eller fem vanliga ord blir ett bra lösenord.`,
    submit: 'Spara och logga in',
    errors: {
      password_weak: (length: number) => `Lösenordet är för kort. Det behöver minst ${length} tecken.`,
      email_invalid: 'Det är ingen e-postadress. Skriv den till exempel som namn@example.se.',
      differs: 'De två lösenorden är inte likadana. Skriv båda igen.',
      link_used: 'Länken har använts eller är för gammal. Be en administratör om en ny.',
    },
  },
};

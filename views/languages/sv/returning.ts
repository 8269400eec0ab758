import type { ReturningTexts } from '../en/returning.ts';

export const returning = {
  title: 'Dina meddelanden',
  passkeys: 'Öppna utan kod nästa gång',
  /** A way to open, on the page before a code. */
  opening: {
    title: 'Öppna med din lösennyckel',
    text: 'Du har tidigare lagt till en lösennyckel (passkey) här. Ditt ansikte, ditt fingeravtryck eller enhetens pinkod öppnar meddelandet, och du behöver ingen kod från oss.',
    use: 'Öppna med lösennyckel',
    without:
      'Lösennycklar går inte att använda i den här webbläsaren: den känner inte till dem, eller så är JavaScript avstängt. Använd ett annat sätt i stället.',
  },
  /** The same, with a code that the sender made. */
  accessCode: {
    title: 'Öppna med en kod från avsändaren',
    text: (unit: string) =>
      `${unit} har gjort en kod till dig och ger dig den på ett annat sätt, till exempel per telefon, i ett brev eller personligen. Den har 12 bokstäver och siffror.`,
    label: 'Kod från avsändaren',
    hint: 'Till exempel 7K3M-Q9TX-4BWD. Stora och små bokstäver, mellanslag och bindestreck spelar ingen roll.',
    open: 'Öppna med den här koden',
  },
  known: 'Den här enheten har redan en lösennyckel för den här adressen och telefonen.',
  enrolment: {
    back: 'Tillbaka till meddelandet',
    lead: 'Med en lösennyckel (passkey) öppnar du meddelanden med ansiktet, fingeravtrycket eller enhetens pinkod, utan att vänta på en kod från oss. Du kan också skriva under med den, när du blir ombedd.',
    notProven:
      'En lösennyckel träder i stället för en kod till din egen telefon. Du har inte öppnat det här meddelandet med en sådan kod, så här går det inte att lägga till en lösennyckel. Du kan fortsätta som vanligt.',
    mine: 'Dina lösennycklar',
    another: 'Lägg till en till',
    steps: [
      'Tryck på knappen nedan.',
      'Enheten frågar om den får skapa en lösennyckel. Svara ja och visa ansiktet eller fingret, eller skriv enhetens pinkod.',
      'Välj ”Öppna med lösennyckel” nästa gång.',
    ],
    own: 'Gör det bara på en egen enhet. Lösennyckeln fungerar för meddelanden till den e-postadress och det telefonnummer som det här meddelandet skickades till.',
    full: 'Du har tio lösennycklar. Ta bort en innan du lägger till en ny.',
    removeHint:
      'Den öppnar inga fler meddelanden här. Radera den på enheten också, så att den inte föreslås igen. En kod till din telefon fungerar fortfarande.',
    without:
      'Det går inte att skapa en lösennyckel här: webbläsaren känner inte till lösennycklar, eller så är JavaScript avstängt. En kod till din telefon fungerar som förut.',
    done: {
      added: 'Lösennyckeln är tillagd. Nästa gång behöver du ingen kod.',
      renamed: 'Lösennyckeln har fått sitt nya namn.',
      removed: 'Lösennyckeln är borttagen. Den öppnar inget här längre.',
    },
  },
  errors: {
    unauthenticated: 'Din session är slut. Öppna meddelandet igen och kom sedan tillbaka hit.',
    not_permitted:
      'Ingen lösennyckel lades till: den träder i stället för en kod till din egen telefon, och du kan ha tio.',
    not_found: 'Det finns ingen sådan lösennyckel här. Välj ett annat sätt.',
    already_exists: 'Den här lösennyckeln har redan lagts till.',
    changed_meanwhile:
      'Det tog för lång tid, eller så skickades det två gånger. Ingenting har hänt. Tryck på knappen igen.',
    passkey_invalid: 'Lösennyckeln godtogs inte. Försök igen, eller välj ett annat sätt.',
    gone: 'Meddelandet kan inte längre öppnas.',
    invalid: 'Skriv ett namn på högst 60 tecken.',
    malformed: 'Det lyckades inte. Läs in sidan igen och försök en gång till.',
  },
  my: {
    lead: (organisation: string) =>
      `Här är de säkra meddelandena från ${organisation} till den e-postadress och det telefonnummer som du har visat är dina.`,
    none: 'Det finns inga meddelanden till dig nu. Meddelanden sparas bara under en begränsad tid.',
    sent: (time: string) => `Skickat ${time}.`,
    unopened: 'Inte öppnat än.',
    opened: 'Öppnat.',
    ending: {
      expired: 'Tiden för att läsa det har gått ut.',
      recalled: 'Avsändaren har återkallat det.',
      locked: 'Låst efter för många felaktiga koder. Kontakta avsändaren, som kan låsa upp det.',
      refused: 'Det kan inte längre öppnas.',
      reading_ended: 'Det kan inte längre öppnas.',
    },
    until: (time: string) => `Kan läsas till ${time}.`,
    open: 'Öppna',
    more: 'De hundra nyaste meddelandena visas. Äldre öppnas med länken i mejlet om dem.',
    errors: {
      gone: 'Det meddelandet kan inte längre öppnas. Listan visar hur det ser ut nu.',
      not_found: 'Det meddelandet är inte bland dina. Listan visar de som är det.',
    },
    signIn: {
      lead: (organisation: string) =>
        `Här hittar du de säkra meddelanden som ${organisation} har skickat till dig, utan att leta efter mejlen om dem.`,
      title: 'Visa att det är du',
      text: 'Använd lösennyckeln som du lade till när du öppnade ett meddelande. Ansiktet, fingeravtrycket eller enhetens pinkod räcker.',
      without:
        'Lösennycklar går inte att använda i den här webbläsaren: den känner inte till dem, eller så är JavaScript avstängt.',
      linkTitle: 'Har du ingen lösennyckel?',
      link: 'Öppna ett av dina meddelanden med länken i mejlet och en kod till din telefon. Därifrån kommer du till alla, och du kan lägga till en lösennyckel.',
      errors: {
        passkey_invalid:
          'Den lösennyckeln öppnar inga meddelanden här. Den kan ha tagits bort, eller vara till något annat. Försök med en annan, eller använd länken i ett mejl.',
        changed_meanwhile:
          'Det tog för lång tid, eller så skickades det två gånger. Ingenting har hänt. Tryck på knappen igen.',
        unauthenticated: 'Din session är slut, för att skydda dina meddelanden. Visa igen att det är du.',
      },
    },
  },
  mail: {
    subject: (organisation: string, reference: string) =>
      `En lösennyckel har lagts till för dina säkra meddelanden från ${organisation} (referens ${reference})`,
    what: (time: string, unit: string) =>
      `Den ${time} lades en lösennyckel (passkey) till av någon som hade öppnat ett säkert meddelande till dig från ${unit}.`,
    means: (organisation: string) =>
      `Den som har lösennyckeln kan öppna säkra meddelanden från ${organisation} till den här adressen utan en kod till din telefon.`,
    yours: 'Var det du? Då behöver du inte göra något. Det finns inget att trycka på i det här mejlet.',
    notYours: (organisation: string) =>
      `Var det inte du? Ring ${organisation} på ett nummer som du hittar själv och läs upp referensen. Du kan också öppna ett meddelande med en kod och ta bort lösennyckeln under ”Öppna utan kod nästa gång”.`,
  },
} satisfies ReturningTexts;

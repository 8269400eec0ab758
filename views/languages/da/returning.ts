import type { ReturningTexts } from '../en/returning.ts';

export const returning = {
  title: 'Dine beskeder',
  passkeys: 'Åbn uden kode næste gang',
  /** A way to open, on the page before a code. */
  opening: {
    title: 'Åbn med din adgangsnøgle',
    text: 'Du har tidligere tilføjet en adgangsnøgle (passkey) her. Dit ansigt, dit fingeraftryk eller koden til din enhed åbner beskeden, og du behøver ingen kode fra os.',
    use: 'Åbn med adgangsnøgle',
    without:
      'Adgangsnøgler kan ikke bruges i denne browser: den kender dem ikke, eller JavaScript er slået fra. Brug en anden måde i stedet.',
  },
  /** The same, with a code that the sender made. */
  accessCode: {
    title: 'Åbn med en kode fra afsenderen',
    text: (unit: string) =>
      `${unit} har lavet en kode til dig og giver dig den på en anden måde, for eksempel i telefonen, i et brev eller personligt. Den har 12 bogstaver og tal.`,
    label: 'Kode fra afsenderen',
    hint: 'For eksempel 7K3M-Q9TX-4BWD. Store og små bogstaver, mellemrum og bindestreger er uden betydning.',
    open: 'Åbn med denne kode',
  },
  known: 'Denne enhed har allerede en adgangsnøgle til denne adresse og telefon.',
  enrolment: {
    back: 'Tilbage til beskeden',
    lead: 'Med en adgangsnøgle (passkey) åbner du beskeder med dit ansigt, dit fingeraftryk eller koden til din enhed, uden at vente på en kode fra os. Du kan også skrive under med den, når du bliver bedt om det.',
    notProven:
      'En adgangsnøgle træder i stedet for en kode til din egen telefon. Du har ikke åbnet denne besked med sådan en kode, så her kan der ikke tilføjes en adgangsnøgle. Du kan fortsætte, som du plejer.',
    mine: 'Dine adgangsnøgler',
    another: 'Tilføj en til',
    steps: [
      'Tryk på knappen nedenfor.',
      'Din enhed spørger, om den må lave en adgangsnøgle. Svar ja, og vis dit ansigt eller din finger, eller tast koden til enheden.',
      'Vælg næste gang “Åbn med adgangsnøgle”.',
    ],
    own: 'Gør det kun på din egen enhed. Adgangsnøglen virker for beskeder til den mailadresse og det telefonnummer, som denne besked er sendt til.',
    full: 'Du har ti adgangsnøgler. Fjern en, før du tilføjer en ny.',
    removeHint:
      'Den åbner ikke flere beskeder her. Slet den også på din enhed, så den ikke bliver foreslået igen. En kode til din telefon virker stadig.',
    without:
      'Der kan ikke laves en adgangsnøgle her: browseren kender ikke adgangsnøgler, eller JavaScript er slået fra. En kode til din telefon virker som før.',
    done: {
      added: 'Adgangsnøglen er tilføjet. Næste gang behøver du ingen kode.',
      renamed: 'Adgangsnøglen har fået sit nye navn.',
      removed: 'Adgangsnøglen er fjernet. Den åbner ikke noget her længere.',
    },
  },
  errors: {
    unauthenticated: 'Din session er slut. Åbn beskeden igen, og kom så tilbage hertil.',
    not_permitted:
      'Der blev ikke tilføjet en adgangsnøgle: den træder i stedet for en kode til din egen telefon, og du kan have ti.',
    not_found: 'Der er ikke sådan en adgangsnøgle her. Vælg en anden måde.',
    already_exists: 'Denne adgangsnøgle er allerede tilføjet.',
    changed_meanwhile:
      'Det tog for lang tid, eller det blev sendt to gange. Der er ikke sket noget. Tryk på knappen igen.',
    passkey_invalid: 'Adgangsnøglen blev ikke godtaget. Prøv igen, eller vælg en anden måde.',
    gone: 'Beskeden kan ikke længere åbnes.',
    invalid: 'Skriv et navn på højst 60 tegn.',
    malformed: 'Det lykkedes ikke. Indlæs siden igen, og prøv en gang til.',
  },
  my: {
    lead: (organisation: string) =>
      `Her er de sikre beskeder fra ${organisation} til den mailadresse og det telefonnummer, som du har vist er dine.`,
    none: 'Der er ingen beskeder til dig nu. Beskeder gemmes kun i en begrænset tid.',
    sent: (time: string) => `Sendt ${time}.`,
    unopened: 'Ikke åbnet endnu.',
    opened: 'Åbnet.',
    ending: {
      expired: 'Tiden til at læse den er udløbet.',
      recalled: 'Afsenderen har trukket den tilbage.',
      locked: 'Låst efter for mange forkerte koder. Kontakt afsenderen, som kan låse den op.',
      refused: 'Den kan ikke længere åbnes.',
      reading_ended: 'Den kan ikke længere åbnes.',
    },
    until: (time: string) => `Kan læses til ${time}.`,
    open: 'Åbn',
    more: 'De hundrede nyeste beskeder vises. Ældre åbnes med linket i deres mail.',
    errors: {
      gone: 'Den besked kan ikke længere åbnes. Listen viser, hvordan det står til nu.',
      not_found: 'Den besked er ikke blandt dine. Listen viser dem, der er.',
    },
    signIn: {
      lead: (organisation: string) =>
        `Her finder du de sikre beskeder, som ${organisation} har sendt dig, uden at lede efter mailene om dem.`,
      title: 'Vis, at det er dig',
      text: 'Brug den adgangsnøgle, som du tilføjede, da du åbnede en besked. Dit ansigt, dit fingeraftryk eller koden til din enhed er nok.',
      without:
        'Adgangsnøgler kan ikke bruges i denne browser: den kender dem ikke, eller JavaScript er slået fra.',
      linkTitle: 'Har du ingen adgangsnøgle?',
      link: 'Åbn en af dine beskeder med linket i mailen og en kode til din telefon. Derfra kommer du til dem alle, og du kan tilføje en adgangsnøgle.',
      errors: {
        passkey_invalid:
          'Den adgangsnøgle åbner ingen beskeder her. Den kan være fjernet, eller den er til noget andet. Prøv en anden, eller brug linket i en mail.',
        changed_meanwhile:
          'Det tog for lang tid, eller det blev sendt to gange. Der er ikke sket noget. Tryk på knappen igen.',
        unauthenticated: 'Din session er slut, for at beskytte dine beskeder. Vis igen, at det er dig.',
      },
    },
  },
  mail: {
    subject: (organisation: string, reference: string) =>
      `Der er tilføjet en adgangsnøgle til dine sikre beskeder fra ${organisation} (reference ${reference})`,
    what: (time: string, unit: string) =>
      `Den ${time} blev der tilføjet en adgangsnøgle (passkey) af nogen, der havde åbnet en sikker besked til dig fra ${unit}.`,
    means: (organisation: string) =>
      `Den, der har adgangsnøglen, kan åbne sikre beskeder fra ${organisation} til denne adresse uden en kode til din telefon.`,
    yours: 'Var det dig? Så skal du ikke gøre noget. Der er ikke noget at trykke på i denne mail.',
    notYours: (organisation: string) =>
      `Var det ikke dig? Ring til ${organisation} på et nummer, som du selv finder, og læs referencen op. Du kan også åbne en besked med en kode og fjerne adgangsnøglen under “Åbn uden kode næste gang”.`,
  },
} satisfies ReturningTexts;

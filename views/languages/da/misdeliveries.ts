import type { MisdeliveriesTexts } from '../en/misdeliveries.ts';

export const misdeliveries = {
  title: 'Beskeden er ikke til mig',
  lead: 'Tak, fordi du siger det. Du har ikke gjort noget galt, og der bliver ikke åbnet noget.',
  what: 'Hvad er der galt?',
  reasons: {
    not_me: 'Beskeden er til en anden end mig',
    domain: 'Beskeden er ikke til nogen på vores adresser',
    died: 'Den person, den er til, er død',
    left: 'Den person, den er til, er her ikke længere',
    phone: 'Beskeden er til mig, men jeg har ikke telefonen mere',
  },
  reasonHints: {
    not_me: 'Mailen om beskeden er kommet til en forkert.',
    domain: 'Det, der kommer til adresser, der ender som vores, er ment til andre.',
    died: 'Afsenderen bliver bedt om ikke at skrive til personen igen.',
    left: 'For eksempel en tidligere kollega eller en, der er flyttet.',
    phone: 'Afsenderen kan rette nummeret. Så virker det samme link med din nye telefon.',
  },
  nextTitle: 'Det sker der så',
  next: (unit: string) => [
    `Vi fortæller straks ${unit}, at beskeden måske er havnet forkert.`,
    'Du får ikke flere påmindelser om denne besked.',
    'Ingen får skylden, og du behøver ikke forklare noget.',
  ],
  submit: 'Sig det til afsenderen',
  back: 'Tilbage',
  errors: {
    title: 'Afsenderen har ikke fået besked endnu',
    reason: 'Vælg det, der passer bedst.',
  },
  thanks: {
    title: 'Tak for hjælpen',
    told: (unit: string) =>
      `Vi har givet ${unit} besked om det, du sagde. Du får ikke flere påmindelser om denne besked.`,
    means: {
      not_me: 'Du behøver ikke gøre mere. Du kan slette mailen og lukke siden.',
      domain:
        'Afsenderen bliver bedt om at se på alt, hvad der er sendt til jeres adresser. Du behøver ikke gøre mere.',
      died: 'Vi kondolerer, hvis I stod hinanden nær. Afsenderen bliver bedt om ikke at skrive til personen igen. Du behøver ikke gøre mere.',
      left: 'Afsenderen bliver bedt om at finde den rigtige adresse. Du behøver ikke gøre mere.',
      phone:
        'Afsenderen bliver bedt om at rette telefonnummeret. Når det er gjort, virker det samme link med din nye telefon.',
    },
    otherwise: 'Du behøver ikke gøre mere. Du kan lukke siden.',
    contact: (unit: string) => `Vil du hellere tale med nogen, så kontakt ${unit}, og oplys referencen.`,
    mistake: 'Var den til dig alligevel? Intet er tabt: Du kan åbne den med en kode.',
    open: 'Tilbage til beskeden',
  },
  landing: {
    hint: 'Du skal ikke bruge en kode til det, og der bliver ikke åbnet noget.',
    phone: 'Sig det til afsenderen her, uden kode',
    reportedTitle: 'Nogen har sagt, at beskeden ikke er til dem.',
    reported:
      'Maskiner, der kontrollerer mails, trykker somme tider på knapper, og somme tider bliver en mail sendt videre. Er beskeden til dig, så gå bare videre: En kode til din telefon åbner den som sædvanlig.',
  },
  deletion: {
    titles: {
      asked: 'Vil du slette det, du har gemt?',
      exhausted: 'Ring til afsenderen',
      confirmed: 'Tak for hjælpen',
    },
    what: (unit: string, when: string) =>
      `En besked fra ${unit} blev sendt til dig ved en fejl. Afsenderen kaldte den tilbage den ${when}.`,
    whatUndated: (unit: string) =>
      `En besked fra ${unit} blev sendt til dig ved en fejl. Afsenderen har kaldt den tilbage.`,
    means: 'Du har ikke gjort noget galt. Beskeden kan ikke længere åbnes her.',
    askTitle: 'Det beder vi dig om',
    steps: [
      'Slet de filer, du har hentet, også fra mappen med overførsler og fra papirkurven.',
      'Slet kopier, skærmbilleder og udskrifter.',
      'Fortæl os det så på denne side.',
    ],
    confirmTitle: 'Fortæl os, at det er slettet',
    codeFirst: 'Vi sender en kode til din telefon, så vi ved, at det er dig:',
    enter: 'Skriv koden, og bekræft',
    passedOn: 'Har andre set den eller fået den?',
    passedOnHint: 'Sig det bare, som det er. Det hjælper afsenderen med at hjælpe dem, beskeden handler om.',
    answers: {
      no: 'Nej, jeg har ikke givet den videre',
      yes: 'Ja, andre har set den eller fået den',
      unknown: 'Det ved jeg ikke',
    },
    submit: 'Jeg har slettet den',
    exhausted: (unit: string) =>
      `Der blev skrevet for mange forkerte koder, så siden tager ikke imod flere. Slet det, du har gemt, og ring til ${unit}, og sig det. Oplys referencen.`,
    confirmed: (unit: string) =>
      `Vi har fortalt ${unit}, at det er slettet. Du behøver ikke gøre mere, og du kan lukke siden.`,
    contact: (unit: string) => `Har du spørgsmål? Kontakt ${unit}, og oplys referencen.`,
    noPhone: (unit: string) =>
      `Vi har ikke noget telefonnummer at sende en kode til. Slet det, du har gemt, og kontakt ${unit}, og sig det. Oplys referencen.`,
    errors: {
      title: 'Vi har ikke kunnet tage imod dit svar endnu',
      wrong_code: (tries: number) =>
        tries === 1
          ? 'Koden er ikke rigtig. Se efter, og prøv igen. Du har ét forsøg tilbage.'
          : `Koden er ikke rigtig. Se efter, og prøv igen. Du har ${tries} forsøg tilbage.`,
      passed_on: 'Fortæl, om andre har set den eller fået den.',
    },
  },
  mail: {
    subject: (from: string, reference: string) =>
      `En besked fra ${from} blev sendt til dig ved en fejl (reference ${reference})`,
    reminderSubject: (from: string, reference: string) =>
      `Vil du bekræfte? En besked fra ${from} blev sendt til dig ved en fejl (reference ${reference})`,
    what: (from: string, time: string) =>
      `En sikker besked, som ${from} sendte den ${time}, blev sendt til dig ved en fejl og er blevet åbnet. Afsenderen har kaldt den tilbage. Du har ikke gjort noget galt.`,
    ask: 'Slet venligst det, du har gemt af den: filer, kopier, skærmbilleder og udskrifter.',
    confirm: 'Bekræft det så på denne side, med en kode, som vi sender til din telefon:',
    confirmStill:
      'Vi har spurgt før og ikke hørt fra dig. Bekræft det venligst på denne side, med en kode, som vi sender til din telefon:',
    thanks: 'Tak for hjælpen.',
  },
  told: {
    not_me: 'Den, der fik den, siger, at den er til en anden.',
    domain: 'Den, der fik den, siger, at ingen på dette domæne er ment.',
    died: 'Den, der fik den, siger, at modtageren er død.',
    left: 'Den, der fik den, siger, at modtageren ikke er der længere.',
    phone: 'Modtageren siger, at telefonnummeret ikke er deres mere.',
  },
} satisfies MisdeliveriesTexts;

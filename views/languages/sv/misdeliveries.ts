import type { MisdeliveriesTexts } from '../en/misdeliveries.ts';

export const misdeliveries = {
  title: 'Meddelandet är inte till mig',
  lead: 'Tack för att du säger det. Du har inte gjort något fel, och inget öppnas av det här.',
  what: 'Vad är det som inte stämmer?',
  reasons: {
    not_me: 'Det är till någon annan än mig',
    domain: 'Det är inte till någon på våra adresser',
    died: 'Personen som det är till har avlidit',
    left: 'Personen som det är till finns inte kvar här',
    phone: 'Det är till mig, men jag har inte kvar telefonen',
  },
  reasonHints: {
    not_me: 'Mejlet om meddelandet har kommit till fel person.',
    domain: 'Det som kommer till adresser som slutar som våra är avsett för andra.',
    died: 'Avsändaren ombeds att inte skriva till personen igen.',
    left: 'Till exempel en tidigare kollega eller någon som har flyttat.',
    phone: 'Avsändaren kan rätta numret. Då fungerar samma länk med din nya telefon.',
  },
  nextTitle: 'Det här händer sedan',
  next: (unit: string) => [
    `Vi berättar genast för ${unit} att meddelandet kan ha hamnat fel.`,
    'Du får inga fler påminnelser om det här meddelandet.',
    'Ingen får skulden, och du behöver inte förklara något.',
  ],
  submit: 'Berätta för avsändaren',
  back: 'Tillbaka',
  errors: {
    title: 'Avsändaren har inte fått veta det än',
    reason: 'Välj det som passar bäst.',
  },
  thanks: {
    title: 'Tack för hjälpen',
    told: (unit: string) =>
      `Vi har berättat för ${unit} vad du sade. Du får inga fler påminnelser om det här meddelandet.`,
    means: {
      not_me: 'Du behöver inte göra något mer. Du kan ta bort mejlet och stänga sidan.',
      domain:
        'Avsändaren ombeds att se över allt som har skickats till era adresser. Du behöver inte göra något mer.',
      died: 'Vi beklagar sorgen, om ni stod varandra nära. Avsändaren ombeds att inte skriva till personen igen. Du behöver inte göra något mer.',
      left: 'Avsändaren ombeds att hitta rätt adress. Du behöver inte göra något mer.',
      phone:
        'Avsändaren ombeds att rätta telefonnumret. När det är gjort fungerar samma länk med din nya telefon.',
    },
    otherwise: 'Du behöver inte göra något mer. Du kan stänga sidan.',
    contact: (unit: string) => `Vill du hellre tala med någon, kontakta ${unit} och uppge referensen.`,
    mistake: 'Var det till dig ändå? Inget är förlorat: du kan öppna det med en kod.',
    open: 'Tillbaka till meddelandet',
  },
  landing: {
    hint: 'Du behöver ingen kod för det, och inget öppnas.',
    phone: 'Berätta det för avsändaren här, utan kod',
    reportedTitle: 'Någon har sagt att meddelandet inte är till dem.',
    reported:
      'Maskiner som kontrollerar e-post trycker ibland på knappar, och ibland skickas ett mejl vidare. Är meddelandet till dig, så fortsätt bara: en kod till din telefon öppnar det som vanligt.',
  },
  deletion: {
    titles: {
      asked: 'Vill du ta bort det du har sparat?',
      exhausted: 'Ring avsändaren',
      confirmed: 'Tack för hjälpen',
    },
    what: (unit: string, when: string) =>
      `Ett meddelande från ${unit} skickades till dig av misstag. Avsändaren återkallade det den ${when}.`,
    whatUndated: (unit: string) =>
      `Ett meddelande från ${unit} skickades till dig av misstag. Avsändaren har återkallat det.`,
    means: 'Du har inte gjort något fel. Meddelandet kan inte längre öppnas här.',
    askTitle: 'Det här ber vi dig om',
    steps: [
      'Ta bort filerna som du har hämtat, också från mappen för hämtade filer och från papperskorgen.',
      'Ta bort kopior, skärmbilder och utskrifter.',
      'Berätta det sedan för oss på den här sidan.',
    ],
    confirmTitle: 'Berätta att det är borttaget',
    codeFirst: 'Vi skickar en kod till din telefon, så att vi vet att det är du:',
    enter: 'Skriv koden och bekräfta',
    passedOn: 'Har någon annan sett eller fått det?',
    passedOnHint: 'Säg bara som det är. Det hjälper avsändaren att hjälpa dem som meddelandet handlar om.',
    answers: {
      no: 'Nej, jag har inte gett det vidare',
      yes: 'Ja, någon annan har sett eller fått det',
      unknown: 'Det vet jag inte',
    },
    submit: 'Jag har tagit bort det',
    exhausted: (unit: string) =>
      `För många felaktiga koder skrevs in, så sidan tar inte emot fler. Ta bort det du har sparat, ring sedan ${unit} och säg det. Uppge referensen.`,
    confirmed: (unit: string) =>
      `Vi har berättat för ${unit} att det är borttaget. Du behöver inte göra något mer, och du kan stänga sidan.`,
    contact: (unit: string) => `Har du frågor? Kontakta ${unit} och uppge referensen.`,
    noPhone: (unit: string) =>
      `Vi har inget telefonnummer att skicka en kod till. Ta bort det du har sparat, kontakta sedan ${unit} och säg det. Uppge referensen.`,
    errors: {
      title: 'Vi kunde inte ta emot ditt svar än',
      wrong_code: (tries: number) =>
        tries === 1
          ? 'Koden stämmer inte. Kontrollera den och försök igen. Du har ett försök kvar.'
          : `Koden stämmer inte. Kontrollera den och försök igen. Du har ${tries} försök kvar.`,
      passed_on: 'Säg om någon annan har sett eller fått det.',
    },
  },
  mail: {
    subject: (from: string, reference: string) =>
      `Ett meddelande från ${from} skickades till dig av misstag (referens ${reference})`,
    reminderSubject: (from: string, reference: string) =>
      `Vill du bekräfta? Ett meddelande från ${from} skickades till dig av misstag (referens ${reference})`,
    what: (from: string, time: string) =>
      `Ett säkert meddelande som ${from} skickade den ${time} skickades till dig av misstag och öppnades. Avsändaren har återkallat det. Du har inte gjort något fel.`,
    ask: 'Ta gärna bort det du har sparat av det: filer, kopior, skärmbilder och utskrifter.',
    confirm: 'Bekräfta det sedan på den här sidan, med en kod som vi skickar till din telefon:',
    confirmStill:
      'Vi har frågat tidigare och inte hört från dig. Bekräfta det gärna på den här sidan, med en kod som vi skickar till din telefon:',
    thanks: 'Tack för hjälpen.',
  },
  told: {
    not_me: 'Den som fick det säger att det är till någon annan.',
    domain: 'Den som fick det säger att ingen på den här domänen är avsedd.',
    died: 'Den som fick det säger att mottagaren har avlidit.',
    left: 'Den som fick det säger att mottagaren inte finns kvar där.',
    phone: 'Mottagaren säger att telefonnumret inte är deras längre.',
  },
} satisfies MisdeliveriesTexts;

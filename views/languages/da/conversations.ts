import type { ConversationsTexts } from '../en/conversations.ts';

export const conversations = {
  title: 'Samtale',
  whole: 'Hele samtalen',
  answers: {
    title: 'Svar',
    none: 'Der er ikke kommet svar endnu. Når en modtager svarer på en af dine beskeder, finder du svaret her og får en mail.',
    from: 'Svar fra',
    unread: 'Nyt',
    read: 'Først læst',
    mailed: 'Afleveret til en postkasse',
    files: (count: number) => (count === 1 ? '1 fil' : `${count} filer`),
    before: 'Nyere svar',
    next: 'Ældre svar',
  },
  reply: {
    title: 'Svar',
    back: 'Tilbage til beskeden',
    about: 'Svar på:',
    text: 'Hvad modtageren skrev',
    onlyFiles: 'Der er ingen tekst, kun filer.',
    filesHint: 'Filerne er, som modtageren sendte dem, og ingen har undersøgt dem. Åbn kun det, du venter.',
    readAt: 'Først læst ved skrivebordet:',
    cannot:
      'Du kan ikke svare her: Beskeden er kaldt tilbage, slettet eller meldt som ikke ment til modtageren, eller du må ikke sende.',
    notYours: 'Kun den, der har sagen, kan svare. Overtag sagen på beskedens side.',
    answerTitle: 'Svar til',
    answerHint:
      'Dit svar er en sikker besked for sig. Modtageren får en mail om den og en kode til den samme telefon som før.',
    noPhone:
      'Der er intet telefonnummer til denne modtager. Dit svar bliver forseglet og holdt tilbage, indtil du tilføjer et på svarets side.',
  },
  turns: {
    message: 'Besked fra',
    reply: 'Svar fra',
    read: 'Læs svaret',
    html: 'Teksten er sat op: Åbn beskeden for at se den.',
  },
  ofMessage: {
    title: (answers: number) => (answers === 0 ? 'Svar og sag' : `${answers} svar`),
    keptBy: 'Sagen er hos',
    takeBack: 'Tag den tilbage',
    giveBack: 'Giv den tilbage',
    give: 'Giv sagen til en kollega',
    colleague: 'Kollega',
    giveHint:
      'Kollegaen kan læse beskeden og alt, hvad der er svaret på den, svare, kalde tilbage og får besked om svar i stedet for dig. Du beholder den også. Overdragelsen bliver noteret.',
    submit: 'Giv sagen',
  },
  byMail: {
    title: 'Svar i din egen postkasse',
    lead: 'Når en modtager svarer, får du en mail om det. Du kan i stedet få selve svaret sendt til din postkasse med filer på op til 20 MB. Det sendes kun over en krypteret forbindelse til en mailserver, der kan bevise sit navn. Ellers bliver det her, og mailen siger det. I din postkasse gælder din egen organisations regler: En tilbagekaldelse eller sletning her når ikke derind.',
    on: 'Svar bliver sendt til din postkasse.',
    off: 'Svar bliver ved skrivebordet.',
    turnOn: 'Send svar til min postkasse',
    turnOff: 'Behold svar ved skrivebordet',
  },
  mail: {
    came: {
      subject: 'Der er kommet svar på din sikre besked',
      what: 'Modtageren af din sikre besked har svaret på den.',
      inherited:
        'Modtageren af en sikker besked har svaret på den. Den, der skrev beskeden, er ikke længere aktiv her eller kunne ikke nås, så mailen kommer til jer. Enhedens medarbejdere finder beskeden ved skrivebordet under “Efterladte” og kan læse svaret dér, når de har givet en begrundelse.',
      why: {
        no_tls:
          'Du har valgt at få svar i din egen postkasse. Dette svar bliver ved skrivebordet, fordi mailserveren ikke tilbød en krypteret forbindelse, som vi kan stole på.',
        too_large:
          'Du har valgt at få svar i din egen postkasse. Dette svar bliver ved skrivebordet, fordi det er for stort til en mail.',
        refused:
          'Du har valgt at få svar i din egen postkasse. Dette svar bliver ved skrivebordet, fordi mailserveren ikke tog imod det.',
      },
      read: 'Læs svaret ved skrivebordet:',
      noContent: 'Hvad der står i svaret, gentager vi ikke her, fordi det kan være fortroligt.',
    },
    itself: {
      from: (recipient: string, time: string) =>
        `${recipient} skrev dette den ${time} som svar på din sikre besked.`,
      answer:
        'Svar på denne mail, så bliver dit svar forseglet og sendt til modtageren som en sikker besked. Gør det fra denne adresse og inden 30 dage. Din mail bør ikke sendes ukrypteret på vejen: Spørg i din organisation, hvis du er i tvivl.',
      atDesk: 'Svaret ved skrivebordet, hvor du også kan svare på det:',
    },
    given: {
      subject: 'Du har fået en sag',
      what: (by: string) =>
        `${by} har givet dig en sikker besked med alt, hvad der er svaret på den. Du kan læse den, svare på den og handle på den, som var den din egen, og du får besked, når modtageren svarer.`,
    },
  },
} satisfies ConversationsTexts;

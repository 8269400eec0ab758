import type { ConversationsTexts } from '../en/conversations.ts';

export const conversations = {
  title: 'Konversation',
  whole: 'Hela konversationen',
  answers: {
    title: 'Svar',
    none: 'Inga svar har kommit än. När en mottagare svarar på något av dina meddelanden hittar du svaret här och får ett mejl.',
    from: 'Svar från',
    unread: 'Nytt',
    read: 'Först läst',
    mailed: 'Lämnat till en brevlåda',
    files: (count: number) => (count === 1 ? '1 fil' : `${count} filer`),
    before: 'Nyare svar',
    next: 'Äldre svar',
  },
  reply: {
    title: 'Svar',
    back: 'Tillbaka till meddelandet',
    about: 'Svar på:',
    text: 'Vad mottagaren skrev',
    onlyFiles: 'Det finns ingen text, bara filer.',
    filesHint:
      'Filerna är som mottagaren skickade dem, och ingen har kontrollerat dem. Öppna bara det du väntar dig.',
    readAt: 'Först läst vid skrivbordet:',
    cannot:
      'Du kan inte svara här: meddelandet har återkallats, raderats eller anmälts som inte avsett för mottagaren, eller så får du inte skicka.',
    notYours: 'Bara den som har ärendet kan svara. Ta över ärendet på meddelandets sida.',
    answerTitle: 'Svar till',
    answerHint:
      'Ditt svar är ett eget säkert meddelande. Mottagaren får ett mejl om det och en kod till samma telefon som förut.',
    noPhone:
      'Det finns inget telefonnummer till den här mottagaren. Ditt svar förseglas och hålls kvar tills du lägger till ett på svarets sida.',
  },
  turns: {
    message: 'Meddelande från',
    reply: 'Svar från',
    read: 'Läs svaret',
    html: 'Texten är formaterad: öppna meddelandet för att se den.',
  },
  ofMessage: {
    title: (answers: number) => (answers === 0 ? 'Svar och ärende' : `${answers} svar`),
    keptBy: 'Ärendet är hos',
    takeBack: 'Ta tillbaka det',
    giveBack: 'Lämna tillbaka det',
    give: 'Ge ärendet till en kollega',
    colleague: 'Kollega',
    giveHint:
      'Kollegan kan läsa meddelandet och allt som har svarats på det, svara, återkalla och får veta om svar i ditt ställe. Du behåller det också. Överlämnandet noteras.',
    submit: 'Ge ärendet',
  },
  byMail: {
    title: 'Svar i din egen brevlåda',
    lead: 'När en mottagare svarar får du ett mejl om det. Du kan i stället få själva svaret skickat till din brevlåda, med filer på upp till 20 MB. Det skickas bara över en krypterad anslutning till en e-postserver som kan bevisa sitt namn. Annars stannar det här, och mejlet säger det. I din brevlåda gäller din egen organisations regler: en återkallelse eller radering här når inte dit.',
    on: 'Svar skickas till din brevlåda.',
    off: 'Svar stannar vid skrivbordet.',
    turnOn: 'Skicka svar till min brevlåda',
    turnOff: 'Behåll svar vid skrivbordet',
  },
  mail: {
    came: {
      subject: 'Ett svar på ditt säkra meddelande har kommit',
      what: 'Mottagaren av ditt säkra meddelande har svarat på det.',
      inherited:
        'Mottagaren av ett säkert meddelande har svarat på det. Den som skrev meddelandet är inte längre aktiv här eller kunde inte nås, så mejlet kommer till er. Enhetens medarbetare hittar meddelandet vid skrivbordet under ”Efterlämnade” och kan läsa svaret där när de har angett ett skäl.',
      why: {
        no_tls:
          'Du har valt att få svar i din egen brevlåda. Det här svaret stannar vid skrivbordet, eftersom e-postservern inte erbjöd en krypterad anslutning som går att lita på.',
        too_large:
          'Du har valt att få svar i din egen brevlåda. Det här svaret stannar vid skrivbordet, eftersom det är för stort för ett mejl.',
        refused:
          'Du har valt att få svar i din egen brevlåda. Det här svaret stannar vid skrivbordet, eftersom e-postservern inte tog emot det.',
      },
      read: 'Läs svaret vid skrivbordet:',
      noContent: 'Vad som står i svaret upprepas inte här, eftersom det kan vara konfidentiellt.',
    },
    itself: {
      from: (recipient: string, time: string) =>
        `${recipient} skrev detta den ${time} som svar på ditt säkra meddelande.`,
      answer:
        'Svara på det här mejlet, så förseglas ditt svar och skickas till mottagaren som ett säkert meddelande. Gör det från den här adressen och inom 30 dagar. Ditt mejl bör inte skickas okrypterat på vägen: fråga i din organisation om du är osäker.',
      atDesk: 'Svaret vid skrivbordet, där du också kan besvara det:',
    },
    given: {
      subject: 'Du har fått ett ärende',
      what: (by: string) =>
        `${by} har gett dig ett säkert meddelande med allt som har svarats på det. Du kan läsa det, svara på det och agera på det som om det vore ditt eget, och du får veta när mottagaren svarar.`,
    },
  },
} satisfies ConversationsTexts;

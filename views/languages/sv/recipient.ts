import type { RecipientTexts } from '../en/recipient.ts';

export const recipient = {
  message: {
    openedAt: 'Öppnat',
    readableUntil: 'Kan läsas till',
    next: 'Vad du kan göra',
    details: 'Om meddelandet',
    contentTitle: 'Meddelande',
    frameTitle: 'Meddelandets text',
    frameAlone: 'Visa texten på en egen sida',
    empty: 'Meddelandet har ingen text, bara bifogade filer.',
    attachments: (count: number) => (count === 1 ? '1 bifogad fil' : `${count} bifogade filer`),
    download: 'Hämta',
    others: 'Även skickat till',
    othersHint: 'Avsändaren har valt att mottagarna av det här meddelandet kan se varandra.',
    keep: (date: string) =>
      `Spara det du vill behålla. Efter den ${date} kan meddelandet inte längre öppnas.`,
    done: 'Är du klar? Logga ut, särskilt om andra använder den här enheten.',
  },
  gone: {
    expired: {
      title: 'Meddelandet kan inte längre öppnas',
      what: (when: string) => `Tiden för att läsa det gick ut den ${when}.`,
      whatUndated: 'Tiden för att läsa det har gått ut.',
      means: 'Meddelanden sparas bara en begränsad tid, så att de inte ligger kvar längre än nödvändigt.',
      next: (unit: string) =>
        `Behöver du det fortfarande? Kontakta ${unit}, uppge referensen och be dem skicka det igen.`,
    },
    recalled: {
      title: 'Avsändaren har återkallat meddelandet',
      what: (when: string) => `Avsändaren återkallade meddelandet den ${when}.`,
      whatUndated: 'Avsändaren har återkallat meddelandet.',
      means:
        'Det kan inte längre öppnas med den här länken. Du har inte gjort något fel, och du behöver inte göra något.',
      next: (unit: string) => `Om du väntade på ett meddelande, kontakta ${unit} och uppge referensen.`,
    },
    reading_ended: {
      title: 'Du kan inte läsa meddelandet nu',
      what: (when: string) => `Din möjlighet att läsa meddelandet upphörde ${when}.`,
      whatUndated: 'Någon lät dig läsa ett meddelande till sig, och just nu kan du inte.',
      means:
        'De har avslutat det, eller kan själva inte öppna meddelandet just nu. Du har inte gjort något fel och behöver inte göra något.',
      next: (unit: string) =>
        `Behöver du fortfarande läsa det? Fråga den som lät dig läsa. ${unit}, som skrev till dem, kan inte berätta mer.`,
    },
    locked: {
      title: 'Meddelandet är låst',
      what: (when: string) => `För många felaktiga koder skrevs in, och meddelandet låstes den ${when}.`,
      whatUndated: 'För många felaktiga koder skrevs in, och meddelandet låstes.',
      means:
        'Meddelandet är i säkerhet: ingen har öppnat det på det sättet. Avsändaren har fått veta det och kan låsa upp det.',
      next: (unit: string) =>
        `Kontakta ${unit} och uppge referensen. När meddelandet är upplåst fungerar samma länk igen. Har du fått ett nytt telefonnummer, så berätta det också.`,
    },
    refused: {
      title: 'Meddelandet skickades inte',
      what: (when: string) => `Meddelandet stoppades den ${when}, innan det skickades till dig.`,
      whatUndated: 'Meddelandet stoppades innan det skickades till dig.',
      means: 'Här finns inget att läsa. Avsändaren har fått veta det.',
      next: (unit: string) => `Om du väntade på ett meddelande, kontakta ${unit} och uppge referensen.`,
    },
    unopened:
      'Inget av det har visats för någon med den här länken, och det kan inte längre öppnas. Du har inte gjort något fel, och du behöver inte göra något.',
    meansTitle: 'Vad det betyder',
    nextTitle: 'Vad du kan göra',
  },
  notFound: {
    title: 'Vi hittar inget meddelande på den här länken',
    lead: 'Adressen har kanske inte kommit med i sin helhet, eller så har meddelandet tagits bort. Du har inte gjort något fel.',
    tryTitle: 'Det här kan du prova',
    steps: [
      'Kopiera hela länken från mejlet. Långa länkar delas ibland upp på två rader.',
      'Om du har fått flera mejl om meddelandet, använd det nyaste.',
      'Kontakta avsändaren och uppge referensen från mejlet, tio bokstäver som KTRWH-MXCPB.',
    ],
  },
  signedOut: {
    title: 'Du är utloggad',
    lead: 'Meddelandet är stängt på den här enheten. Du kan stänga sidan.',
    again: 'Öppna meddelandet igen',
    againHint: 'Du behöver en ny kod, eller din lösennyckel om du har lagt till en.',
    files: 'Filer som du har hämtat finns kvar på enheten.',
  },
  sessionEnded: {
    title: 'Meddelandet har stängts igen',
    lead: 'För att skydda meddelandet stängs det när det inte har använts på ett tag. Få en ny kod för att läsa vidare.',
    again: 'Få en ny kod',
  },
} satisfies RecipientTexts;

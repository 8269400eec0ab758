import type { RecipientTexts } from '../en/recipient.ts';

export const recipient = {
  message: {
    openedAt: 'Åbnet',
    readableUntil: 'Kan læses til',
    next: 'Hvad du kan gøre',
    details: 'Om beskeden',
    contentTitle: 'Besked',
    frameTitle: 'Beskedens tekst',
    frameAlone: 'Vis teksten på en side for sig',
    empty: 'Beskeden har ingen tekst, kun vedhæftede filer.',
    attachments: (count: number) => (count === 1 ? '1 vedhæftet fil' : `${count} vedhæftede filer`),
    download: 'Hent',
    others: 'Også sendt til',
    othersHint: 'Afsenderen har valgt, at modtagerne af denne besked kan se hinanden.',
    keep: (date: string) => `Gem det, du vil beholde. Efter den ${date} kan beskeden ikke længere åbnes.`,
    done: 'Er du færdig? Log ud, især hvis andre bruger denne enhed.',
  },
  gone: {
    expired: {
      title: 'Beskeden kan ikke længere åbnes',
      what: (when: string) => `Fristen for at læse den udløb den ${when}.`,
      whatUndated: 'Fristen for at læse den er udløbet.',
      means: 'Beskeder gemmes kun i en begrænset tid, så de ikke ligger længere end nødvendigt.',
      next: (unit: string) =>
        `Har du stadig brug for den? Kontakt ${unit}, oplys referencen, og bed dem sende den igen.`,
    },
    recalled: {
      title: 'Afsenderen har kaldt beskeden tilbage',
      what: (when: string) => `Afsenderen kaldte beskeden tilbage den ${when}.`,
      whatUndated: 'Afsenderen har kaldt beskeden tilbage.',
      means:
        'Den kan ikke længere åbnes med dette link. Du har ikke gjort noget galt, og du behøver ikke gøre noget.',
      next: (unit: string) => `Hvis du ventede en besked, så kontakt ${unit}, og oplys referencen.`,
    },
    reading_ended: {
      title: 'Du kan ikke læse beskeden nu',
      what: (when: string) => `Din adgang til at læse beskeden sluttede ${when}.`,
      whatUndated: 'En anden lod dig læse en besked til sig, og lige nu kan du ikke.',
      means:
        'De har afsluttet det, eller kan ikke selv åbne beskeden lige nu. Du har ikke gjort noget galt, og du behøver ikke gøre noget.',
      next: (unit: string) =>
        `Har du stadig brug for at læse den? Spørg den, der lod dig læse med. ${unit}, som skrev til dem, kan ikke fortælle dig mere.`,
    },
    locked: {
      title: 'Beskeden er låst',
      what: (when: string) => `Der blev skrevet for mange forkerte koder, og beskeden blev låst den ${when}.`,
      whatUndated: 'Der blev skrevet for mange forkerte koder, og beskeden blev låst.',
      means:
        'Beskeden er i sikkerhed: Ingen har åbnet den på den måde. Afsenderen har fået besked og kan låse den op.',
      next: (unit: string) =>
        `Kontakt ${unit}, og oplys referencen. Når beskeden er låst op, virker det samme link igen. Har du fået nyt telefonnummer, så fortæl dem også det.`,
    },
    refused: {
      title: 'Beskeden blev ikke sendt',
      what: (when: string) => `Beskeden blev stoppet den ${when}, før den blev sendt til dig.`,
      whatUndated: 'Beskeden blev stoppet, før den blev sendt til dig.',
      means: 'Her er ikke noget at læse. Afsenderen har fået besked.',
      next: (unit: string) => `Hvis du ventede en besked, så kontakt ${unit}, og oplys referencen.`,
    },
    unopened:
      'Intet af den er blevet vist for nogen med dette link, og den kan ikke længere åbnes. Du har ikke gjort noget galt, og du behøver ikke gøre noget.',
    meansTitle: 'Hvad det betyder',
    nextTitle: 'Hvad du kan gøre',
  },
  notFound: {
    title: 'Vi kan ikke finde en besked på dette link',
    lead: 'Adressen er måske ikke kommet helt med, eller beskeden er slettet. Du har ikke gjort noget galt.',
    tryTitle: 'Det kan du prøve',
    steps: [
      'Kopiér hele linket fra mailen. Lange links bliver somme tider delt over to linjer.',
      'Har du fået flere mails om beskeden, så brug den nyeste.',
      'Kontakt afsenderen, og oplys referencen fra mailen, ti bogstaver som KTRWH-MXCPB.',
    ],
  },
  signedOut: {
    title: 'Du er logget ud',
    lead: 'Beskeden er lukket på denne enhed. Du kan lukke siden.',
    again: 'Åbn beskeden igen',
    againHint: 'Du skal bruge en ny kode, eller din adgangsnøgle, hvis du har tilføjet en.',
    files: 'Filer, du har hentet, ligger stadig på enheden.',
  },
  sessionEnded: {
    title: 'Beskeden er lukket igen',
    lead: 'For at beskytte beskeden lukker den, når den ikke har været brugt i et stykke tid. Få en ny kode for at læse videre.',
    again: 'Få en ny kode',
  },
} satisfies RecipientTexts;

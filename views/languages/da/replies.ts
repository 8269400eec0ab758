import type { RepliesTexts } from '../en/replies.ts';

export const replies = {
  title: 'Svar',
  sentTitle: 'Dit svar er sendt',
  back: 'Tilbage til beskeden',
  lead: (unit: string) =>
    `Her kan du skrive til ${unit}. Dit svar er forseglet undervejs, og kun de, der arbejder med det, kan læse det.`,
  another: 'Skriv et svar til',
  text: 'Dit svar',
  files: 'Filer',
  filesHint: (most: number) => `Op til ${most} filer, tilsammen højst 1 GB.`,
  whole: 'Filen er her og kommer med i dit svar.',
  part: (received: string, size: string) =>
    `${received} af ${size} er her. Vælg den samme fil igen, så fortsætter den derfra.`,
  remove: 'Fjern',
  keepHint: (until: string) =>
    `Det, du gemmer, venter på dig her, senest til ${until}. Ingen ser det, før du sender det.`,
  send: 'Send svaret',
  save: 'Gem til senere',
  discard: 'Kassér det, jeg har skrevet',
  discardSure: 'Alt, der ikke er sendt endnu, bliver slettet, også filerne. Det kan ikke fortrydes.',
  discardYes: 'Ja, kassér det',
  earlier: 'Det har du sendt',
  sentAt: (when: string) => `Sendt ${when}`,
  readAt: (when: string) => `Læst ${when}`,
  mailedAt: (when: string) => `Afleveret til afsenderens postkasse ${when}`,
  unread: 'Ikke læst endnu',
  withFiles: (count: number): string => (count === 1 ? 'En fil' : `${count} filer`),
  done: {
    sent: (unit: string) =>
      `${unit} har fået at vide, at der er et svar. Din egen kopi ligger herunder, så længe beskeden kan læses.`,
    saved: (_unit: string) => 'Det er gemt, og intet er sendt endnu. Du kan lukke siden og fortsætte senere.',
    discarded: (_unit: string) => 'Det er slettet. Intet blev sendt.',
  },
  own: {
    title: 'Det, du svarede',
    back: 'Tilbage til dine svar',
    readAt: (unit: string, when: string) => `${unit} læste det ${when}.`,
    mailedAt: (unit: string, when: string) =>
      `Det blev afleveret til en postkasse hos ${unit} ${when}. Ingen kan se, om det er læst dér.`,
    unread: (unit: string) => `${unit} har ikke læst det endnu.`,
    filesOnly: 'Du sendte kun filer.',
    about: 'Beskeden, du svarede på',
  },
  signedOut: {
    title: 'Dit svar er ikke sendt endnu',
    lead: 'Der skete ikke noget her i et stykke tid, så beskeden lukkede af sig selv for en sikkerheds skyld.',
    how: 'Her er det, du skrev. Åbn beskeden igen med en ny kode, og kopiér din tekst ind i svaret. Filer skal vælges igen.',
    yours: 'Det, du skrev',
    again: 'Åbn beskeden igen',
  },
  errors: {
    title: 'Dit svar er ikke sendt endnu',
    empty: 'Skriv noget, eller vælg en fil.',
    too_large:
      'Filerne fylder mere end 1 GB tilsammen. Send færre eller mindre filer, eller fordel dem på flere svar.',
    too_long: 'Teksten er for lang til denne side. Læg den i en fil, og send filen.',
    too_many: (most: number) =>
      `Et svar kan højst have ${most} filer. Saml dem i ét arkiv, eller send flere svar.`,
    full: (unit: string) =>
      `Dine svar på denne besked fylder så meget, som de kan. Kontakt ${unit}, så de kan skrive til dig på ny.`,
    changed: 'Svaret blev ændret eller sendt i et andet vindue. Se på det herunder, og send det så.',
    unfinished: 'En fil er ikke kommet helt frem endnu. Vælg den igen, så den fortsætter, eller fjern den.',
    budget: (minutes: number) =>
      minutes > 90
        ? `Der er sendt eller forsøgt mange svar i dag. Gem svaret, og send det om ${Math.ceil(minutes / 60)} timer.`
        : `Der er sendt eller forsøgt mange svar i dag. Gem svaret, og send det om ${minutes} minutter.`,
    filesLost: 'Vælg venligst filerne igen: De kom ikke med.',
  },
  script: {
    label: 'Så meget af filen er her',
    uploading: (percent: string) => `${percent} % er her`,
    waiting: 'Venter på sin tur',
    lost: 'Forbindelsen blev afbrudt. Den fortsætter af sig selv, så snart den kan.',
    paused: 'På pause. Intet går tabt.',
    finishing: 'Det hele er her. Filen bliver forseglet …',
    pause: 'Pause',
    resume: 'Fortsæt',
    saved: 'Gemt. Intet er sendt endnu.',
    notSaved: 'Det kunne ikke gemmes lige nu. Lad siden være åben.',
    busy: 'Der er stadig filer på vej. Send svaret, når de er her.',
    tooLarge: 'Det er mere end 1 GB tilsammen, så det blev ikke begyndt. Vælg færre eller mindre filer.',
    tooMany: (most: number) => `Et svar kan højst have ${most} filer, så resten blev ikke begyndt.`,
    signedOut:
      'Der skete ikke noget her i et stykke tid, så beskeden lukkede af sig selv. Det, der er gemt, er ikke tabt: Åbn beskeden igen med en ny kode, og fortsæt.',
    ended: 'Beskeden er ikke længere tilgængelig, så der kan ikke sendes svar.',
    refused: 'Filen kunne ikke tages imod. Fjern den, og vælg den igen.',
    budget: 'Der er begyndt for mange filer i dag. Det, der allerede er her, kan sendes.',
  },
} satisfies RepliesTexts;

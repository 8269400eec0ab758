import type { ComposeTexts } from '../en/compose.ts';

export const compose = {
  title: 'Skriv ett säkert meddelande',
  from: 'Från',
  fromHint: 'Mottagarna ser ditt namn, enheten och den här adressen.',
  recipients: 'Mottagare',
  recipientsHint: (max: number) =>
    `Var och en får ett mejl med en länk och en kod till telefonen. Ingen ser de andra mottagarna. Högst ${max}.`,
  recipient: (number: number) => `Mottagare ${number}`,
  name: 'Namn (valfritt)',
  email: 'E-postadress',
  phone: 'Telefonnummer',
  phoneHint: 'Utländska nummer börjar med + och landskoden. Till en fast telefon ringer vi med koden.',
  language: 'Språk',
  addRow: 'Lägg till en mottagare',
  removeRow: 'Ta bort',
  rowAdded: 'En mottagare lades till',
  rowRemoved: 'Mottagaren togs bort',
  content: 'Meddelande',
  subject: 'Ämne',
  subjectHint: 'Ämnet förseglas också och visas inte i mejlet till mottagaren.',
  text: 'Text',
  expires: 'Kan läsas i',
  days: (count: number) => (count === 1 ? '1 dag' : `${count} dagar`),
  files: 'Bifogade filer (valfritt)',
  filesHint: 'Du kan välja flera filer på en gång.',
  filesLost:
    'Välj filerna igen. För din säkerhet kommer webbläsaren inte ihåg dem när sidan kommer tillbaka.',
  submit: 'Skicka säkert',
  errorsTitle: 'Meddelandet har inte skickats än',
  /** What a recipient can be asked to sign, in their language: it is their sentence. */
  presets: {
    received: 'Jag har tagit emot det här meddelandet.',
    read: 'Jag har tagit emot det här meddelandet och läst det.',
    agreed: 'Jag har läst det här meddelandet och godkänner det som står i det.',
  },
  progress: {
    label: 'Skickar',
    uploading: (percent: string) => `Överför: ${percent} %`,
    finishing: 'Allt är överfört. Meddelandet förseglas …',
    cancel: 'Avbryt',
    cancelled: 'Avbrutet. Inget skickades, och allt du skrev finns kvar här.',
    failed: 'Anslutningen bröts. Titta i listan över dina meddelanden innan du skickar igen.',
    signedOut: 'Du har loggats ut. Logga in igen i en annan flik, kom tillbaka hit och skicka.',
    refused: 'Meddelandet togs inte emot. Inget skickades, och allt du skrev finns kvar här.',
  },
} satisfies ComposeTexts;

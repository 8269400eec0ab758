import type { ComposeTexts } from '../en/compose.ts';

export const compose = {
  title: 'Skriv en sikker besked',
  from: 'Fra',
  fromHint: 'Modtagerne ser dit navn, enheden og denne adresse.',
  recipients: 'Modtagere',
  recipientsHint: (max: number) =>
    `Hver modtager får en mail med et link og en kode på telefonen. Ingen kan se de andre modtagere. Højst ${max}.`,
  recipient: (number: number) => `Modtager ${number}`,
  name: 'Navn (valgfrit)',
  email: 'E-mailadresse',
  phone: 'Telefonnummer',
  phoneHint: 'Udenlandske numre begynder med + og landekoden. Til en fastnettelefon ringer vi med koden.',
  language: 'Sprog',
  addRow: 'Tilføj en modtager',
  removeRow: 'Fjern',
  rowAdded: 'Der er kommet en modtager til',
  rowRemoved: 'Modtageren er fjernet',
  content: 'Besked',
  subject: 'Emne',
  subjectHint: 'Emnet forsegles også og vises ikke i mailen til modtageren.',
  text: 'Tekst',
  expires: 'Kan læses i',
  days: (count: number) => (count === 1 ? '1 dag' : `${count} dage`),
  files: 'Vedhæftede filer (valgfrit)',
  filesHint: 'Du kan vælge flere filer på én gang.',
  filesLost:
    'Vælg filerne igen. Af hensyn til din sikkerhed husker browseren dem ikke, når siden kommer tilbage.',
  submit: 'Send sikkert',
  errorsTitle: 'Beskeden er ikke sendt endnu',
  /** What a recipient can be asked to sign, in their language: it is their sentence. */
  presets: {
    received: 'Jeg har modtaget denne besked.',
    read: 'Jeg har modtaget denne besked og læst den.',
    agreed: 'Jeg har læst denne besked og er enig i det, der står i den.',
  },
  progress: {
    label: 'Sender',
    uploading: (percent: string) => `Overfører: ${percent} %`,
    finishing: 'Alt er overført. Beskeden bliver forseglet …',
    cancel: 'Annullér',
    cancelled: 'Annulleret. Intet blev sendt, og alt, hvad du skrev, er her stadig.',
    failed: 'Forbindelsen blev afbrudt. Se i listen over dine beskeder, før du sender igen.',
    signedOut: 'Du er blevet logget ud. Log ind igen i en anden fane, kom tilbage hertil, og send.',
    refused: 'Beskeden blev ikke modtaget. Intet blev sendt, og alt, hvad du skrev, er her stadig.',
  },
} satisfies ComposeTexts;

import type { ErasuresTexts } from '../en/erasures.ts';

export const erasures = {
  title: 'Slet data',
  back: 'Tilbage til beskeden',
  link: 'Slet denne besked eller en modtager',
  linkHint: 'Når nogen beder om det, eller når den kom til den forkerte. Tidsstemplerne bliver stående.',
  lead: 'Det, der slettes her, er væk for altid: Ingen kan få det tilbage.',
  nothingLeft: 'Alt, hvad der kan slettes her, er slettet.',
  live: (count) =>
    count === 1
      ? 'Én modtager kan måske stadig åbne denne besked.'
      : `${count} modtagere kan måske stadig åbne denne besked.`,
  liveMeans:
    'For den, der slettes, holder linket straks op med at virke, en igangværende hentning afbrydes, og det, der var på vej ud, bliver ikke sendt.',
  what: 'Hvad skal slettes?',
  kinds: { message: 'Hele beskeden', recipients: 'Kun disse modtagere' },
  kindHints: {
    message:
      'Emne, tekst og filer for alle, også afsenderen; alle modtageres adresser, navne og telefonnumre, og hvad mailservere har svaret om dem.',
    recipients:
      'Deres adresse, navn og telefonnummer, deres link og adgang, og hvad der er registreret om deres enheder. Afsenderen og de andre beholder beskeden; nævner teksten nogen, bliver det stående.',
  },
  recipients: 'Hvilke modtagere',
  stays: 'Hvad der ikke slettes',
  staying: [
    'At en besked blev sendt, og hvert stempel med sit tidspunkt, uden at sige til hvem. Derfor holder alle beviser stadig.',
    'Dit navn, tidspunktet og den begrundelse, du skriver her.',
    'Det, der allerede er gået ud: mails i indbakker og filer, som nogen har hentet.',
    'Kopier i sikkerhedskopier fra før nu, indtil organisationen sletter dem. Der er indholdet forseglet, men adresser og navne er det ikke.',
  ],
  reason: 'Hvorfor',
  choose: 'Vælg',
  reasons: {
    requested: 'Personen har bedt om det',
    misdirected: 'Den kom til den forkerte',
    time_over: 'Der er ikke længere brug for den',
    incident: 'Noget gik galt',
    other: 'Noget andet',
  },
  words: 'Med dine egne ord',
  wordsHint: (most) =>
    `Højst ${most} tegn. Ordene gemmes som bevis, så nævn ingen ved navn: Et sagsnummer er nok.`,
  sure: 'Jeg forstår, at det ikke kan fortrydes',
  submit: 'Slet',
  errorTitle: 'Intet blev slettet',
  errors: {
    what: (_most) => 'Vælg, hvad der skal slettes.',
    recipients: (_most) => 'Vælg mindst én modtager.',
    reason: (_most) => 'Vælg, hvorfor det slettes.',
    words: (most) =>
      `Skriv hvorfor med dine egne ord, med højst ${most} tegn og uden modtagerens navn, adresse eller nummer.`,
    sure: (_most) => 'Sæt kryds ved, at du forstår, at det ikke kan fortrydes.',
  },
  recipient: 'Slettet modtager',
  sender: 'Slettet afsender',
  contentErased: 'Indholdet er slettet',
  recipientErased: 'Det, der var gemt om denne modtager, er slettet',
  erasedBy: 'af',
  somebody: 'nogen, som ikke længere kendes her',
} satisfies ErasuresTexts;

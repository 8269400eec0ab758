import type { ComposeTexts } from '../en/compose.ts';

export const compose = {
  title: 'Skriv en sikker besked',
  from: 'Fra',
  fromHint: 'Modtagerne ser dit navn, enheden og denne adresse.',
  recipients: 'Modtagere',
  recipientsHint: (max: number) =>
    `Hver modtager får en mail med et link og en kode på telefonen. Ingen kan se de andre modtagere, medmindre du vælger det nedenfor. Højst ${max}.`,
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
  opens: 'Koden',
  opensBy: { phone: 'Vi sender den til telefonen', access_code: 'Jeg giver den selv videre' },
  identity: (eid: string) => `Cpr-nummer eller personnummer, til ${eid} (valgfrit)`,
  /** Asking for a signature. */
  signature: {
    title: 'Bed om en underskrift',
    hint: 'Modtagerne ser de nøjagtige ord og skriver under eller afviser. Begge parter får en kvittering, som enhver kan kontrollere.',
    what: 'Det, der skal skrives under på',
    none: 'Ingenting',
    own: 'Mine egne ord, som står nedenfor',
    statement: 'Mine egne ord',
    statementHint:
      'Skriv dem, som modtageren siger dem, for eksempel “Jeg har modtaget afgørelsen af 3. maj.” Sætningerne ovenfor vises på hver modtagers sprog.',
    translations: {
      title: 'Også på andre sprog',
      hint: 'En modtager, hvis sprog har sin egen tekst her, skriver under på den i stedet for teksten ovenfor.',
      da: 'På dansk',
      sv: 'På svensk',
      en: 'På engelsk',
    },
    moment: 'Hvornår',
    moments: {
      after: 'Efter at beskeden er læst',
      before: 'Før den læses: intet af beskeden vises, før der er skrevet under',
    },
    atLeast: 'Hvordan',
    atLeastHint:
      'En kode beviser, at nogen havde telefonen, ikke hvem. En adgangsnøgle beviser, at det er den samme enhed eller konto igen. Modtagerne får tilbudt den stærkeste måde, de har.',
    strengths: {
      code: 'Med en ny kode til telefonen eller stærkere',
      passkey: 'Med en adgangsnøgle (passkey) eller stærkere',
      eid: (eid: string) => `Med ${eid}`,
    },
    due: 'Senest',
    noDeadline: 'Ingen frist',
    within: (days: number) => (days === 1 ? 'Inden for 1 dag' : `Inden for ${days} dage`),
    ifMissed: 'Hvis der ikke er skrevet under i tide',
    missed: { tell: 'Giv mig besked', recall: 'Giv mig besked, og kald beskeden tilbage' },
  },
  choices: {
    title: 'Flere valg',
    replies: { label: 'Modtagerne må svare', hint: 'Svaret er forseglet, og du læser det her.' },
    readers: {
      label: 'Hver modtager må lade én anden læse med',
      hint: 'For eksempel en pårørende, en advokat eller en tolk, med egen telefon og egen kode. Du ser, hvem det er.',
    },
    showsRecipients: {
      label: 'Modtagerne ser hinanden',
      hint: 'Navne og adresser, når de har åbnet beskeden. Ellers ser ingen de andre.',
    },
    passing: {
      label: 'Fællespostkasser må sende den videre til en kollega',
      hint: 'Kun til adresser på postkassens eget domæne. Du ser til hvem.',
    },
  },
  problems: {
    statement_needed: 'Skriv de ord, der skal skrives under på, eller vælg en af sætningerne.',
    statement_long: 'Ordene, der skal skrives under på, må højst have 2.000 tegn. Sæt resten ind i beskeden.',
    preset_before:
      'Ingen kan sige, at de har læst noget, før det er vist for dem. Lad underskriften komme efter læsningen, eller vælg “Jeg har modtaget denne besked.”',
    due_after_expiry:
      'Beskeden udløber før fristen for at skrive under. Lad den kunne læses i længere tid, eller gør fristen kortere.',
    recall_without_day: 'Vælg også en frist: uden den kan intet kaldes tilbage af den grund.',
    cannot_sign:
      'En modtager uden egen telefon ville ikke kunne skrive under. Angiv et telefonnummer, eller bed ikke om underskrift.',
    eid_without_identity:
      'Den, der skal skrive under med et eID, skal have et personnummer, som det kan holdes op imod. Udfyld det for hver modtager, eller vælg en anden måde.',
    identity_invalid: 'Det er ikke et cpr-nummer eller personnummer. Ret det, eller lad feltet være tomt.',
    codes_too_many:
      'Højst 100 modtagere af én besked kan få en kode, som du selv giver videre. Send den i flere dele.',
  },
  /** The page with codes that somebody hands over. */
  codes: {
    pageTitle: 'Koder, der skal gives videre',
    title: (count: number): string =>
      count === 1 ? 'En kode, der skal gives videre' : 'Koder, der skal gives videre',
    sent: 'Beskeden er forseglet og på vej.',
    made: 'Der er en ny kode. Den tidligere åbner ikke noget mere.',
    once: 'Det, der står her, vises kun denne ene gang: skriv det ned, eller print siden.',
    howTitle: 'Sådan giver du en kode videre',
    how: [
      'I telefonen, personligt eller i et brev. Sørg for, at det er den rigtige person.',
      'Ikke med e-mail: linket er der i forvejen, og den, der læser postkassen, kunne åbne beskeden.',
      'Modtageren skriver den på siden bag linket. Store og små bogstaver og bindestreger er uden betydning.',
      'Er den blevet væk? På beskedens side kan du lave en ny.',
    ],
    back: 'Til beskeden',
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

import type { ComposeTexts } from '../en/compose.ts';

export const compose = {
  title: 'Skriv ett säkert meddelande',
  from: 'Från',
  fromHint: 'Mottagarna ser ditt namn, enheten och den här adressen.',
  recipients: 'Mottagare',
  recipientsHint: (max: number) =>
    `Var och en får ett mejl med en länk och en kod till telefonen. Ingen ser de andra mottagarna, om du inte väljer det nedan. Högst ${max}.`,
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
  opens: 'Koden',
  opensBy: { phone: 'Vi skickar den till telefonen', access_code: 'Jag lämnar över den själv' },
  identity: (eid: string) => `Personnummer eller cpr-nummer, för ${eid} (valfritt)`,
  /** Asking for a signature. */
  signature: {
    title: 'Be om en underskrift',
    hint: 'Mottagarna ser de exakta orden och skriver under eller avböjer. Båda parter får ett kvitto som vem som helst kan kontrollera.',
    what: 'Det som ska skrivas under',
    none: 'Ingenting',
    own: 'Mina egna ord, som står nedan',
    statement: 'Mina egna ord',
    statementHint:
      'Skriv dem så som mottagaren säger dem, till exempel ”Jag har tagit emot beslutet av den 3 maj.” Meningarna ovan visas på varje mottagares språk.',
    translations: {
      title: 'Även på andra språk',
      hint: 'En mottagare vars språk har en egen text här skriver under den i stället för texten ovan.',
      da: 'På danska',
      sv: 'På svenska',
      en: 'På engelska',
    },
    moment: 'När',
    moments: {
      after: 'Efter att meddelandet har lästs',
      before: 'Innan det läses: inget av meddelandet visas förrän det är undertecknat',
    },
    atLeast: 'Hur',
    atLeastHint:
      'En kod bevisar att någon hade telefonen, inte vem. En lösennyckel bevisar att det är samma enhet eller konto igen. Mottagarna erbjuds det starkaste sätt de har.',
    strengths: {
      code: 'Med en ny kod till telefonen, eller starkare',
      passkey: 'Med en lösennyckel (passkey), eller starkare',
      eid: (eid: string) => `Med ${eid}`,
    },
    due: 'Senast',
    noDeadline: 'Ingen tidsgräns',
    within: (days: number) => (days === 1 ? 'Inom 1 dag' : `Inom ${days} dagar`),
    ifMissed: 'Om det inte är undertecknat i tid',
    missed: { tell: 'Meddela mig', recall: 'Meddela mig, och återkalla meddelandet' },
  },
  choices: {
    title: 'Fler val',
    replies: { label: 'Mottagarna får svara', hint: 'Svaret är förseglat, och du läser det här.' },
    readers: {
      label: 'Varje mottagare får låta en annan person läsa',
      hint: 'Till exempel en anhörig, en advokat eller en tolk, med egen telefon och egen kod. Du ser vem det är.',
    },
    showsRecipients: {
      label: 'Mottagarna ser varandra',
      hint: 'Namn och adresser, när de har öppnat meddelandet. Annars ser ingen de andra.',
    },
    passing: {
      label: 'Gemensamma brevlådor får lämna det vidare till en kollega',
      hint: 'Bara till adresser på brevlådans egen domän. Du ser till vem.',
    },
  },
  problems: {
    statement_needed: 'Skriv orden som ska skrivas under, eller välj en av meningarna.',
    statement_long: 'Orden som ska skrivas under får ha högst 2 000 tecken. Lägg resten i meddelandet.',
    preset_before:
      'Ingen kan säga att de har läst något innan det har visats för dem. Låt underskriften komma efter läsningen, eller välj ”Jag har tagit emot det här meddelandet.”',
    due_after_expiry:
      'Meddelandet går ut före tidsgränsen för underskriften. Låt det kunna läsas längre, eller korta tidsgränsen.',
    recall_without_day: 'Välj också en tidsgräns: utan den kan inget återkallas av det skälet.',
    cannot_sign:
      'En mottagare utan egen telefon skulle inte kunna skriva under. Ange ett telefonnummer, eller be inte om underskrift.',
    eid_without_identity:
      'Den som ska skriva under med e-legitimation behöver ett personnummer som den kan jämföras med. Fyll i det för varje mottagare, eller välj ett annat sätt.',
    identity_invalid: 'Det är inget personnummer eller cpr-nummer. Rätta det, eller lämna fältet tomt.',
    codes_too_many:
      'Högst 100 mottagare av ett meddelande kan få en kod som du själv lämnar över. Skicka det i delar.',
  },
  /** The page with codes that somebody hands over. */
  codes: {
    pageTitle: 'Koder att lämna över',
    title: (count: number): string => (count === 1 ? 'En kod att lämna över' : 'Koder att lämna över'),
    sent: 'Meddelandet är förseglat och på väg.',
    made: 'Det finns en ny kod. Den tidigare öppnar inget längre.',
    once: 'Det som står här visas bara denna enda gång: skriv ned det, eller skriv ut sidan.',
    howTitle: 'Så lämnar du över en kod',
    how: [
      'Per telefon, personligen eller i ett brev. Se till att det är rätt person.',
      'Inte med e-post: länken finns redan där, och den som läser brevlådan skulle kunna öppna meddelandet.',
      'Mottagaren skriver den på sidan bakom länken. Stora och små bokstäver och bindestreck spelar ingen roll.',
      'Har den kommit bort? På meddelandets sida kan du göra en ny.',
    ],
    back: 'Till meddelandet',
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

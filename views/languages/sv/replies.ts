import type { RepliesTexts } from '../en/replies.ts';

export const replies = {
  title: 'Svara',
  sentTitle: 'Ditt svar är skickat',
  back: 'Tillbaka till meddelandet',
  lead: (unit: string) =>
    `Här kan du skriva till ${unit}. Ditt svar är förseglat på vägen, och bara de som arbetar med det kan läsa det.`,
  another: 'Skriv ett svar till',
  text: 'Ditt svar',
  files: 'Filer',
  filesHint: (most: number) => `Upp till ${most} filer, tillsammans högst 1 GB.`,
  whole: 'Filen är här och följer med ditt svar.',
  part: (received: string, size: string) =>
    `${received} av ${size} är här. Välj samma fil igen, så fortsätter den därifrån.`,
  remove: 'Ta bort',
  keepHint: (until: string) =>
    `Det du sparar väntar på dig här, längst till ${until}. Ingen ser det innan du skickar det.`,
  send: 'Skicka svaret',
  save: 'Spara till senare',
  discard: 'Kasta det jag har skrivit',
  discardSure: 'Allt som inte är skickat än tas bort, även filerna. Det går inte att ångra.',
  discardYes: 'Ja, kasta det',
  earlier: 'Det här har du skickat',
  sentAt: (when: string) => `Skickat ${when}`,
  readAt: (when: string) => `Läst ${when}`,
  mailedAt: (when: string) => `Lämnat till avsändarens brevlåda ${when}`,
  unread: 'Inte läst än',
  withFiles: (count: number): string => (count === 1 ? 'En fil' : `${count} filer`),
  done: {
    sent: (unit: string) =>
      `${unit} har fått veta att det finns ett svar. Din egen kopia finns här nedanför så länge meddelandet kan läsas.`,
    saved: (_unit: string) =>
      'Det är sparat, och inget är skickat än. Du kan stänga sidan och fortsätta senare.',
    discarded: (_unit: string) => 'Det är borttaget. Inget skickades.',
  },
  own: {
    title: 'Det du svarade',
    back: 'Tillbaka till dina svar',
    readAt: (unit: string, when: string) => `${unit} läste det ${when}.`,
    mailedAt: (unit: string, when: string) =>
      `Det lämnades till en brevlåda hos ${unit} ${when}. Ingen kan se om det har lästs där.`,
    unread: (unit: string) => `${unit} har inte läst det än.`,
    filesOnly: 'Du skickade bara filer.',
    about: 'Meddelandet som du svarade på',
  },
  signedOut: {
    title: 'Ditt svar är inte skickat än',
    lead: 'Inget hände här på ett tag, så meddelandet stängdes av sig självt för säkerhets skull.',
    how: 'Här är det du skrev. Öppna meddelandet igen med en ny kod och kopiera in din text i svaret. Filer behöver väljas igen.',
    yours: 'Det du skrev',
    again: 'Öppna meddelandet igen',
  },
  errors: {
    title: 'Ditt svar är inte skickat än',
    empty: 'Skriv något, eller välj en fil.',
    too_large:
      'Filerna är större än 1 GB tillsammans. Skicka färre eller mindre filer, eller fördela dem på flera svar.',
    too_long: 'Texten är för lång för den här sidan. Lägg den i en fil och skicka filen.',
    too_many: (most: number) =>
      `Ett svar kan ha högst ${most} filer. Samla dem i ett arkiv, eller skicka flera svar.`,
    full: (unit: string) =>
      `Dina svar på det här meddelandet rymmer så mycket de kan. Kontakta ${unit}, så att de kan skriva till dig på nytt.`,
    changed:
      'Svaret ändrades eller skickades i ett annat fönster. Titta på det här nedanför och skicka det sedan.',
    unfinished:
      'En fil har inte kommit fram helt än. Välj den igen så att den fortsätter, eller ta bort den.',
    budget: (minutes: number) =>
      minutes > 90
        ? `Många svar har skickats eller försökts i dag. Spara svaret och skicka det om ${Math.ceil(minutes / 60)} timmar.`
        : `Många svar har skickats eller försökts i dag. Spara svaret och skicka det om ${minutes} minuter.`,
    filesLost: 'Välj filerna igen: de kom inte med.',
  },
  script: {
    label: 'Så mycket av filen är här',
    uploading: (percent: string) => `${percent} % är här`,
    waiting: 'Väntar på sin tur',
    lost: 'Anslutningen bröts. Den fortsätter av sig själv så snart den kan.',
    paused: 'Pausad. Inget går förlorat.',
    finishing: 'Allt är här. Filen förseglas …',
    pause: 'Pausa',
    resume: 'Fortsätt',
    saved: 'Sparat. Inget är skickat än.',
    notSaved: 'Det gick inte att spara just nu. Låt sidan vara öppen.',
    busy: 'Filer är fortfarande på väg. Skicka svaret när de är här.',
    tooLarge: 'Det är mer än 1 GB tillsammans, så det påbörjades inte. Välj färre eller mindre filer.',
    tooMany: (most: number) => `Ett svar kan ha högst ${most} filer, så resten påbörjades inte.`,
    signedOut:
      'Inget hände här på ett tag, så meddelandet stängdes. Det som är sparat är inte förlorat: öppna meddelandet igen med en ny kod och fortsätt.',
    ended: 'Meddelandet är inte längre tillgängligt, så inget svar kan skickas.',
    refused: 'Filen kunde inte tas emot. Ta bort den och välj den igen.',
    budget: 'För många filer har påbörjats i dag. Det som redan är här kan skickas.',
  },
} satisfies RepliesTexts;

import type { NoticeTexts } from '../en/notices.ts';

export const notices = {
  mail: {
    subject: (from: string, reference: string) => `Säkert meddelande från ${from} (referens ${reference})`,
    reminderSubject: (from: string, reference: string) =>
      `Påminnelse: säkert meddelande från ${from} (referens ${reference})`,
    hello: 'Hej',
    waits: (from: string, time: string) =>
      `${from} har skrivit ett säkert meddelande till dig. Det skickades den ${time}.`,
    waitsStill: (from: string, time: string) =>
      `${from} skrev ett säkert meddelande till dig den ${time}. Det är inte öppnat än, så vi påminner dig om det.`,
    how: 'Själva meddelandet står inte i det här mejlet. Du läser det på den här sidan med en kod som vi skickar till din telefon:',
    host: (host: string) => `Länken leder till ${host}.`,
    until: (time: string) => `Meddelandet kan läsas till den ${time}.`,
    reference: 'Referens',
    genuineTitle: 'Är det äkta?',
    genuine: (organisation: string) =>
      `Du kan kontrollera det utan att använda länken: ring ${organisation} på ett nummer som du själv letar upp och läs upp referensen. Vi ber aldrig om lösenord, personnummer eller betalning.`,
    notYou:
      'Är meddelandet inte till dig? Berätta då det för dem och uppge referensen. Du behöver inte öppna något.',
  },
  sender: {
    bounced: {
      subject: 'Ett mejl till en mottagare kunde inte levereras',
      what: 'Mejlet om ditt säkra meddelande avvisades av mottagarens e-postserver. Mottagaren vet inte att det finns ett meddelande.',
      next: 'Kontrollera adressen och skicka meddelandet igen till den rätta.',
    },
    notice_dead: {
      subject: 'Ett mejl har inte nått mottagaren',
      what: 'Mejlet om ditt säkra meddelande kunde inte överlämnas, trots många försök. Mottagaren vet inte att det finns ett meddelande.',
      next: 'Kontrollera adressen. Om den är rätt, skicka en påminnelse senare eller nå mottagaren på ett annat sätt.',
    },
    locked: {
      subject: 'Ett säkert meddelande är låst',
      what: 'För många felaktiga koder skrevs in för ditt säkra meddelande, och det är nu låst. Ingen har öppnat det på det sättet.',
      next: 'Tala med mottagaren på ett nummer som du känner till. Lås sedan upp meddelandet eller rätta telefonnumret.',
    },
    sms_failed: {
      subject: 'En kod kunde inte levereras',
      what: 'Mottagaren bad om en kod till ditt säkra meddelande, men koden kunde inte levereras till det angivna telefonnumret.',
      next: 'Kontrollera telefonnumret med mottagaren och rätta det.',
    },
    no_phone: {
      subject: 'Ett telefonnummer saknas',
      what: 'Ditt säkra meddelande hålls tillbaka, eftersom det inte finns något telefonnummer till mottagaren. Det är förseglat och i säkerhet. Andra mottagare påverkas inte.',
      next: 'Lägg till telefonnumret, så skickas meddelandet genast.',
    },
    held: {
      subject: 'Ett säkert meddelande hålls tillbaka',
      what: 'Ditt säkra meddelande väntar tills någon har tittat på det. Det är förseglat och i säkerhet. Andra mottagare påverkas inte.',
      next: 'Se varför, och vad du kan göra.',
    },
    sentAt: 'Skickat',
    recipients: () => 'Mottagare',
    messageId: 'Message-ID',
    see: 'Se meddelandet:',
    noSubject: 'Ämnet står inte här, eftersom det hör till det förseglade meddelandet.',
  },
  signInLink: {
    subject: (organisation: string) => `Din länk för att logga in hos ${organisation}`,
    asked: (organisation: string) =>
      `Du kan logga in till de säkra meddelanden som du har skickat från ${organisation}. Använd den här länken:`,
    once: (time: string) => `Den fungerar en gång, till den ${time}.`,
    notYou:
      'Du får det här mejlet eftersom någon har bett om en länk till din adress. Var det inte du? Gör då ingenting och ge inte länken till någon annan: ingen kan logga in utan den.',
  },
  sms: (code: string, organisation: string) =>
    `${code} är din kod till det säkra meddelandet från ${organisation}.`,
  voice: {
    greeting: (organisation: string) =>
      `Hej. Det är ${organisation}. Du har bett om en kod till ett säkert meddelande. Tryck på en knapp för att höra koden.`,
    before: 'Din kod är:',
    again: 'Jag upprepar:',
    ended: 'Koden har använts eller är för gammal. Du kan be om en ny på sidan. Hej då.',
  },
} satisfies NoticeTexts;

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
    parted: {
      reader: (from: string, time: string) =>
        `En person som ${from} skickade ett säkert meddelande till den ${time} har valt dig att läsa det med sig.`,
      passed: (from: string, time: string) =>
        `En kollega har skickat vidare ett säkert meddelande till dig som ${from} skickade den ${time}.`,
    },
    how: 'Själva meddelandet står inte i det här mejlet. Du läser det på den här sidan med en kod som vi skickar till din telefon:',
    howWithoutPhone:
      'Själva meddelandet står inte i det här mejlet. Du läser det på den här sidan, som säger hur du öppnar det:',
    host: (host: string) => `Länken leder till ${host}.`,
    until: (time: string) => `Meddelandet kan läsas till den ${time}.`,
    reference: 'Referens',
    genuineTitle: 'Är det äkta?',
    genuine: (organisation: string) =>
      `Du kan kontrollera det utan att använda länken: ring ${organisation} på ett nummer som du själv letar upp och läs upp referensen. Vi ber aldrig om lösenord, personnummer eller betalning.`,
    notYou:
      'Är meddelandet inte till dig? Tack för att du är uppmärksam. Säg det på sidan: du behöver ingen kod och öppnar inget.',
  },
  sender: {
    bounced: {
      subject: 'Ett mejl till en mottagare kunde inte levereras',
      what: 'Ett mejl om ditt säkra meddelande avvisades av mottagarens e-postserver. Mottagaren vet kanske inte att det finns ett meddelande.',
      next: 'Kontrollera adressen och skicka meddelandet igen till rätt adress.',
    },
    notice_dead: {
      subject: 'Ett mejl har inte nått mottagaren',
      what: 'Ett mejl om ditt säkra meddelande kunde inte lämnas över, trots många försök. Mottagaren vet kanske inte att det finns ett meddelande.',
      next: 'Kontrollera adressen. Om den är rätt, skicka en påminnelse senare eller nå mottagaren på ett annat sätt.',
    },
    locked: {
      subject: 'Ett säkert meddelande är låst',
      what: 'För många felaktiga koder skrevs in för ditt säkra meddelande, och det är nu låst. Ingen har öppnat det på det sättet.',
      next: 'Tala med mottagaren på ett nummer som du känner till. Lås sedan upp meddelandet eller rätta telefonnumret.',
    },
    sms_failed: {
      subject: 'En kod kunde inte levereras',
      what: 'En kod för ditt säkra meddelande, eller besked per telefon om att det väntar, kunde inte levereras till det angivna telefonnumret.',
      next: 'Kontrollera telefonnumret med mottagaren och rätta det.',
    },
    no_phone: {
      subject: 'Ett telefonnummer saknas',
      what: 'Ditt säkra meddelande hålls tillbaka, eftersom vi saknar ett telefonnummer till mottagaren. Det är förseglat och i säkerhet. Andra mottagare påverkas inte.',
      next: 'Lägg till telefonnumret, så skickas meddelandet genast.',
    },
    refused: {
      subject: 'Ett meddelande skickades inte',
      what: 'Ditt säkra meddelande skickades inte till de mottagare som anges här, och inget av det har sparats åt dem.',
      next: 'Rätta felet och skicka meddelandet till mottagaren igen.',
    },
    relay_failed: {
      subject: 'Ett mejl kunde inte skickas vidare',
      what: 'Enligt en regel i er organisation skulle mejlet skickas vidare utan att förseglas, men ingen e-postserver tog emot det. Mottagaren har inte fått det.',
      next: 'Kontrollera adressen och skicka mejlet igen.',
    },
    expired_unread: {
      subject: 'Ett meddelande lästes aldrig',
      what: 'Tiden för att läsa ditt säkra meddelande gick ut innan någon öppnade det. Ingen kan öppna det längre.',
      next: 'Om det fortfarande är viktigt: kontrollera adressen och skicka meddelandet igen, eller nå mottagaren på ett annat sätt.',
    },
    reported: {
      subject: 'En mottagare säger att ett meddelande inte är till dem',
      what: 'Någon med länken till ditt säkra meddelande säger att det inte är till dem. Inget öppnades genom det, och inga fler påminnelser skickas.',
      next: 'Titta på meddelandet. Om adressen är fel, återkalla det: det tar ett steg och visar vad som har setts. Om det bara är telefonnumret, rätta det på samma ställe.',
    },
    declined: {
      subject: 'En mottagare ville inte skriva under',
      what: 'Mottagaren av ditt säkra meddelande såg vad de skulle skriva under, och avböjde.',
      next: 'Skälet står vid meddelandet. Tala med mottagaren innan du går vidare.',
    },
    signature_missed: {
      subject: 'En mottagare har inte skrivit under i tid',
      what: 'Du bad en mottagare att skriva under i ditt säkra meddelande före ett visst datum, och tiden har gått ut utan underskrift.',
      next: 'Se på meddelandet: där står om det har öppnats. Påminn mottagaren, eller nå dem på annat sätt.',
    },
    silent: {
      subject: 'Ingen öppnar det som skickas till den här adressen',
      what: 'Inget säkert meddelande till den här adressen eller dess domän har någonsin öppnats. Den kan vara fel.',
      next: 'Kontrollera adressen bokstav för bokstav. Om den är fel, återkalla meddelandet.',
    },
    phone_task: {
      subject: 'Ring en mottagare',
      what: 'Ditt säkra meddelande är fortfarande oläst, och enligt organisationens regler är det nu dags att ringa.',
      next: 'Ring mottagaren på ett nummer som du känner till och anteckna vid meddelandet vad det ledde till.',
    },
    print_task: {
      subject: 'Skicka ett meddelande med post',
      what: 'Ditt säkra meddelande är fortfarande oläst, och enligt organisationens regler ska det nu skickas på papper.',
      next: 'Skriv ut meddelandet vid skrivbordet, skicka det med post och anteckna det vid meddelandet.',
    },
    several: 'Ditt säkra meddelande nådde inte alla',
    why: 'Orsak',
    signsIn: 'Med den här länken loggar du in. Den fungerar en gång och i tre dagar:',
    sentAt: 'Skickat',
    recipients: () => 'Mottagare',
    messageId: 'Message-ID',
    see: 'Se meddelandet:',
    noSubject: 'Ämnet står inte här, eftersom det kan vara konfidentiellt.',
  },
  owner: {
    subject: (count: number, system: string) =>
      count === 1 ? `Fel i ett meddelande från ${system}` : `${count} fel i meddelanden från ${system}`,
    what: (system: string) =>
      `Här står vad som gick fel med meddelanden från ${system}. Du får mejlet eftersom du ansvarar för dem, eller eftersom vi inte kunde nå någon annan. När någon ansvarar för systemet samlas ytterligare fel i ett mejl i timmen.`,
    inherited: (who: string) =>
      `Det här gick fel med meddelanden från ${who}. Den som ansvarade för dem är inte längre aktiv här, så mejlet kommer till enheten. Enhetens medarbetare hittar meddelandena under ”Kvarlämnade” och kan rätta till saker där efter att ha gett en motivering.`,
    more: (more: number) => `Och ${more} till.`,
  },
  reply: {
    subject: (reference: string) => `Ditt svar togs inte emot (referens ${reference})`,
    what: (unit: string) =>
      `Du svarade på ett mejl om ett säkert meddelande från ${unit}. Ingen läser svar till den adressen, och din text har inte sparats, eftersom vanlig e-post inte är tillräckligt säker.`,
    next: 'Använd den här länken för att läsa meddelandet och se hur du når avsändaren:',
  },
  secretEnds: {
    subject: (system: string) => `En hemlighet för ${system} upphör snart`,
    what: (secret: string, system: string) => `Hemligheten ”${secret}” för systemet ${system} upphör snart.`,
    until: (time: string) => `Den fungerar till den ${time}. Därefter avvisas den som använder den.`,
    lastUsed: (time: string) => `Den användes senast den ${time}.`,
    next: 'Låt en administratör byta ut den före dess och sätt in den nya hemligheten där den gamla används. Båda fungerar sida vid sida en tid. En administratör gör det här:',
    replaced:
      'En ny hemlighet har skapats i dess ställe. Sätt in den där den gamla fortfarande används. En administratör kan förlänga den gamla här:',
    why: 'Du får mejlet eftersom du ansvarar för systemet, eller eftersom ingen annan gör det.',
  },
  checkpoint: {
    subject: (size: string, organisation: string) => `Loggen hos ${organisation}: ${size} poster`,
    what: (size: string, time: string) =>
      `Den ${time} hade loggen över alla bevis ${size} poster. Raderna nedan säger det i en undertecknad not som inte passar till något annat innehåll.`,
    keep: 'Spara mejlet där ingen som driver systemet kan ändra det. Med det kan vem som helst senare visa om en post från den tiden har ändrats, tagits bort eller lagts till.',
    note: 'Från notens första rad till den sista, med den tomma raden emellan:',
    why: 'Du får mejlet varje dag eftersom mejl om regelefterlevnad går till den här adressen.',
  },
  signInLink: {
    subject: (organisation: string) => `Din länk för att logga in hos ${organisation}`,
    asked: (organisation: string) =>
      `Du kan logga in till de säkra meddelanden som du har skickat från ${organisation}. Använd den här länken:`,
    once: (time: string) => `Den fungerar en gång, till den ${time}.`,
    notYou:
      'Du får det här mejlet eftersom någon har bett om en länk till din adress. Var det inte du? Gör då ingenting och ge inte länken till någon annan: ingen kan logga in utan den.',
  },
  sms: {
    opening: (code: string, organisation: string) =>
      `${code} är din kod till det säkra meddelandet från ${organisation}.`,
    acknowledgement: (code: string, organisation: string) =>
      `${code} är din kod för att skriva under det som ${organisation} ber om. Ge den inte till andra.`,
    receipt: (code: string, organisation: string) => `${code} är din kod till kvittot från ${organisation}.`,
    deletion: (code: string, organisation: string) =>
      `${code} är din kod för att bekräfta för ${organisation} att det är borttaget.`,
    mailbox: (code: string, organisation: string) =>
      `${code} är din kod till den gemensamma brevlådans medlemmar hos ${organisation}. Ge den inte till andra.`,
  },
  voice: {
    greeting: (organisation: string) =>
      `Hej. Det är ${organisation}. Du har bett om en kod till ett säkert meddelande. Tryck på en knapp för att höra koden.`,
    before: 'Din kod är:',
    again: 'Jag upprepar:',
    ended: 'Koden har använts eller är för gammal. Du kan be om en ny på sidan. Hej då.',
  },
} satisfies NoticeTexts;

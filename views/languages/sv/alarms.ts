import type { AlarmsTexts } from '../en/alarms.ts';

export const alarms = {
  kinds: {
    reported: {
      subject: 'En mottagare säger att ett meddelande inte är till dem',
      what: 'Någon med länken till ett säkert meddelande säger att det inte är till dem. Inga fler påminnelser skickas. De har inte öppnat något genom att säga det.',
      next: 'Titta på meddelandet. Om det gick till fel adress, återkalla det: det tar ett steg och visar vad som har setts.',
    },
    passed_on: {
      subject: 'En felaktig mottagare kan ha fört ett meddelande vidare',
      what: 'Någon som fick ett meddelande av misstag ombads att radera det och har svarat. Andra kan ha sett det.',
      next: 'Titta på meddelandet och bedöm om det är en incident som ska anmälas.',
    },
    failures_grew: {
      subject: 'Ovanligt många fel',
      what: 'Inom en timme gick mycket mer fel än vanligt, och av samma orsak. Det är ofta ett fel i ett system och inte ett misstag.',
      next: 'Titta på felen och tala med dem som sköter systemet:',
    },
    sums_differ: {
      subject: 'Summorna stämmer inte',
      what: 'Alla mottagare har räknats, en gång efter vad bevisen säger och en gång efter vad systemet visar. De två skiljer sig åt.',
      next: 'Lita inte på någon av dem förrän en tekniker har tittat. Skillnaden visas här:',
    },
    silent_system: {
      subject: 'Ingen öppnar det som ett system skickar till en adress',
      what: 'Flera meddelanden i rad till samma adress eller domän har inte öppnats. Adressen kan vara fel.',
      next: 'Kontrollera adressen i systemet som skickar. Meddelandena visas här:',
    },
    incident_due: {
      subject: 'Tidsfristen för en incident närmar sig',
      what: 'En incident är fortfarande inte avgjord. Om den ska anmälas måste myndigheten få veta det inom 72 timmar.',
      next: 'Avgör om den ska anmälas och skriv varför. Det som ännu inte är känt kan läggas till senare:',
    },
    restored: {
      subject: 'En säkerhetskopia förde tillbaka något som hade förstörts',
      what: 'Efter en start fanns något igen som hade återkallats eller raderats: en säkerhetskopia har återställts. Det har nu förstörts på nytt.',
      next: 'Ingen behöver göra något. Se bara till att återställningen var avsedd:',
    },
  },
  facts: {
    system: 'System',
    kind: 'Vad som gick fel',
    reason: 'Vad de säger',
    usual: 'Vanligtvis som mest på en timme',
    hours: 'Timmar sedan det blev känt',
  },
  counts: {
    reported: 'Anmälningar',
    passed_on: 'Svar',
    failures_grew: 'Den senaste timmen',
    sums_differ: 'Mottagare som skiljer sig',
    silent_system: 'Oöppnade meddelanden',
    incident_due: 'Uppgifter kvar',
    restored: 'Förstört på nytt',
  },
  reasons: {
    not_me: 'Det är inte jag som det är till',
    domain: 'Ingen på den här domänen avses',
    died: 'Mottagaren har avlidit',
    left: 'Mottagaren har lämnat organisationen',
    phone: 'Telefonnumret är inte längre deras',
    yes: 'Det har förts vidare',
    unknown: 'De vet inte om det har förts vidare',
  },
  why: 'Du får mejlet eftersom du är utsedd för sådana larm, eller eftersom mejl om regelefterlevnad går till den här adressen.',
} satisfies AlarmsTexts;

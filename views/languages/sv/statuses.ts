import type { StatusTexts } from '../en/statuses.ts';

export const statuses = {
  held: { name: 'Väntar', means: 'Meddelandet hålls tillbaka tills något har rättats till.' },
  sent: { name: 'Skickat', means: 'Meddelandet är förseglat, och mejlet till mottagaren är på väg.' },
  notified: {
    name: 'Mejl överlämnat',
    means: 'Nästa e-postserver har mejlet. Meddelandet är inte öppnat än.',
  },
  opened: { name: 'Öppnat', means: 'En person med koden har öppnat meddelandet.' },
  reported: {
    name: 'Anmält fel',
    means: 'Mottagaren säger att meddelandet har hamnat hos fel person. Kontrollera adressen.',
  },
  locked: {
    name: 'Låst',
    means: 'För många felaktiga koder. Tala med mottagaren och lås sedan upp, eller rätta numret.',
  },
  acknowledged: { name: 'Undertecknat', means: 'Mottagaren har skrivit under.' },
  declined: { name: 'Underskrift avböjd', means: 'Mottagaren har avböjt att skriva under.' },
  refused: {
    name: 'Inte skickat',
    means: 'Inget har skickats till den här mottagaren. Rätta felet och skicka igen.',
  },
  bounced: {
    name: 'Kunde inte levereras',
    means: 'Mejlet avvisades slutgiltigt. Kontrollera adressen och skicka igen.',
  },
  relayed: {
    name: 'Skickat vidare',
    means: 'Enligt er organisations regel förseglades mejlet inte: det skickades vidare som det kom.',
  },
  recalled: { name: 'Återkallat', means: 'Meddelandet är återkallat och kan inte längre öppnas.' },
  expired: { name: 'Utgånget', means: 'Läsfristen har gått ut.' },
  erased: { name: 'Raderat', means: 'Mottagarens uppgifter har raderats, och länken öppnar inget.' },
} satisfies StatusTexts;

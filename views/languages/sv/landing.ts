import type { LandingTexts } from '../en/landing.ts';

export const landing = {
  title: (unit: string) => `Säkert meddelande från ${unit}`,
  lead: 'Meddelandet är konfidentiellt. För att läsa det behöver du en kod, som vi skickar till din telefon.',
  leadOther:
    'Meddelandet är konfidentiellt. Visa på något av sätten nedan att det är till dig, så kan du läsa det.',
  readableUntil: 'Kan läsas till',

  askTitle: 'Få en kod',
  askText: 'Koden går till det telefonnummer som avsändaren har angett för dig:',
  askCallOnly: 'Numret kan inte ta emot sms. Därför ringer vi och läser upp koden.',
  askCallFirst:
    'Ett sms till det här numret kom inte fram. Det går troligen till en fast telefon. Låt oss ringa upp dig i stället.',
  sendSms: 'Skicka kod med sms',
  call: 'Ring upp mig med koden',
  callHint: 'När vi ringer trycker du på en knapp på telefonen för att höra koden.',
  noPhoneTitle: 'Vi har inget telefonnummer till dig',
  noPhoneText: (unit: string) =>
    `Avsändaren har inte angett något telefonnummer, så vi kan inte skicka någon kod till dig. Kontakta ${unit} och uppge referensen ovan. Så snart de har lagt till ditt nummer fungerar den här sidan.`,
  noWayTitle: 'Vi kan inte skicka någon kod just nu',
  noWayText: (unit: string) =>
    `Försök igen senare. Om det är bråttom, kontakta ${unit} och uppge referensen ovan. Meddelandet ligger säkert under tiden.`,

  codeTitle: 'Skriv koden',
  codeLabel: 'Kod, sex siffror',
  open: 'Öppna meddelandet',
  sentSms: (time: string) => `Vi skickade ett sms till dig kl. ${time}. Det går till:`,
  sentCall: (time: string) => `Du bad kl. ${time} om att bli uppringd. Vi ringer till:`,
  validUntil: (time: string) => `Koden gäller till kl. ${time}.`,
  state: {
    sms: {
      on_its_way: 'Sms:et är på väg. Det tar oftast mindre än en minut.',
      handed_over: 'Operatören har tagit emot sms:et från oss. Det kommer oftast fram inom en minut.',
      delivered: 'Operatören uppger att sms:et har kommit fram.',
      failed: 'Sms:et kunde inte levereras. Vi kan ringa upp dig i stället, eller så kan du försöka igen.',
    },
    call: {
      on_its_way: 'Samtalet är på väg. Tryck på en knapp när du har svarat.',
      handed_over: 'Operatören ringer upp dig. Tryck på en knapp när du har svarat.',
      delivered: 'Samtalet besvarades.',
      failed: 'Vi kom inte fram. Försök igen, eller välj sms om du har en mobiltelefon.',
    },
  },
  callFailedOnly: 'Vi kom inte fram. Du kan försöka igen.',
  againTitle: 'Har koden inte kommit?',
  againSms: 'Skicka ett nytt sms',
  againCall: 'Ring upp mig i stället',
  againCallOnly: 'Ring upp mig igen',
  refresh: 'Visa senaste status',
  againHint: 'Om det kommer två koder fungerar båda i tio minuter.',

  errors: {
    title: 'Meddelandet är inte öppnat än',
    wrong_code: (tries: number) =>
      tries === 1
        ? 'Koden stämmer inte. Kontrollera den och försök igen. Du har ett försök kvar. Därefter låses meddelandet, och avsändaren kan låsa upp det.'
        : `Koden stämmer inte. Kontrollera den och försök igen. Du har ${tries} försök kvar.`,
    no_live_code:
      'Koden fungerar inte längre. En kod gäller i tio minuter och kan användas en gång. Be om en ny.',
    code_format: 'En kod har sex siffror, till exempel 123456. Skriv bara siffrorna.',
    wrong_access_code: (tries: number) =>
      tries === 1
        ? 'Det är inte den kod som avsändaren har gjort till dig. Jämför med det du har fått. Du har ett försök kvar; sedan låses meddelandet, och avsändaren kan låsa upp det.'
        : `Det är inte den kod som avsändaren har gjort till dig. Jämför med det du har fått. Du har ${tries} försök kvar.`,
    access_code_format:
      'Koden från avsändaren har 12 bokstäver och siffror, till exempel 7K3M-Q9TX-4BWD. Se efter om något saknas.',
    passkey_invalid:
      'Den här lösennyckeln öppnar inte meddelandet. Den kan ha tagits bort, eller höra till en annan adress eller telefon. Hämta en kod i stället.',
    passkey_late:
      'Det tog för lång tid, eller så skickades det två gånger. Ingenting har hänt. Tryck på knappen igen.',
    landline:
      'Numret går till en fast telefon och kan inte ta emot sms. Vi kan ringa det och läsa upp koden.',
    budget: (minutes: number) =>
      minutes === 1
        ? 'Många koder har begärts. Vänta en minut och be sedan om en ny. Den senaste koden du fick fungerar kanske fortfarande.'
        : `Många koder har begärts. Vänta ${minutes} minuter och be sedan om en ny. Den senaste koden du fick fungerar kanske fortfarande.`,
  },

  helpTitle: 'Är du osäker?',
  genuine: {
    title: 'Är det äkta?',
    intro: 'Det är klokt att fråga. Du kan kontrollera det utan att använda den här sidan:',
    steps: (organisation: string) => [
      `Leta själv upp växelnumret till ${organisation}: i ett brev, i telefonkatalogen eller på den webbplats du brukar använda.`,
      'Ring och berätta att du har fått ett säkert meddelande.',
      'Läs upp referensen. Då kan de säga om meddelandet kommer från dem.',
    ],
    never:
      'Vi ber aldrig om lösenord, personnummer, kortnummer eller betalning. Det enda du ska skriva här är koden från din telefon, eller en kod som avsändaren har gett dig.',
  },
  otherPhone: {
    title: 'Jag har inte den telefonen',
    text: (unit: string) =>
      `Kontakta ${unit} och uppge referensen. Avsändaren kan rätta numret, och då fungerar samma länk med din nya telefon. Ingen kan öppna meddelandet utan en kod.`,
  },
} satisfies LandingTexts;

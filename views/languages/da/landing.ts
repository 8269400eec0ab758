import type { LandingTexts } from '../en/landing.ts';

export const landing = {
  title: (unit: string) => `Sikker besked fra ${unit}`,
  lead: 'Beskeden er fortrolig. Du skal bruge en kode for at læse den, og koden sender vi til din telefon.',
  leadOther: 'Beskeden er fortrolig. Vis på en af måderne nedenfor, at den er til dig, så kan du læse den.',
  readableUntil: 'Kan læses til',

  askTitle: 'Få en kode',
  askText: 'Koden går til det telefonnummer, som afsenderen har oplyst for dig:',
  askCallOnly: 'Nummeret kan ikke modtage sms. Derfor ringer vi og læser koden op.',
  askCallFirst:
    'En sms til dette nummer kom ikke igennem. Det går nok til en fastnettelefon. Lad os ringe til dig i stedet.',
  sendSms: 'Send kode på sms',
  call: 'Ring til mig med koden',
  callHint: 'Når vi ringer, skal du trykke på en tast på telefonen for at høre koden.',
  noPhoneTitle: 'Vi har ikke noget telefonnummer til dig',
  noPhoneText: (unit: string) =>
    `Afsenderen har ikke oplyst et telefonnummer, så vi kan ikke sende dig en kode. Kontakt ${unit}, og oplys referencen ovenfor. Så snart de har tilføjet dit nummer, virker denne side.`,
  noWayTitle: 'Vi kan ikke sende en kode lige nu',
  noWayText: (unit: string) =>
    `Prøv igen senere. Haster det, så kontakt ${unit}, og oplys referencen ovenfor. Beskeden ligger sikkert imens.`,

  codeTitle: 'Skriv koden',
  codeLabel: 'Kode, seks cifre',
  open: 'Åbn beskeden',
  sentSms: (time: string) => `Vi sendte dig en sms kl. ${time}. Den går til:`,
  sentCall: (time: string) => `Du bad kl. ${time} om at blive ringet op. Vi ringer til:`,
  validUntil: (time: string) => `Koden virker til kl. ${time}.`,
  state: {
    sms: {
      on_its_way: 'Sms’en er på vej. Det tager som regel under et minut.',
      handed_over: 'Teleselskabet har modtaget sms’en fra os. Den er som regel fremme inden for et minut.',
      delivered: 'Teleselskabet oplyser, at sms’en er nået frem.',
      failed: 'Sms’en kunne ikke leveres. Vi kan ringe til dig i stedet, eller du kan prøve igen.',
    },
    call: {
      on_its_way: 'Opkaldet er på vej. Tryk på en tast, når du har taget telefonen.',
      handed_over: 'Teleselskabet ringer dig op. Tryk på en tast, når du har taget telefonen.',
      delivered: 'Opkaldet blev besvaret.',
      failed: 'Vi kom ikke igennem. Prøv igen, eller vælg sms, hvis du har en mobiltelefon.',
    },
  },
  callFailedOnly: 'Vi kom ikke igennem. Du kan prøve igen.',
  againTitle: 'Er koden ikke kommet?',
  againSms: 'Send en ny sms',
  againCall: 'Ring til mig i stedet',
  againCallOnly: 'Ring til mig igen',
  refresh: 'Vis seneste status',
  againHint: 'Kommer der to koder, virker begge i ti minutter.',

  errors: {
    title: 'Beskeden er ikke åbnet endnu',
    wrong_code: (tries: number) =>
      tries === 1
        ? 'Koden er ikke rigtig. Se efter, og prøv igen. Du har ét forsøg tilbage. Derefter bliver beskeden låst, og afsenderen kan låse den op.'
        : `Koden er ikke rigtig. Se efter, og prøv igen. Du har ${tries} forsøg tilbage.`,
    no_live_code:
      'Koden virker ikke længere. En kode gælder i ti minutter og kan bruges én gang. Bed om en ny.',
    code_format: 'En kode har seks cifre, for eksempel 123456. Skriv kun cifrene.',
    wrong_access_code: (tries: number) =>
      tries === 1
        ? 'Det er ikke den kode, som afsenderen har lavet til dig. Sammenlign med det, du har fået. Du har ét forsøg tilbage; derefter bliver beskeden låst, og afsenderen kan låse den op.'
        : `Det er ikke den kode, som afsenderen har lavet til dig. Sammenlign med det, du har fået. Du har ${tries} forsøg tilbage.`,
    access_code_format:
      'Koden fra afsenderen har 12 bogstaver og tal, for eksempel 7K3M-Q9TX-4BWD. Se efter, om der mangler nogen.',
    passkey_invalid:
      'Denne adgangsnøgle åbner ikke beskeden. Den kan være fjernet, eller den hører til en anden adresse eller telefon. Få en kode i stedet.',
    passkey_late:
      'Det tog for lang tid, eller det blev sendt to gange. Der er ikke sket noget. Tryk på knappen igen.',
    landline:
      'Nummeret går til en fastnettelefon og kan ikke modtage sms. Vi kan ringe til det og læse koden op.',
    budget: (minutes: number) =>
      minutes === 1
        ? 'Der er bedt om mange koder. Vent et minut, og bed så om en ny. Den seneste kode, du fik, virker måske stadig.'
        : `Der er bedt om mange koder. Vent ${minutes} minutter, og bed så om en ny. Den seneste kode, du fik, virker måske stadig.`,
  },

  helpTitle: 'Er du i tvivl?',
  genuine: {
    title: 'Er det ægte?',
    intro: 'Det er klogt at spørge. Du kan undersøge det uden at bruge denne side:',
    steps: (organisation: string) => [
      `Find selv hovednummeret til ${organisation}: på et brev, i telefonbogen eller på den hjemmeside, du plejer at bruge.`,
      'Ring, og fortæl, at du har fået en sikker besked.',
      'Læs referencen op. Så kan de sige, om beskeden er fra dem.',
    ],
    never:
      'Vi beder aldrig om adgangskoder, cpr-nummer, kortnummer eller betaling. Det eneste, du skal skrive her, er koden fra din telefon eller en kode, som afsenderen har givet dig.',
  },
  otherPhone: {
    title: 'Jeg har ikke den telefon',
    text: (unit: string) =>
      `Kontakt ${unit}, og oplys referencen. Afsenderen kan rette nummeret, og så virker det samme link med din nye telefon. Ingen kan åbne beskeden uden en kode.`,
  },
} satisfies LandingTexts;

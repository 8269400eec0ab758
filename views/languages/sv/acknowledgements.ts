import type { AcknowledgementsTexts } from '../en/acknowledgements.ts';

export const acknowledgements = {
  title: 'Skriv under',
  lead: (unit: string) =>
    `${unit} ber dig skriva under innan du läser meddelandet. När du har skrivit under öppnas det.`,
  what: 'Det här skriver du under',
  asks: (unit: string) => `${unit} ber dig skriva under dessa ord:`,
  due: (when: string) => `Svara senast den ${when}.`,
  dueRecalled: (when: string) => `Svara senast den ${when}. Därefter återkallar avsändaren meddelandet.`,
  signs: 'Du skriver under dessa ord och inget annat. Inget händer förrän du säger till.',
  ways: {
    eid: {
      title: (eid: string) => `Med ${eid}`,
      proves: (eid: string) => `${eid} bekräftar vem du är, och det sparas som bevis.`,
      sign: (eid: string) => `Skriv under med ${eid}`,
    },
    passkey: {
      title: 'Med din lösennyckel',
      proves:
        'Visar att enheten med din lösennyckel användes och att någon låste upp den: med fingeravtryck, ansikte eller kod.',
      sign: 'Skriv under med lösennyckeln',
      without:
        'Lösennycklar kräver JavaScript och en nyare webbläsare, och den här kan inte använda dem. Välj ett annat sätt, eller använd en annan webbläsare.',
      withoutOther: (unit: string) =>
        `Lösennycklar kräver JavaScript och en nyare webbläsare, och den här kan inte använda dem. Slå på JavaScript, eller öppna meddelandet i en annan webbläsare. Om det inte går, kontakta ${unit} och uppge referensen.`,
    },
    code: {
      title: 'Med en kod till din telefon',
      proves: 'Visar att koden kom till den här telefonen. Det visar inte vem du är.',
      ask: 'Vi skickar en ny kod som bara kan användas för att skriva under. Den skickas till:',
      enterTitle: 'Ange koden för att skriva under',
      sign: 'Skriv under',
    },
  },
  none: {
    code: (unit: string) =>
      `Du kan inte skriva under här, för avsändaren har inte angett något telefonnummer till dig. Kontakta ${unit} och uppge referensen.`,
    passkey: (unit: string) =>
      `Avsändaren ber om en lösennyckel eller en e-legitimation, och du har ingen av dem här. Kontakta ${unit} och uppge referensen.`,
    eid: (unit: string) =>
      `Avsändaren ber om en e-legitimation, och din kan inte användas här. Kontakta ${unit} och uppge referensen.`,
  },
  addPasskey:
    'Avsändaren ber om en lösennyckel eller en e-legitimation. Du kan lägga till en lösennyckel på den här enheten och sedan skriva under med den:',
  addPasskeyLink: 'Lägg till en lösennyckel',
  declineLink: 'Jag vill inte skriva under',
  answered: {
    signed: {
      title: 'Du har skrivit under',
      what: (when: string) => `Du skrev under den ${when}`,
      with: {
        eid: (eid: string) => `med ${eid}`,
        passkey: () => 'med din lösennyckel',
        code: () => 'med en kod till din telefon',
      },
      next: 'Spara ditt kvitto. I det står orden, när och hur du skrev under, och vem som helst kan kontrollera det.',
    },
    declined: {
      title: 'Du har avböjt att skriva under',
      what: (when: string) => `Du avböjde den ${when}. Avsändaren har fått veta det.`,
      before: 'Meddelandet förblir stängt. Tala med avsändaren om du har ändrat dig.',
      after: 'Du kan fortfarande läsa meddelandet. Tala med avsändaren om du har ändrat dig.',
    },
    words: 'Orden var:',
  },
  decline: {
    title: 'Avböj att skriva under',
    lead: 'Du bestämmer själv om du skriver under. Att avböja betyder:',
    means: {
      before: (unit: string) => [
        `${unit} får genast veta att du avböjde, och när.`,
        'Meddelandet förblir stängt för dig.',
        'Du kan inte ändra det här efteråt.',
      ],
      after: (unit: string) => [
        `${unit} får genast veta att du avböjde, och när.`,
        'Du kan fortfarande läsa meddelandet.',
        'Du kan inte ändra det här efteråt.',
      ],
    },
    reason: 'Varför? (valfritt)',
    reasonHint: (most: number) => `Avsändaren ser vad du skriver. Högst ${most} tecken.`,
    submit: 'Avböj att skriva under',
    back: 'Tillbaka utan att avböja',
    errors: {
      title: 'Du har inte avböjt ännu',
      tooLong: (most: number) => `Korta det du skrev till högst ${most} tecken.`,
    },
  },
  errors: {
    title: 'Du har inte skrivit under ännu',
    stronger_needed: 'Avsändaren ber om ett starkare sätt att skriva under än det. Välj ett av sätten nedan.',
    changed_meanwhile:
      'Det du fick se väntar inte längre: det tog för lång tid, eller så visades det igen på ett annat språk eller i ett annat fönster. Läs orden nedan och skriv sedan under.',
    no_phone: 'Avsändaren har inte angett något telefonnummer till dig, så ingen kod kan skickas.',
    passkey_invalid: 'Den lösennyckeln är inte en av dina här. Använd en annan, eller välj ett annat sätt.',
    wrong_code: (tries: number) =>
      tries === 1
        ? 'Koden är inte rätt. Kontrollera den och försök igen. Du har ett försök kvar; därefter låses meddelandet, och avsändaren kan låsa upp det.'
        : `Koden är inte rätt. Kontrollera den och försök igen. Du har ${tries} försök kvar. Koden som öppnade meddelandet kan inte användas för att skriva under.`,
  },
  receipt: {
    lead: 'Du har skrivit under ett meddelande som inte längre kan läsas. Ditt kvitto finns kvar här: vi skickar en kod till din telefon, och sedan kan du hämta det.',
    get: 'Hämta ditt kvitto',
    error: 'Ditt kvitto är inte öppet ännu',
  },
  reasons: { not_signed: 'Inte undertecknat före tidsgränsen' },
} satisfies AcknowledgementsTexts;

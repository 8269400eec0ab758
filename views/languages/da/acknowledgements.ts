import type { AcknowledgementsTexts } from '../en/acknowledgements.ts';

export const acknowledgements = {
  title: 'Skriv under',
  lead: (unit: string) =>
    `${unit} beder dig skrive under, før du læser beskeden. Når du har skrevet under, åbner den.`,
  what: 'Det skriver du under på',
  asks: (unit: string) => `${unit} beder dig skrive under på disse ord:`,
  due: (when: string) => `Svar venligst senest den ${when}.`,
  dueRecalled: (when: string) =>
    `Svar venligst senest den ${when}. Derefter kalder afsenderen beskeden tilbage.`,
  signs: 'Du skriver under på disse ord og ikke andet. Der sker intet, før du siger til.',
  ways: {
    eid: {
      title: (eid: string) => `Med ${eid}`,
      proves: (eid: string) => `${eid} bekræfter, hvem du er, og det gemmes som bevis.`,
      sign: (eid: string) => `Skriv under med ${eid}`,
    },
    passkey: {
      title: 'Med din adgangsnøgle',
      proves:
        'Beviser, at enheden med din adgangsnøgle blev brugt, og at nogen låste den op: med fingeraftryk, ansigt eller kode.',
      sign: 'Skriv under med adgangsnøglen',
      without:
        'Adgangsnøgler kræver JavaScript og en nyere browser, og denne kan ikke bruge dem. Vælg en anden måde, eller brug en anden browser.',
      withoutOther: (unit: string) =>
        `Adgangsnøgler kræver JavaScript og en nyere browser, og denne kan ikke bruge dem. Slå JavaScript til, eller åbn beskeden i en anden browser. Kan du ikke det, så kontakt ${unit}, og oplys referencen.`,
    },
    code: {
      title: 'Med en kode til din telefon',
      proves: 'Beviser, at koden kom til denne telefon. Det beviser ikke, hvem du er.',
      ask: 'Vi sender en ny kode, som kun kan bruges til at skrive under. Den sendes til:',
      enterTitle: 'Indtast koden for at skrive under',
      sign: 'Skriv under',
    },
  },
  none: {
    code: (unit: string) =>
      `Du kan ikke skrive under her, for afsenderen har ikke givet et telefonnummer til dig. Kontakt ${unit}, og oplys referencen.`,
    passkey: (unit: string) =>
      `Afsenderen beder om en adgangsnøgle eller et eID, og du har ingen af dem her. Kontakt ${unit}, og oplys referencen.`,
    eid: (unit: string) =>
      `Afsenderen beder om et eID, og dit kan ikke bruges her. Kontakt ${unit}, og oplys referencen.`,
  },
  addPasskey:
    'Afsenderen beder om en adgangsnøgle eller et eID. Du kan tilføje en adgangsnøgle på denne enhed og så skrive under med den:',
  addPasskeyLink: 'Tilføj en adgangsnøgle',
  declineLink: 'Jeg vil ikke skrive under',
  answered: {
    signed: {
      title: 'Du har skrevet under',
      what: (when: string) => `Du skrev under den ${when}`,
      with: {
        eid: (eid: string) => `med ${eid}`,
        passkey: () => 'med din adgangsnøgle',
        code: () => 'med en kode til din telefon',
      },
      next: 'Gem din kvittering. I den står ordene, hvornår og hvordan du skrev under, og alle kan kontrollere den.',
    },
    declined: {
      title: 'Du har afvist at skrive under',
      what: (when: string) => `Du afviste den ${when}. Afsenderen har fået besked.`,
      before: 'Beskeden forbliver lukket. Tal med afsenderen, hvis du har ombestemt dig.',
      after: 'Du kan stadig læse beskeden. Tal med afsenderen, hvis du har ombestemt dig.',
    },
    words: 'Ordene var:',
  },
  decline: {
    title: 'Afvis at skrive under',
    lead: 'Du bestemmer selv, om du skriver under. At afvise betyder:',
    means: {
      before: (unit: string) => [
        `${unit} får straks besked om, at du afviste, og hvornår.`,
        'Beskeden forbliver lukket for dig.',
        'Du kan ikke lave det om her bagefter.',
      ],
      after: (unit: string) => [
        `${unit} får straks besked om, at du afviste, og hvornår.`,
        'Du kan stadig læse beskeden.',
        'Du kan ikke lave det om her bagefter.',
      ],
    },
    reason: 'Hvorfor? (valgfrit)',
    reasonHint: (most: number) => `Afsenderen ser, hvad du skriver. Højst ${most} tegn.`,
    submit: 'Afvis at skrive under',
    back: 'Tilbage uden at afvise',
    errors: {
      title: 'Du har ikke afvist endnu',
      tooLong: (most: number) => `Forkort det, du skrev, til højst ${most} tegn.`,
    },
  },
  errors: {
    title: 'Du har ikke skrevet under endnu',
    stronger_needed:
      'Afsenderen beder om en stærkere måde at skrive under på end den. Vælg en af måderne herunder.',
    changed_meanwhile:
      'Det, du fik vist, venter ikke længere: Det tog for lang tid, eller det blev vist igen på et andet sprog eller i et andet vindue. Læs ordene herunder, og skriv så under.',
    no_phone: 'Afsenderen har ikke givet et telefonnummer til dig, så der kan ikke sendes en kode.',
    passkey_invalid: 'Den adgangsnøgle er ikke en af dine her. Brug en anden, eller vælg en anden måde.',
    wrong_code: (tries: number) =>
      tries === 1
        ? 'Koden er ikke rigtig. Se efter, og prøv igen. Du har ét forsøg tilbage; derefter låses beskeden, og afsenderen kan låse den op.'
        : `Koden er ikke rigtig. Se efter, og prøv igen. Du har ${tries} forsøg tilbage. Koden, der åbnede beskeden, kan ikke bruges til at skrive under.`,
  },
  receipt: {
    lead: 'Du har skrevet under på en besked, som ikke længere kan læses. Din kvittering er her stadig: Vi sender en kode til din telefon, og så kan du hente den.',
    get: 'Hent din kvittering',
    error: 'Din kvittering er ikke åben endnu',
  },
  reasons: { not_signed: 'Ikke skrevet under inden fristen' },
} satisfies AcknowledgementsTexts;

import type { AcknowledgementsTexts } from '../en/acknowledgements.ts';

export const acknowledgements = {
  title: 'Kvittér for beskeden',
  lead: (unit: string) =>
    `${unit} beder dig kvittere, før du læser beskeden. Når du har kvitteret, åbner den.`,
  what: 'Det kvitterer du for',
  asks: (unit: string) => `${unit} beder dig kvittere for disse ord:`,
  due: (when: string) => `Svar venligst senest den ${when}.`,
  dueRecalled: (when: string) =>
    `Svar venligst senest den ${when}. Derefter kalder afsenderen beskeden tilbage.`,
  signs: 'Du kvitterer for disse ord og ikke andet. Der sker intet, før du siger til.',
  ways: {
    eid: {
      title: (eid: string) => `Med ${eid}`,
      proves: (eid: string) => `${eid} bekræfter, hvem du er, og det gemmes som bevis.`,
      sign: (eid: string) => `Kvittér med ${eid}`,
    },
    passkey: {
      title: 'Med din adgangsnøgle',
      proves:
        'Beviser, at enheden med din adgangsnøgle blev brugt, og at nogen låste den op: med fingeraftryk, ansigt eller kode.',
      sign: 'Kvittér med adgangsnøglen',
      without:
        'Adgangsnøgler kræver JavaScript og en nyere browser, og denne kan ikke bruge dem. Vælg en anden måde, eller brug en anden browser.',
    },
    code: {
      title: 'Med en kode til din telefon',
      proves: 'Beviser, at koden kom til denne telefon. Det beviser ikke, hvem du er.',
      ask: 'Vi sender en ny kode, som kvitterer og ikke gør andet. Den sendes til:',
      enterTitle: 'Skriv koden for at kvittere',
      sign: 'Kvittér',
    },
  },
  none: {
    code: (unit: string) =>
      `Du kan ikke kvittere her, for afsenderen har ikke givet et telefonnummer til dig. Kontakt ${unit}, og oplys referencen.`,
    passkey: (unit: string) =>
      `Afsenderen beder om en adgangsnøgle eller et eID, og du har ingen af dem her. Kontakt ${unit}, og oplys referencen.`,
    eid: (unit: string) =>
      `Afsenderen beder om et eID, og dit kan ikke bruges her. Kontakt ${unit}, og oplys referencen.`,
  },
  addPasskey:
    'Afsenderen beder om en adgangsnøgle eller et eID. Du kan tilføje en adgangsnøgle på denne enhed og så kvittere med den:',
  addPasskeyLink: 'Tilføj en adgangsnøgle',
  declineLink: 'Jeg vil ikke kvittere',
  answered: {
    signed: {
      title: 'Du har kvitteret',
      what: (when: string) => `Du kvitterede den ${when}`,
      with: {
        eid: (eid: string) => `med ${eid}`,
        passkey: () => 'med din adgangsnøgle',
        code: () => 'med en kode til din telefon',
      },
      next: 'Gem din kvittering. I den står ordene, hvornår og hvordan du kvitterede, og alle kan kontrollere den.',
    },
    declined: {
      title: 'Du har afvist at kvittere',
      what: (when: string) => `Du afviste den ${when}. Afsenderen har fået besked.`,
      before: 'Beskeden forbliver lukket. Tal med afsenderen, hvis du har ombestemt dig.',
      after: 'Du kan stadig læse beskeden. Tal med afsenderen, hvis du har ombestemt dig.',
    },
    words: 'Ordene var:',
  },
  decline: {
    title: 'Afvis at kvittere',
    lead: 'Du bestemmer selv, om du kvitterer. At afvise betyder:',
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
    submit: 'Afvis at kvittere',
    back: 'Tilbage uden at afvise',
    errors: {
      title: 'Du har ikke afvist endnu',
      tooLong: (most: number) => `Forkort det, du skrev, til højst ${most} tegn.`,
    },
  },
  errors: {
    title: 'Der er ikke kvitteret endnu',
    stronger_needed:
      'Afsenderen beder om en stærkere måde at kvittere på end den. Vælg en af måderne herunder.',
    changed_meanwhile:
      'Det, du fik vist, venter ikke længere: Det tog for lang tid, eller det blev vist igen på et andet sprog eller i et andet vindue. Læs ordene herunder, og kvittér så.',
    no_phone: 'Afsenderen har ikke givet et telefonnummer til dig, så der kan ikke sendes en kode.',
    passkey_invalid: 'Den adgangsnøgle er ikke en af dine her. Brug en anden, eller vælg en anden måde.',
    wrong_code: (tries: number) =>
      tries === 1
        ? 'Koden er ikke rigtig. Se efter, og prøv igen. Du har ét forsøg tilbage; derefter låses beskeden, og afsenderen kan låse den op.'
        : `Koden er ikke rigtig. Se efter, og prøv igen. Du har ${tries} forsøg tilbage. Koden, der åbnede beskeden, kvitterer ikke.`,
  },
  receipt: {
    lead: 'Du har kvitteret for en besked, som ikke længere kan læses. Din kvittering er her stadig: Vi sender en kode til din telefon, og så kan du hente den.',
    get: 'Hent din kvittering',
    error: 'Din kvittering er ikke åben endnu',
  },
  reasons: { not_signed: 'Ikke kvitteret inden fristen' },
} satisfies AcknowledgementsTexts;

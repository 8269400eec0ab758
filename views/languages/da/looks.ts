import type { LooksTexts } from '../en/looks.ts';

export const looks: LooksTexts = {
  title: 'Se en besked',
  notYours: 'Denne besked er skrevet af en anden.',
  unit: 'Enhed',
  recorded:
    'Skriv hvorfor, hvis du vil se den. Dit navn, tidspunktet og din begrundelse bliver registreret, og beskedens afsender kan læse dem. Det kan ikke ændres bagefter.',
  lasts: (minutes: number) => `Derefter er beskeden åben for dig i ${minutes} minutter.`,
  kind: 'Hvad drejer det sig om?',
  choose: 'Vælg',
  kinds: {
    covering: 'Afløser en fraværende kollega',
    question: 'Spørgsmål fra modtageren',
    inspection: 'Tilsyn',
    incident: 'Noget gik galt',
    other: 'Noget andet',
    system: 'Læst af et system',
  },
  reason: 'Begrundelse med dine egne ord',
  reasonHint: (least: number, most: number) =>
    `Mellem ${least} og ${most} tegn. Gengiv ikke noget fortroligt.`,
  submit: 'Registrér begrundelsen, og se beskeden',
  back: 'Tilbage til beskederne uden at se den',
  errorTitle: 'Begrundelsen mangler noget',
  kindMissing: 'Vælg, hvad det drejer sig om.',
  reasonWrong: (least: number, most: number) =>
    `Skriv hvorfor med dine egne ord, mindst ${least} og højst ${most} tegn.`,
  opened:
    'Denne besked er skrevet af en anden. Du kan se den, fordi du har givet en begrundelse, og den kan afsenderen læse.',
  seenTitle: 'Set af andre',
  nobody: 'Navnet er slettet',
};

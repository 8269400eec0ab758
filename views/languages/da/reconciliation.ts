import type { ReconciliationTexts } from '../en/reconciliation.ts';

export const reconciliation: ReconciliationTexts = {
  title: 'Stemmer tallene?',
  lead: 'En gang om dagen tælles hver modtager af hver besked alene ud fra beviserne, og tallene holdes op mod det, siderne viser. Hver skal have fået præcis én afslutning eller være undervejs.',
  never: 'Der er ikke talt noget endnu.',
  count: 'Tæl nu',
  progress: (percent) => `Tæller: ${percent} % er talt`,
  refresh: 'Se, hvor langt optællingen er',
  agrees: 'Tallene stemmer',
  differs: (count) => (count === 1 ? 'Der er én forskel' : `Der er ${count} forskelle`),
  counted: (messages, deliveries) => `Beskeder: ${messages}. Modtagere: ${deliveries}. Talt:`,
  what: 'Noget er ikke, som beviserne siger.',
  whatNext:
    'Stol ikke på nogen af delene, før en tekniker har set på det: Det kan være en fejl i Segl, en gendannet sikkerhedskopi eller nogen, der har ændret databasen i hånden. Beviserne selv kan ikke ændres ubemærket.',
  first: 'De første beskeder:',
  states: 'Hvad der blev af dem ifølge beviserne',
  earlier: 'De seneste dages optællinger',
  when: 'Hvornår',
  deliveries: 'Modtagere',
  differences: 'Forskelle',
  findings: {
    recipients: {
      name: 'Andre modtagere end dem, der blev taget imod',
      means: 'En besked har flere eller færre modtagere, end da den blev taget imod, eller mangler helt.',
    },
    no_events: {
      name: 'Modtagere uden beviser',
      means: 'Der vises en modtager, men ingen hændelse fortæller om vedkommende.',
    },
    no_delivery: {
      name: 'Beviser uden modtager',
      means: 'Hændelser fortæller om en modtager, som ikke længere er der, og som ikke er blevet slettet.',
    },
    gap: {
      name: 'En hændelse mangler',
      means: 'En modtagers hændelser er nummereret, og et nummer mangler.',
    },
    two_outcomes: {
      name: 'To afslutninger',
      means: 'En levering blev afsluttet og derefter afsluttet på en anden måde eller genoptaget.',
    },
    status: {
      name: 'En anden status',
      means: 'Det, siderne viser om en levering, er ikke det, dens hændelser siger.',
    },
    overdue: {
      name: 'Ikke afsluttet i tide',
      means: 'Tiden for en levering løb ud for mere end en time siden, og den er ikke afsluttet.',
    },
    stuck: {
      name: 'Intet er undervejs',
      means:
        'I en time er ingen meddelelse sendt af sted, og ingen venter på det: Modtageren ville aldrig høre om beskeden.',
    },
    seal_left: {
      name: 'En nøgle, der skulle være tilintetgjort',
      means: 'Beskeden er tilbagekaldt, udløbet eller slettet, og nøglen til den er der endnu.',
    },
    seal_missing: {
      name: 'En nøgle mangler',
      means: 'En modtager skulle stadig kunne åbne beskeden, men nøglen til den er der ikke.',
    },
  },
};

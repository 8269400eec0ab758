import type { StatusTexts } from '../en/statuses.ts';

export const statuses = {
  held: { name: 'Venter', means: 'Beskeden er holdt tilbage, til noget er bragt i orden.' },
  sent: { name: 'Sendt', means: 'Beskeden er forseglet, og mailen til modtageren er på vej.' },
  notified: {
    name: 'Mail afleveret',
    means: 'Den næste mailserver har mailen. Beskeden er ikke åbnet endnu.',
  },
  opened: { name: 'Åbnet', means: 'En person med koden har åbnet beskeden.' },
  reported: {
    name: 'Meldt forkert',
    means: 'Modtageren siger, at beskeden er havnet hos den forkerte. Tjek adressen.',
  },
  locked: {
    name: 'Låst',
    means: 'For mange forkerte koder. Tal med modtageren, og lås så op, eller ret nummeret.',
  },
  acknowledged: { name: 'Underskrevet', means: 'Modtageren har skrevet under.' },
  declined: { name: 'Underskrift afvist', means: 'Modtageren har afvist at skrive under.' },
  refused: {
    name: 'Ikke sendt',
    means: 'Der er ikke sendt noget til denne modtager. Ret fejlen, og send igen.',
  },
  bounced: { name: 'Kunne ikke leveres', means: 'Mailen blev endeligt afvist. Tjek adressen, og send igen.' },
  relayed: {
    name: 'Sendt videre',
    means: 'Efter jeres organisations regel blev mailen ikke forseglet: den blev sendt videre, som den kom.',
  },
  recalled: { name: 'Kaldt tilbage', means: 'Beskeden er kaldt tilbage og kan ikke længere åbnes.' },
  expired: { name: 'Udløbet', means: 'Læsefristen er udløbet.' },
  erased: { name: 'Slettet', means: 'Modtagerens oplysninger er slettet, og linket åbner intet.' },
} satisfies StatusTexts;

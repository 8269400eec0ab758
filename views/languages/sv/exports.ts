import type { ExportsTexts } from '../en/exports.ts';

export const exports: ExportsTexts = {
  title: 'Exportera bevis',
  lead: (days) =>
    `Allt som har registrerats, som en fil. Den görs i bakgrunden, förvaras förseglad och raderas efter ${days} dagar.`,
  recorded: 'Varje export och varje hämtning registreras med ditt namn.',
  everything:
    'Filen innehåller vad som har registrerats om alla meddelanden, och allt som ni har ändrat: personer, enheter, system, kontakter och regler.',
  ofUnits: 'Filen innehåller vad som har registrerats om meddelanden från dina enheter.',
  format: 'Filtyp',
  formats: {
    csv: 'CSV med kommatecken',
    excel: 'CSV för Excel med semikolon',
    jsonl: 'JSON Lines, som kan kontrolleras rad för rad',
  },
  make: 'Gör filen',
  tooMany: 'Andra exporter görs fortfarande. Vänta tills en är klar.',
  deleted: 'Filen har raderats.',
  listTitle: 'Filer',
  none: 'Ingen har bett om en fil de senaste dagarna.',
  when: 'Beställd',
  by: 'Av',
  state: 'Tillstånd',
  states: {
    waiting: { name: 'Väntar', title: 'Filen väntar på att göras' },
    working: { name: 'Görs', title: 'Filen håller på att göras' },
    done: { name: 'Klar', title: 'Filen är klar' },
    ended: { name: 'Uppgiven', title: 'Filen kunde inte göras' },
  },
  back: 'Tillbaka till alla filer',
  progress: (percent) => `${percent} % av loggen har gåtts igenom`,
  refresh: 'Se hur långt den har kommit',
  leave: 'Du kan lämna sidan. Arbetet fortsätter, även efter en omstart.',
  rows: (count) => (count === 1 ? '1 händelse' : `${count} händelser`),
  download: 'Hämta filen',
  manifest: 'Hämta den undertecknade förklaringen',
  manifestHint:
    'Med den undertecknade förklaringen kan vem som helst kontrollera att filen är hel och oförändrad.',
  kept: (until) => `Filen raderas den ${until}.`,
  endedHint: 'Något i filen har raderats, eller så gick något fel flera gånger. Beställ den en gång till.',
  about: 'Om filen',
  sha256: 'Fingeravtryck (SHA-256)',
  termsErased: 'Det den var begränsad till har raderats.',
  noTerms: 'Allt, utan avgränsning.',
  stop: 'Avbryt, och radera det som är gjort',
  remove: 'Radera filen nu',
};

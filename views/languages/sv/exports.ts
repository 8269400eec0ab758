import type { ExportsTexts } from '../en/exports.ts';

export const exports: ExportsTexts = {
  title: 'Exportera bevis',
  lead: (days) =>
    `Allt som har registrerats, som en fil. Den görs i bakgrunden, förvaras förseglad och raderas efter ${days} dagar.`,
  recorded: 'Varje export och varje hämtning registreras med ditt namn.',
  everything:
    'Filen innehåller vad som har registrerats om alla meddelanden, och allt som har ändrats vid skrivbordet.',
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
  manifest: 'Hämta den signerade förklaringen',
  manifestHint:
    'Med den signerade förklaringen kan vem som helst kontrollera att filen är hel och oförändrad.',
  kept: (until) => `Filen raderas den ${until}.`,
  endedHint: 'Det den ber om har raderats, eller så gick något fel gång på gång. Be om den en gång till.',
  about: 'Om filen',
  sha256: 'Fingeravtryck (SHA-256)',
  termsErased: 'Det den var begränsad till har raderats.',
  remove: 'Radera filen nu',
};

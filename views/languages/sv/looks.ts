import type { LooksTexts } from '../en/looks.ts';

export const looks: LooksTexts = {
  title: 'Se ett meddelande',
  notYours: 'Det här meddelandet är skrivet av någon annan.',
  unit: 'Enhet',
  recorded:
    'Skriv varför om du vill se det. Ditt namn, tidpunkten och din motivering registreras, och meddelandets avsändare kan läsa dem. Det går inte att ändra i efterhand.',
  lasts: (minutes: number) => `Därefter är meddelandet öppet för dig i ${minutes} minuter.`,
  kind: 'Vad gäller det?',
  choose: 'Välj',
  kinds: {
    covering: 'Ersätter en frånvarande kollega',
    question: 'Fråga från mottagaren',
    inspection: 'Tillsyn',
    incident: 'Något gick fel',
    other: 'Något annat',
    system: 'Läst av ett system',
  },
  reason: 'Motivering med dina egna ord',
  reasonHint: (least: number, most: number) =>
    `Mellan ${least} och ${most} tecken. Återge inget konfidentiellt.`,
  submit: 'Registrera motiveringen och se meddelandet',
  back: 'Tillbaka till meddelandena utan att se det',
  errorTitle: 'Motiveringen är inte fullständig',
  kindMissing: 'Välj vad det gäller.',
  reasonWrong: (least: number, most: number) =>
    `Skriv varför med dina egna ord, minst ${least} och högst ${most} tecken.`,
  opened:
    'Det här meddelandet är skrivet av någon annan. Du ser det för att du har gett en motivering, och den kan avsändaren läsa.',
  seenTitle: 'Sett av andra',
  nobody: 'Namnet har raderats',
};

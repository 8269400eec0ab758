import type { BlocksTexts } from '../en/blocks.ts';

export const blocks = {
  title: 'Spärrade adresser',
  lead: 'Inget skickas till dessa adresser och domäner. Den som försöker får veta det, och de andra mottagarna får sitt meddelande.',
  none: 'Inget är spärrat.',
  noneLifted: 'Ingen spärr har hävts.',
  add: 'Spärra en adress eller en domän',
  show: { label: 'Vilka spärrar', standing: 'Spärrat nu', lifted: 'Hävt' },
  back: 'Alla spärrar',
  next: 'Äldre',
  everywhere: 'Hela organisationen',
  about: (pattern) => `Spärrat: ${pattern}`,
  newTitle: 'Spärra en adress eller en domän',
  newLead:
    'Från och med nu skickas inget dit. Det som har skickats tidigare kan öppnas tills det återkallas.',
  reported: 'Någon där har sagt:',
  pattern: 'Adress eller domän',
  patternHint:
    'ana@example.dk för en adress, example.dk för en domän, *.example.dk för allt som finns under den.',
  unit: 'För vem',
  reason: 'Varför',
  reasonHint: (most) => `Högst ${most} tecken. Alla som sköter spärrar kan läsa det.`,
  sure: 'Jag vet att det är en av våra egna adresser och menar det',
  submit: 'Spärra',
  errorTitle: 'Inget har spärrats',
  errors: {
    pattern: 'Skriv en adress, en domän eller *. med en domän. Ett helt land är för mycket.',
    reason: (most) => `Skriv varför, med högst ${most} tecken.`,
    unit: 'Välj för vem det spärras.',
    in_use:
      'Dina egna kollegor eller system har adresser där. Kontrollera det och kryssa nedan för att du menar det.',
    already_exists: 'Det är redan spärrat.',
    already_closed: 'Spärren har hävts tidigare.',
  },
  made: 'Spärrat',
  lifted: 'Hävt',
  by: 'av',
  somebody: 'någon som inte längre är känd här',
  done: { made: 'Det är spärrat. Inget mer skickas dit.', lifted: 'Spärren är hävd.' },
  lift: 'Häv spärren',
  liftHint: 'Då går meddelanden dit igen.',
  earlier: {
    title: (pattern) => `Skickat till ${pattern} tidigare`,
    none: 'Inget som du får se har skickats dit.',
    count: (count, opened) =>
      `${count === 1 ? '1 meddelande' : `${count} meddelanden`}, varav ${opened === 0 ? 'inget' : opened} öppnades.`,
    newest: (count) => `De senaste ${count}:`,
    opened: 'öppnat',
    unopened: 'inte öppnat',
    message: 'Se meddelandet',
    recall: 'Återkalla det',
  },
} satisfies BlocksTexts;

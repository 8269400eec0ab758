import type { ErasuresTexts } from '../en/erasures.ts';

export const erasures = {
  title: 'Radera uppgifter',
  back: 'Tillbaka till meddelandet',
  link: 'Radera detta meddelande eller en mottagare',
  linkHint: 'När någon ber om det, eller när det kom till fel person. Tidsstämplarna finns kvar.',
  lead: 'Det som raderas här är borta för alltid: ingen kan få tillbaka det.',
  nothingLeft: 'Allt som kan raderas här har raderats.',
  live: (count) =>
    count === 1
      ? 'En mottagare kan kanske fortfarande öppna detta meddelande.'
      : `${count} mottagare kan kanske fortfarande öppna detta meddelande.`,
  liveMeans:
    'För den som raderas slutar länken genast att fungera, en pågående hämtning bryts, och det som var på väg ut skickas inte.',
  what: 'Vad ska raderas?',
  kinds: { message: 'Hela meddelandet', recipients: 'Bara dessa mottagare' },
  kindHints: {
    message:
      'Ämne, text och filer för alla, även avsändaren; alla mottagares adresser, namn och telefonnummer, och vad e-postservrar har svarat om dem.',
    recipients:
      'Deras adress, namn och telefonnummer, deras länk och åtkomst, och vad som har registrerats om deras enheter. Avsändaren och de andra behåller meddelandet; nämner texten någon, står det kvar.',
  },
  recipients: 'Vilka mottagare',
  stays: 'Vad som inte raderas',
  staying: [
    'Att ett meddelande skickades, och varje stämpel med sin tid, utan att säga till vem. Därför håller alla bevis fortfarande.',
    'Ditt namn, tiden och skälet som du anger här.',
    'Det som redan har gått ut: aviseringar i brevlådor och filer som någon har hämtat.',
    'Kopior i säkerhetskopior från före nu, tills organisationen raderar dem. Där är innehållet förseglat, men adresser och namn är det inte.',
  ],
  reason: 'Varför',
  choose: 'Välj',
  reasons: {
    requested: 'Personen har bett om det',
    misdirected: 'Det kom till fel person',
    time_over: 'Det behövs inte längre',
    incident: 'Något gick fel',
    other: 'Något annat',
  },
  words: 'Med egna ord',
  wordsHint: (most) =>
    `Högst ${most} tecken. Orden sparas som bevis, så nämn ingen vid namn: ett ärendenummer räcker.`,
  sure: 'Jag förstår att det inte kan ångras',
  submit: 'Radera',
  errorTitle: 'Inget har raderats',
  errors: {
    what: (_most) => 'Välj vad som ska raderas.',
    recipients: (_most) => 'Välj minst en mottagare.',
    reason: (_most) => 'Välj varför det raderas.',
    words: (most) =>
      `Skriv varför med egna ord, med högst ${most} tecken och utan mottagarens namn, adress eller nummer.`,
    sure: (_most) => 'Kryssa för att du förstår att det inte kan ångras.',
  },
  recipient: 'Raderad mottagare',
  sender: 'Raderad avsändare',
  contentErased: 'Innehållet har raderats',
  recipientErased: 'Det som fanns sparat om denna mottagare har raderats',
  erasedBy: 'av',
  somebody: 'någon som inte längre är känd här',
} satisfies ErasuresTexts;

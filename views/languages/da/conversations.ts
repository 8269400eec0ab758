import type { ConversationsTexts } from '../en/conversations.ts';

export const conversations = {
  title: 'Samtale',
  mail: {
    came: {
      subject: 'Der er kommet svar på din sikre besked',
      what: 'Modtageren af din sikre besked har svaret på den.',
      inherited:
        'Modtageren af en sikker besked har svaret på den. Den, der skrev beskeden, er ikke længere aktiv her eller kunne ikke nås, så mailen kommer til jer. Enhedens medarbejdere finder beskeden ved skrivebordet under “Efterladte” og kan læse svaret dér, når de har givet en begrundelse.',
      why: {
        no_tls:
          'Du har valgt at få svar i din egen postkasse. Dette svar bliver ved skrivebordet, fordi mailserveren ikke tilbød en krypteret forbindelse, som vi kan stole på.',
        too_large:
          'Du har valgt at få svar i din egen postkasse. Dette svar bliver ved skrivebordet, fordi det er for stort til en mail.',
        refused:
          'Du har valgt at få svar i din egen postkasse. Dette svar bliver ved skrivebordet, fordi mailserveren ikke tog imod det.',
      },
      read: 'Læs svaret ved skrivebordet:',
      noContent: 'Hvad der står i svaret, gentager vi ikke her, fordi det kan være fortroligt.',
    },
    itself: {
      from: (recipient: string, time: string) =>
        `${recipient} skrev dette den ${time} som svar på din sikre besked.`,
      answer:
        'Svar på denne mail, så bliver dit svar forseglet og sendt til modtageren som en sikker besked. Gør det fra denne adresse og inden 30 dage. Din mail bør ikke sendes ukrypteret på vejen: Spørg i din organisation, hvis du er i tvivl.',
      atDesk: 'Svaret ved skrivebordet, hvor du også kan svare på det:',
    },
    given: {
      subject: 'Du har fået en sag',
      what: (by: string) =>
        `${by} har givet dig en sikker besked med alt, hvad der er svaret på den. Du kan læse den, svare på den og handle på den, som var den din egen, og du får besked, når modtageren svarer.`,
    },
  },
} satisfies ConversationsTexts;

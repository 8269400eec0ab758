import type { ConversationsTexts } from '../en/conversations.ts';

export const conversations = {
  title: 'Konversation',
  mail: {
    came: {
      subject: 'Ett svar på ditt säkra meddelande har kommit',
      what: 'Mottagaren av ditt säkra meddelande har svarat på det.',
      inherited:
        'Mottagaren av ett säkert meddelande har svarat på det. Den som skrev meddelandet är inte längre aktiv här eller kunde inte nås, så mejlet kommer till er. Enhetens medarbetare hittar meddelandet vid skrivbordet under ”Efterlämnade” och kan läsa svaret där när de har angett ett skäl.',
      why: {
        no_tls:
          'Du har valt att få svar i din egen brevlåda. Det här svaret stannar vid skrivbordet, eftersom e-postservern inte erbjöd en krypterad anslutning som går att lita på.',
        too_large:
          'Du har valt att få svar i din egen brevlåda. Det här svaret stannar vid skrivbordet, eftersom det är för stort för ett mejl.',
        refused:
          'Du har valt att få svar i din egen brevlåda. Det här svaret stannar vid skrivbordet, eftersom e-postservern inte tog emot det.',
      },
      read: 'Läs svaret vid skrivbordet:',
      noContent: 'Vad som står i svaret upprepas inte här, eftersom det kan vara konfidentiellt.',
    },
    itself: {
      from: (recipient: string, time: string) =>
        `${recipient} skrev detta den ${time} som svar på ditt säkra meddelande.`,
      answer:
        'Svara på det här mejlet, så förseglas ditt svar och skickas till mottagaren som ett säkert meddelande. Gör det från den här adressen och inom 30 dagar. Ditt mejl bör inte skickas okrypterat på vägen: fråga i din organisation om du är osäker.',
      atDesk: 'Svaret vid skrivbordet, där du också kan besvara det:',
    },
    given: {
      subject: 'Du har fått ett ärende',
      what: (by: string) =>
        `${by} har gett dig ett säkert meddelande med allt som har svarats på det. Du kan läsa det, svara på det och agera på det som om det vore ditt eget, och du får veta när mottagaren svarar.`,
    },
  },
} satisfies ConversationsTexts;

import type { PortalTexts } from '../en/portal.ts';

export const portal = {
  front: {
    title: 'Säkra meddelanden',
    lead: (organisation: string) =>
      `Här skickar ${organisation} meddelanden som är för känsliga för vanlig e-post.`,
    receivedTitle: 'Har du fått ett mejl om ett meddelande?',
    received: [
      'Använd länken i mejlet. Den leder till ditt meddelande.',
      'Vi skickar en kod till din telefon.',
      'Skriv koden och läs meddelandet. Du behöver inget konto.',
    ],
    genuineTitle: 'Är du osäker på om det är äkta?',
    genuine: (organisation: string) =>
      `Ring ${organisation} på ett nummer som du själv letar upp och läs upp referensen från mejlet. Vi ber aldrig om lösenord, personnummer eller betalning.`,
    staffTitle: 'Arbetar du här?',
    staff: 'Logga in för att skriva och följa meddelanden',
  },
  errors: {
    unavailable: {
      title: 'Det fungerar inte just nu',
      text: 'En del av tjänsten svarar inte. Inget av det du har fått har gått förlorat. Försök igen om några minuter.',
    },
    error: {
      title: 'Något gick fel hos oss',
      text: 'Felet är vårt, inte ditt. Försök igen. Om det händer igen, uppge numret nedan.',
    },
    too_many: {
      title: 'Det gick lite för fort',
      text: 'För att skydda meddelandena tillåter vi bara ett visst antal försök på kort tid. Vänta några minuter och försök igen.',
    },
    forbidden: {
      title: 'Det har du inte behörighet till',
      text: 'Ditt konto har inte behörighet till det här, eller så var sidan du kom från för gammal. Gå tillbaka, ladda om sidan och försök igen.',
    },
    method: {
      title: 'Det går inte att göra på den här adressen',
      text: 'Gå tillbaka till sidan du kom från och försök igen därifrån.',
    },
    not_found: {
      title: 'Här finns ingen sida',
      text: 'Adressen är kanske felskriven, eller så har det som fanns här flyttats eller tagits bort.',
    },
    too_large: {
      title: 'Det är för stort',
      text: 'Det du skickade är större än vad tjänsten kan ta emot. Försök med färre eller mindre filer.',
    },
    invalid: {
      title: 'Det kunde vi inte läsa',
      text: 'Något i formuläret saknades eller gick inte att förstå. Gå tillbaka, kontrollera och försök igen.',
    },
    reference: 'Felets nummer',
    front: 'Till startsidan',
    desk: 'Till dina meddelanden',
  },
  outbox: {
    title: 'Utkorg',
    lead: 'Den här installationen skickar ingenting. Det som skulle ha skickats som mejl, sms eller samtal ligger här, med det nyaste överst.',
    empty: 'Inget än.',
    kind: { mail: 'Mejl', sms: 'Sms', call: 'Samtal' },
    to: 'till',
    subject: 'Ämne',
  },
} satisfies PortalTexts;

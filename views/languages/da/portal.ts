import type { PortalTexts } from '../en/portal.ts';

export const portal = {
  front: {
    title: 'Sikre beskeder',
    lead: (organisation: string) =>
      `Her sender ${organisation} beskeder, der er for fortrolige til almindelig e-mail.`,
    receivedTitle: 'Har du fået en mail om en besked?',
    received: [
      'Brug linket i mailen. Det fører til din besked.',
      'Vi sender en kode til din telefon.',
      'Skriv koden, og læs beskeden. Du behøver ikke oprette dig.',
    ],
    genuineTitle: 'Er du i tvivl, om den er ægte?',
    genuine: (organisation: string) =>
      `Ring til ${organisation} på et nummer, du selv finder, og læs referencen fra mailen op. Vi beder aldrig om adgangskoder, cpr-nummer eller betaling.`,
    staffTitle: 'Arbejder du her?',
    staff: 'Log ind for at skrive og følge beskeder',
  },
  errors: {
    unavailable: {
      title: 'Det virker ikke lige nu',
      text: 'En del af tjenesten svarer ikke. Intet af det, du har fået, er gået tabt. Prøv igen om et par minutter.',
    },
    error: {
      title: 'Noget gik galt hos os',
      text: 'Fejlen er vores, ikke din. Prøv igen. Sker det igen, så oplys nummeret nedenfor.',
    },
    too_many: {
      title: 'Det gik lidt for stærkt',
      text: 'For at beskytte beskederne tillader vi kun et vist antal forsøg på kort tid. Vent nogle minutter, og prøv igen.',
    },
    forbidden: {
      title: 'Det har du ikke adgang til',
      text: 'Din konto har ikke adgang til dette, eller siden, du kom fra, var for gammel. Gå tilbage, hent siden igen, og prøv en gang til.',
    },
    method: {
      title: 'Det kan man ikke på denne adresse',
      text: 'Gå tilbage til den side, du kom fra, og prøv igen derfra.',
    },
    not_found: {
      title: 'Her er ingen side',
      text: 'Adressen er måske skrevet forkert, eller det, der lå her, er flyttet eller slettet.',
    },
    too_large: {
      title: 'Det fylder for meget',
      text: 'Det, du sendte, er større, end tjenesten kan tage imod. Prøv med færre eller mindre filer.',
    },
    invalid: {
      title: 'Det kunne vi ikke læse',
      text: 'Noget i formularen manglede eller blev ikke forstået. Gå tilbage, se efter, og prøv igen.',
    },
    reference: 'Fejlens nummer',
    front: 'Gå til forsiden',
    desk: 'Gå til dine beskeder',
  },
  outbox: {
    title: 'Udbakke',
    lead: 'Denne installation sender ikke noget ud. Det, der ville være sendt som mail, sms eller opkald, ligger her med det nyeste øverst.',
    empty: 'Intet endnu.',
    kind: { mail: 'Mail', sms: 'Sms', call: 'Opkald' },
    to: 'til',
    subject: 'Emne',
  },
} satisfies PortalTexts;

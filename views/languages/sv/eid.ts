import type { EidTexts } from '../en/eid.ts';

export const eid: EidTexts = {
  opening: {
    title: (eid) => `Öppna med ${eid}`,
    text: (eid, unit) =>
      `${unit} har angett vem som får läsa meddelandet. Med ${eid} visar du att det är du: du kommer till dess egen sida, legitimerar dig som du brukar och kommer tillbaka hit. Vi sparar ingenting om dig därifrån.`,
    open: (eid) => `Öppna med ${eid}`,
  },
  onward: {
    title: (eid) => `Vidare till ${eid}`,
    text: (eid) =>
      `Du skickas vidare till ${eid}. Du kommer tillbaka hit när du har legitimerat dig där. Händer ingenting, tryck på knappen.`,
    go: (eid) => `Gå till ${eid}`,
  },
  lost: {
    title: 'Vi vet inte vilket meddelande du kom från',
    text: (eid) =>
      `Du kom tillbaka från ${eid}, men det här är redan använt, tog för lång tid eller började i en annan webbläsare. Ingenting har hänt.`,
    again: 'Följ länken i aviseringen som du fick med e-post och börja om där.',
  },
  failed: {
    title: 'Du har inte skrivit under ännu',
    back: 'Tillbaka till meddelandet',
  },
  problems: {
    cancelled: (eid) => `Du vände om hos ${eid}, så ingenting har hänt. Försök igen när det passar dig.`,
    late: (eid) =>
      `Det tog för lång tid, eller så ändrades något under tiden, så ingenting har hänt. Börja om med ${eid}.`,
    failed: (eid) =>
      `Svaret från ${eid} går inte att lita på, så ingenting har hänt. Försök igen. Händer samma sak en gång till, använd ett annat sätt eller fråga avsändaren.`,
    away: (eid) => `${eid} svarar inte just nu. Försök igen om några minuter eller använd ett annat sätt.`,
    differs: (eid) =>
      `Det var någon annan än den som avsändaren har angett som legitimerade sig med ${eid}. Är meddelandet till dig, legitimera dig med ditt eget ${eid}. Gjorde du det, be avsändaren kontrollera vem som har angetts. Vi har inte sparat vem det var.`,
    no_number: (eid) =>
      `${eid} berättade inte för oss vem du är. Kanske fick du en fråga om lov och sade nej: försök då igen. Eller använd ett annat sätt.`,
    number_kept: (eid) =>
      `Du kan inte skriva under med ${eid} här, för beviset skulle visa ditt personnummer för alla som ser det. Skriv under på ett annat sätt. Avsändaren kan få det åtgärdat.`,
    unknown: (eid) =>
      `Avsändaren har inte angett vem du är, så ${eid} kan inte visa att det är du. Använd ett annat sätt.`,
    often: (eid) =>
      `Det har varit många besök hos ${eid} för det här meddelandet. Vänta en timme eller använd ett annat sätt.`,
    member: (eid) =>
      `Du öppnade meddelandet som medlem i en gemensam brevlåda, och där används inte ${eid}. Ingenting har hänt. Använd i stället en kod till din egen telefon.`,
    answered: () =>
      'Det är redan besvarat, eller så går det inte längre att skriva under på det här sättet. Meddelandet visar hur det står till.',
  },
};

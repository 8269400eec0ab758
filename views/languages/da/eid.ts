import type { EidTexts } from '../en/eid.ts';

export const eid: EidTexts = {
  opening: {
    title: (eid) => `Åbn med ${eid}`,
    text: (eid, unit) =>
      `${unit} har oplyst, hvem der må læse beskeden. Med ${eid} viser du, at det er dig: Du kommer til siden for ${eid}, logger ind, som du plejer, og kommer tilbage hertil. Vi gemmer intet om dig derfra.`,
    open: (eid) => `Åbn med ${eid}`,
  },
  onward: {
    title: (eid) => `Videre til ${eid}`,
    text: (eid) =>
      `Du bliver ført videre til ${eid}. Du kommer tilbage hertil, når du har logget ind der. Sker der ikke noget, så tryk på knappen.`,
    go: (eid) => `Gå til ${eid}`,
  },
  lost: {
    title: 'Vi ved ikke, hvilken besked du kom fra',
    text: (eid) =>
      `Du kom tilbage fra ${eid}, men dette er brugt allerede, har taget for lang tid eller begyndte i en anden browser. Der er ikke sket noget.`,
    again: 'Følg linket i den meddelelse, du fik på e-mail, og begynd forfra der.',
  },
  failed: {
    title: 'Du har ikke skrevet under endnu',
    back: 'Tilbage til beskeden',
  },
  problems: {
    cancelled: (eid) => `Du vendte om hos ${eid}, så der er ikke sket noget. Prøv igen, når det passer dig.`,
    late: (eid) =>
      `Det tog for lang tid, eller noget blev ændret imens, så der er ikke sket noget. Begynd forfra med ${eid}.`,
    failed: (eid) =>
      `Vi kan ikke stole på svaret fra ${eid}, så der er ikke sket noget. Prøv igen. Sker det samme en gang til, så brug en anden måde, eller spørg afsenderen.`,
    away: (eid) => `${eid} svarer ikke lige nu. Prøv igen om nogle minutter, eller brug en anden måde.`,
    differs: (eid) =>
      `Det var en anden end den, afsenderen har oplyst, der loggede ind med ${eid}. Er beskeden til dig, så log ind med dit eget ${eid}. Gjorde du det, så bed afsenderen se efter, hvem de har oplyst. Vi har ikke gemt, hvem det var.`,
    no_number: (eid) =>
      `${eid} fortalte os ikke, hvem du er. Måske blev du spurgt om lov og sagde nej: Prøv så igen. Eller brug en anden måde.`,
    number_kept: (eid) =>
      `Du kan ikke underskrive med ${eid} her, for beviset ville vise dit cpr-nummer til alle, der ser det. Underskriv på en anden måde. Afsenderen kan få det rettet.`,
    unknown: (eid) =>
      `Afsenderen har ikke oplyst, hvem du er, så ${eid} kan ikke vise, at det er dig. Brug en anden måde.`,
    often: (eid) =>
      `Der har været mange besøg hos ${eid} for denne besked. Vent en time, eller brug en anden måde.`,
    member: (eid) =>
      `Du åbnede beskeden som medlem af en fællespostkasse, og der bruges ${eid} ikke. Der er ikke sket noget. Brug i stedet en kode til din egen telefon.`,
    answered: () =>
      'Der er svaret allerede, eller der kan ikke længere underskrives på denne måde. Beskeden viser, hvordan det står.',
  },
};

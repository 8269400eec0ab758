import type { EvidenceTexts } from '../en/evidence.ts';

export const evidence: EvidenceTexts = {
  title: 'Bevis',
  lead: 'Ta reda på vad som har hänt med meddelanden. Ämnen och innehåll visas inte här.',
  log: {
    closed: {
      title: 'Loggen är stängd.',
      means:
        'Det som händer registreras fortfarande, men inget av det kommer in i loggen eller i filer som lämnas ut förrän en tekniker har tittat på det. Säg till den som driver servern.',
    },
    behind: {
      title: 'Loggen ligger efter.',
      means:
        'Det senaste är registrerat, men finns ännu inte i loggen eller i filer som lämnas ut. Går det inte över inom några minuter, säg till den som driver servern.',
    },
    unsound: {
      title: 'Loggen stämmer inte.',
      means:
        'Den senaste kontrollen av hela loggen fann att den avviker från det som är registrerat. Lita inte på någotdera förrän en tekniker har tittat på det: säg till den som driver servern.',
    },
    never: 'Ingen utifrån har stämplat loggen: den bevisar inget mot den som driver servern.',
    late: (time) =>
      `Ingen utifrån har stämplat loggen sedan ${time}: det som har tillkommit senare bevisar inget mot den som driver servern.`,
  },
  terms: {
    from: 'Första dagen',
    to: 'Sista dagen',
    sender: 'Avsändare',
    recipient: 'Mottagare',
    type: 'Vad som hände',
    status: 'Status nu',
    message: 'Meddelandets nummer (id)',
  },
  addressHint: 'Hela e-postadressen, eller början av den med * sist.',
  anyType: 'Vad som helst',
  anyStatus: 'Alla statusar',
  search: 'Sök',
  recorded: 'Varje sökning registreras med ditt namn och vad du sökte efter.',
  problemTitle: 'Det går inte att söka efter',
  problems: {
    from: 'Den första dagen är inget datum.',
    to: 'Den sista dagen är inget datum, eller ligger före den första.',
    sender: 'Avsändaren måste vara en e-postadress, eller början av en med * sist.',
    recipient: 'Mottagaren måste vara en e-postadress, eller början av en med * sist.',
    type: 'Välj i listan vad som hände.',
    status: 'Välj en status i listan.',
    message: 'Ett meddelandes nummer ser ut som 0197a3c2-7b1e-7c3a-9f00-0123456789ab.',
  },
  searchOver: 'Sökningen har gått ut: en timme har gått, eller så gjordes den av någon annan. Sök igen.',
  foundTitle: 'Det här hittades',
  back: 'Tillbaka till bevisen',
  none: 'Ingenting hittades i de meddelanden som du får se.',
  noTerms: 'Allt, det nyaste först.',
  next: 'Äldre meddelanden',
  erased: 'raderad',
  no: { sent: 'nej', received: 'inte bekräftat', opened: 'nej' },
  columns: {
    recipient: 'Mottagare',
    sender: 'Avsändare',
    status: 'Status nu',
    sent: 'Skickat',
    received: 'Mottaget',
    opened: 'Öppnat',
  },
  chart: {
    title: 'I siffror',
    show: 'Visa',
    problem:
      'Välj en första dag och en sista dag som inte ligger före den och högst tio år efter den. Nedan visas den senaste månaden.',
    busy: 'Det finns för mycket i perioden för att räkna det på en gång. Välj en kortare.',
    overTime: {
      day: 'Skickat, mottaget och öppnat, dag för dag',
      week: 'Skickat, mottaget och öppnat, vecka för vecka',
      month: 'Skickat, mottaget och öppnat, månad för månad',
    },
    steps: { day: 'Dag', week: 'Vecka från', month: 'Månad från' },
    kinds: { sent: 'Skickat', received: 'Mottaget', opened: 'Öppnat' },
    desc: 'Tre staplar för varje tidsrymd. Samma siffror står i tabellen nedanför.',
    numbers: 'Samma sak som siffror',
    means:
      'Skickat: förseglat och sparat för en mottagare. Mottaget: mottagarens egen e-postserver har bekräftat aviseringen; många servrar gör det aldrig. Öppnat: för första gången, av någon med koden. Allt räknas den dag det hände.',
    howLong: 'Hur lång tid det tog tills de öppnades',
    spanDesc: 'En stapel för varje tidslängd. Samma siffror står i tabellen nedanför.',
    span: 'Tid till öppning',
    deliveries: 'Mottagare',
    share: 'Andel',
    spans: {
      hour: 'Mindre än 1 timme',
      four_hours: '1 till 4 timmar',
      day: '4 till 24 timmar',
      three_days: '1 till 3 dagar',
      week: '3 till 7 dagar',
      later: 'Längre',
      not_yet: 'Inte öppnat än',
    },
    spanMarks: {
      hour: '0–1 h',
      four_hours: '1–4 h',
      day: '4–24 h',
      three_days: '1–3 d',
      week: '3–7 d',
      later: '7 d +',
      not_yet: 'inte än',
    },
  },
};

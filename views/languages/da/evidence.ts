import type { EvidenceTexts } from '../en/evidence.ts';

export const evidence: EvidenceTexts = {
  title: 'Beviser',
  lead: 'Find ud af, hvad der er sket med beskeder. Emner og indhold vises ikke her.',
  log: {
    closed: {
      title: 'Loggen er lukket.',
      means:
        'Det, der sker, bliver stadig registreret, men intet af det kommer i loggen eller i filer, der udleveres, før en tekniker har set på det. Sig det til den, der driver serveren.',
    },
    behind: {
      title: 'Loggen er bagud.',
      means:
        'Det seneste er registreret, men er endnu ikke i loggen eller i filer, der udleveres. Går det ikke over i løbet af nogle minutter, så sig det til den, der driver serveren.',
    },
    unsound: {
      title: 'Loggen passer ikke.',
      means:
        'Den seneste kontrol af hele loggen fandt, at den afviger fra det, der er registreret. Stol ikke på nogen af delene, før en tekniker har set på det: sig det til den, der driver serveren.',
    },
    never: 'Ingen udefra har stemplet loggen: den beviser intet over for den, der driver serveren.',
    late: (time) =>
      `Ingen udefra har stemplet loggen siden ${time}: det, der er kommet til senere, beviser intet over for den, der driver serveren.`,
  },
  terms: {
    from: 'Første dag',
    to: 'Sidste dag',
    sender: 'Afsender',
    recipient: 'Modtager',
    type: 'Hvad der skete',
    status: 'Status nu',
    message: 'Beskedens nummer (id)',
  },
  addressHint: 'Hele e-mailadressen, eller begyndelsen af den med * til sidst.',
  anyType: 'Hvad som helst',
  anyStatus: 'Alle statusser',
  search: 'Søg',
  recorded: 'Hver søgning bliver registreret med dit navn og det, du søgte efter.',
  problemTitle: 'Det kan der ikke søges efter',
  problems: {
    from: 'Den første dag er ikke en dato.',
    to: 'Den sidste dag er ikke en dato, eller den ligger før den første.',
    sender: 'Afsenderen skal være en e-mailadresse, eller begyndelsen af en med * til sidst.',
    recipient: 'Modtageren skal være en e-mailadresse, eller begyndelsen af en med * til sidst.',
    type: 'Vælg på listen, hvad der skete.',
    status: 'Vælg en status på listen.',
    message: 'En beskeds nummer ser ud som 0197a3c2-7b1e-7c3a-9f00-0123456789ab.',
  },
  searchOver: 'Søgningen er udløbet: der er gået en time, eller en anden har lavet den. Søg igen.',
  foundTitle: 'Det blev fundet',
  back: 'Tilbage til beviserne',
  none: 'Der blev ikke fundet noget i de beskeder, som du må se.',
  noTerms: 'Alt, det nyeste først.',
  next: 'Ældre beskeder',
  erased: 'slettet',
  no: { sent: 'nej', received: 'ikke bekræftet', opened: 'nej' },
  columns: {
    recipient: 'Modtager',
    sender: 'Afsender',
    status: 'Status nu',
    sent: 'Sendt',
    received: 'Modtaget',
    opened: 'Åbnet',
  },
  chart: {
    title: 'I tal',
    show: 'Vis',
    problem:
      'Vælg en første dag og en sidste dag, der ikke ligger før den og højst ti år efter den. Nedenfor ses den seneste måned.',
    busy: 'Der er for meget i perioden til at tælle det på én gang. Vælg en kortere.',
    overTime: {
      day: 'Sendt, modtaget og åbnet, dag for dag',
      week: 'Sendt, modtaget og åbnet, uge for uge',
      month: 'Sendt, modtaget og åbnet, måned for måned',
    },
    steps: { day: 'Dag', week: 'Uge fra', month: 'Måned fra' },
    kinds: { sent: 'Sendt', received: 'Modtaget', opened: 'Åbnet' },
    desc: 'Tre søjler for hvert tidsrum. De samme tal står i tabellen nedenfor.',
    numbers: 'Det samme som tal',
    means:
      'Sendt: forseglet og gemt til en modtager. Modtaget: modtagerens egen mailserver har bekræftet mailen; mange servere gør det aldrig. Åbnet: for første gang, af en person med koden. Hvert tæller på den dag, hvor det skete.',
    howLong: 'Hvor længe der gik, før de blev åbnet',
    spanDesc: 'En søjle for hvert tidsrum. De samme tal står i tabellen nedenfor.',
    span: 'Tid til åbning',
    deliveries: 'Modtagere',
    share: 'Andel',
    spans: {
      hour: 'Mindre end 1 time',
      four_hours: '1 til 4 timer',
      day: '4 til 24 timer',
      three_days: '1 til 3 dage',
      week: '3 til 7 dage',
      later: 'Længere',
      not_yet: 'Endnu ikke åbnet',
    },
    spanMarks: {
      hour: '0–1 t',
      four_hours: '1–4 t',
      day: '4–24 t',
      three_days: '1–3 d',
      week: '3–7 d',
      later: '7 d +',
      not_yet: 'ikke endnu',
    },
  },
};

import type { AlarmsTexts } from '../en/alarms.ts';

export const alarms = {
  kinds: {
    reported: {
      subject: 'En modtager siger, at en besked ikke er til dem',
      what: 'En person med linket til en sikker besked siger, at den ikke er til dem. Der bliver ikke sendt flere påmindelser. De har ikke åbnet noget ved at sige det.',
      next: 'Se på beskeden. Er den sendt til den forkerte adresse, så kald den tilbage: Det er ét trin og viser, hvad der er blevet set.',
    },
    passed_on: {
      subject: 'En forkert modtager har måske givet en besked videre',
      what: 'En person, der fik en besked ved en fejl, blev bedt om at slette den og har svaret. Andre kan have set den.',
      next: 'Se på beskeden, og overvej, om det er en hændelse, der skal anmeldes.',
    },
    failures_grew: {
      subject: 'Usædvanligt mange fejl',
      what: 'Inden for en time gik langt mere galt end sædvanligt, og af samme årsag. Det er ofte en fejl i et system og ikke en smutter.',
      next: 'Se på fejlene, og tal med dem, der passer systemet:',
    },
    sums_differ: {
      subject: 'Tallene stemmer ikke',
      what: 'Alle modtagere er talt op, én gang efter beviserne og én gang efter det, systemet viser. De to er ikke ens.',
      next: 'Stol ikke på nogen af dem, før en tekniker har set på det. Forskellen vises her:',
    },
    silent_system: {
      subject: 'Ingen åbner det, et system sender til en adresse',
      what: 'Flere beskeder i træk til samme adresse eller domæne er ikke blevet åbnet. Adressen kan være forkert.',
      next: 'Kontrollér adressen i det system, der sender. Beskederne vises her:',
    },
    incident_due: {
      subject: 'Fristen for en hændelse nærmer sig',
      what: 'En hændelse er stadig ikke afgjort. Hvis den skal anmeldes, skal tilsynet have besked inden 72 timer.',
      next: 'Afgør, om den anmeldes, og skriv hvorfor. Det, der endnu ikke vides, kan komme senere:',
    },
    restored: {
      subject: 'En sikkerhedskopi bragte noget slettet tilbage',
      what: 'Efter en start var der igen noget, som var kaldt tilbage eller slettet: En sikkerhedskopi er lagt ind. Det er nu slettet igen.',
      next: 'Ingen behøver at gøre noget. Sørg blot for, at det var meningen at lægge kopien ind:',
    },
  },
  facts: {
    system: 'System',
    kind: 'Hvad gik galt',
    reason: 'Det siger de',
    usual: 'Normalt højst på en time',
    hours: 'Timer siden det blev kendt',
  },
  counts: {
    reported: 'Meldinger',
    passed_on: 'Svar',
    failures_grew: 'I den seneste time',
    sums_differ: 'Modtagere, der afviger',
    silent_system: 'Uåbnede beskeder',
    incident_due: 'Opgaver tilbage',
    restored: 'Slettet igen',
  },
  reasons: {
    not_me: 'Det er ikke mig, den er til',
    domain: 'Ingen på dette domæne er ment',
    died: 'Modtageren er død',
    left: 'Modtageren er ikke længere i organisationen',
    phone: 'Telefonnummeret er ikke længere deres',
    yes: 'Den er givet videre',
    unknown: 'De ved ikke, om den er givet videre',
  },
  why: 'Du får mailen, fordi du er udpeget til sådanne alarmer, eller fordi mail om compliance går til denne adresse.',
} satisfies AlarmsTexts;

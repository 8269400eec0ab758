import type { VerifierTexts } from '../en/verifier.ts';

export const verifier: VerifierTexts = {
  title: 'Kontrollér beviser',
  intro:
    'Denne side kontrollerer beviserne for en sikker besked på egen hånd. Den har ingen forbindelse til nogen: intet af det, du vælger her, forlader din enhed.',
  scriptNeeded: 'Siden regner i din browser og har brug for JavaScript til det.',
  browserTooOld: 'Denne browser kan ikke kontrollere loggens underskrifter (Ed25519). Brug en nyere.',
  choose: 'Bevisfil',
  drop: 'Du kan også slippe filen hvor som helst på siden.',
  keys: {
    title: 'Nøgler, som du har fået ad anden vej',
    hint: 'En anden kunne underskrive en hel fil på ny med sine egne nøgler. Kun nøgler, som du har fået ad en anden vej end filen, viser, hvem den kommer fra: fra organisationens egen hjemmeside, pr. telefon, med en tidligere fil.',
    log: 'Loggens nøgler, én på hver linje',
    certificates: 'Organisationens certifikater',
    roots: 'Tidsstempelmyndighedens rodcertifikater',
    eid: 'Nøgler fra udstederen af eID (JWKS)',
    check: 'Kontrollér igen med disse nøgler',
    unreadable: (what) => `Nøglen kan ikke læses: ${what}`,
  },
  working: 'Kontrollerer …',
  unreadable: {
    title: 'Dette kan ikke læses',
    means: 'Det er ikke en bevisfil, eller den er skåret af eller beskadiget.',
  },
  verdicts: {
    confirmed: {
      title: 'Bekræftet',
      means: 'Alt i filen holder, og det er underskrevet med de nøgler, som du har angivet.',
    },
    partly: {
      title: 'Stemmer overens og er delvis bekræftet',
      means:
        'Alt i filen holder. Nogle dele er ikke bekræftet af en nøgle, som du har angivet; de er nævnt nedenfor.',
    },
    consistent: {
      title: 'Stemmer overens; nøglerne er filens egne, udstederen er ikke bekræftet',
      means:
        'Filen hænger sammen, men kun under nøgler, som den selv har med. Enhver kunne have lavet sådan en fil. Sammenlign fingeraftrykkene nedenfor med dem, som organisationen oplyser ad anden vej.',
    },
    failed: {
      title: 'Holder ikke',
      means: 'Noget i filen er ikke, som det blev underskrevet eller logget. Stol ikke på den.',
    },
  },
  findings: {
    signature: () =>
      'Underskriften over hele filen er forkert: den er ændret, efter at den blev underskrevet.',
    issuer_certificate: () =>
      'Certifikaterne i filen hører ikke sammen, eller de gjaldt ikke, da den blev underskrevet.',
    issuer_untrusted: (value) =>
      `Filen er underskrevet med et andet certifikat end de angivne, og ingen af dem har udstedt det (${value}).`,
    signed_early: (value) => `Filen siger, at den blev underskrevet, før noget i den var sket (${value}).`,
    checkpoint_signature: () => 'Loggens kontrolpunkt er ikke underskrevet med en af loggens nøgler.',
    checkpoint_origin: () => 'Kontrolpunktet hører til en anden log, end filen siger.',
    log_key_untrusted: () => 'Loggens kontrolpunkt er ikke underskrevet med nogen af de angivne nøgler.',
    entry_form: () => 'Posten er ikke skrevet, som loggen skriver poster.',
    entry_elsewhere: () => 'Posten handler om en anden besked eller en anden modtager.',
    entry_unproved: () => 'Det er ikke bevist, at posten står i loggen.',
    entry_repeated: () => 'Hændelsen står mere end én gang i filen.',
    entry_order: () => 'Hændelserne står ikke i loggens rækkefølge.',
    opening_missing: () => 'Posten skjuler noget, og filen siger ikke, hvad der blev af det.',
    opening_surplus: () => 'Filen oplyser noget, som posten ikke skjuler.',
    opening_wrong: () => 'Det, som filen oplyser, er ikke det, som posten skjuler.',
    field_differs: (value) => `Filen siger noget andet end loggens post (${value}).`,
    submission_missing: () => 'Hændelsen, hvor beskeden blev modtaget, er ikke i filen.',
    submission_repeated: () => 'Meddelelsen bliver modtaget mere end én gang i filen.',
    delivery_missing: (value) => `Beskeden gik til ${value} modtagere, og ikke alle er i filen.`,
    delivery_unknown: () => 'Filen har hændelser for en modtager, som den ikke nævner.',
    seq_missing: (value) => `Hændelse nummer ${value} for denne modtager mangler.`,
    seq_repeated: (value) => `Hændelse nummer ${value} for denne modtager står der mere end én gang.`,
    seq_surplus: (value) => `Denne modtager har en hændelse nummer ${value}, flere end filen siger, der er.`,
    seq_order: (value) => `Hændelse nummer ${value} for denne modtager står før en tidligere.`,
    status_differs: (value) => `Disse hændelser fører ikke til den status, som filen angiver (${value}).`,
    stamp_order: () => 'Tidsstemplerne står ikke i træernes rækkefølge.',
    stamp_checkpoint: () => 'Et tidsstempel står over et kontrolpunkt med en forkert underskrift af loggen.',
    stamp_prefix: () => 'Et tidsstemplet træ er ikke begyndelsen af den log, som filen beviser.',
    stamp_token: () => 'Et tidsstempel holder ikke eller står over noget andet.',
    stamp_untrusted: () => 'Et tidsstempel er ikke fra en myndighed, som du har angivet.',
    time_early: (value) => `Hændelsens tid er før ${value}, da loggen endnu ikke havde den.`,
    time_late: (value) => `Hændelsens tid er efter ${value}, da loggen allerede havde den.`,
    acknowledgement_missing: () =>
      'Loggen siger, at der blev skrevet under, og filen har ikke det, der blev skrevet under.',
    acknowledgement_surplus: () => 'Filen har noget underskrevet, som dens hændelser ikke fortæller om.',
    acknowledgement_digest: () =>
      'Det, der siges at være underskrevet, er ikke det, som loggen registrerede.',
    acknowledgement_form: () =>
      'Det underskrevne er ikke skrevet, som det skal være, så ingen kan sige, hvad det betyder.',
    acknowledgement_signature: () => 'Organisationens underskrift over det underskrevne er forkert.',
    acknowledgement_issuer: (value) =>
      `Det underskrevne bærer et andet certifikat end de angivne, eller et, der ikke gjaldt dengang (${value}).`,
    acknowledgement_differs: (value) => `Det underskrevne siger noget andet end hændelserne (${value}).`,
    acknowledgement_time: (value) => `Tidspunkterne for underskriften passer ikke sammen (${value}).`,
    acknowledgement_checkpoint: () =>
      'Den tilstand af loggen, der blev skrevet under, er ikke en tidligere tilstand af loggen i denne fil.',
    acknowledgement_token: () => 'Underskriftens tidsstempel holder ikke eller står over noget andet.',
    code_unsent: () => 'Ingen hændelse siger, at koden, der blev skrevet under med, var sendt til det.',
    assertion_wrong: (value) => `Adgangsnøglen har ikke skrevet under på dette (${value}).`,
    passkey_differs: () => 'Hændelserne siger noget andet om adgangsnøglen, end underskriften gør.',
    id_token_wrong: (value) => `Udsagnet fra eID gælder ikke denne underskrift eller holder ikke (${value}).`,
    id_token_untrusted: () =>
      'Udsagnet fra eID er ikke underskrevet med nogen af udstederens nøgler, som du har angivet.',
    statement_differs: () => 'De ord, som du har angivet, er ikke dem, der blev skrevet under på.',
    part_unknown: (value) => `${value} er ikke noget, der blev sendt med beskeden og skrevet under for.`,
  },
  wrong: 'Det, der ikke holder',
  firstOnly: (shown, all) => `De første ${shown} af ${all}:`,
  parts: {
    title: 'Hvem der står bag',
    issuer: 'Underskrevet af',
    issuerConfirmed: 'Bekræftet af det certifikat, som du har angivet.',
    issuerOwn: 'Ikke bekræftet: du har ikke angivet et certifikat for organisationen.',
    certificate: 'Certifikatets fingeraftryk (SHA-256)',
    signedAt: 'Underskrevet, ifølge filen',
    log: 'Loggen',
    entries: (count) => (count === 1 ? '1 post' : `${count} poster`),
    logConfirmed: 'Bekræftet af den nøgle, som du har angivet.',
    logOwn: 'Ikke bekræftet: du har ikke angivet en nøgle for loggen.',
    key: 'Loggens nøgle',
    stamps: 'Tidsstempler udefra',
    stampsConfirmed: 'Bekræftet af de rodcertifikater, som du har angivet.',
    stampsOwn: 'Ikke bekræftet: du har ikke angivet et rodcertifikat for myndigheden.',
    stampsAbsent:
      'Ingen. Ingen udenforstående har stemplet denne log: tiderne er fra udstederens eget ur og beviser intet over for udstederen.',
    stamp: (authority, size) => `${authority}, over de første ${size} ${size === 1 ? 'post' : 'poster'}`,
  },
  events: {
    title: 'Hvad der skete',
    message: 'Besked',
    whole: 'Beskeden som helhed',
    recipient: 'Modtager',
    status: 'Status',
    number: 'Nr.',
    time: 'Tid',
    event: 'Hændelse',
    entry: 'Post i loggen',
    checked: 'Kontrolleret',
    holds: 'Holder',
    between: (after, before) => `Kom i loggen mellem ${after} og ${before} efter ure udefra`,
    onlyBefore: (before) => `Kom i loggen før ${before} efter et ur udefra`,
    onlyAfter: (after) => `Kom i loggen efter ${after} efter et ur udefra; intet senere stempel`,
    erased: 'Personoplysningerne er slettet; at de engang stod der, holder stadig.',
    withheld: 'Det, der angår andre, vises ikke i denne fil.',
    complete: (count) =>
      count === 1
        ? 'Modtagerens eneste hændelse står her.'
        : `Alle modtagerens ${count} hændelser står her i rækkefølge.`,
    completeOwn: (count) =>
      `${count === 1 ? 'Den første hændelse er her' : `De første ${count} hændelser er her i rækkefølge`}. At der ikke følger flere, og hvad status er, siger kun den, der har underskrevet filen, og hvem det er, er ikke bekræftet.`,
    exact: 'Tider vises i denne enheds tidszone. Under hver står tiden, som den blev logget.',
  },
  proves: {
    title: 'Hvad det viser',
    text: 'At disse hændelser blev logget i denne rækkefølge og ikke er ændret siden. Åbnet betyder, at nogen har angivet modtagerens kode eller brugt deres adgangsnøgle eller eID. Det viser ikke, at softwaren intet har udleveret uden at logge det.',
  },
  file: 'Fil',
};

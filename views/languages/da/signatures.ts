import type { SignaturesTexts } from '../en/signatures.ts';

export const signatures = {
  title: 'Det, der blev skrevet under',
  one: (position, of) => (of === 1 ? 'Underskrift' : `Underskrift ${position} af ${of}`),
  words: 'Ordene, der blev skrevet under på',
  unread: 'Det, der blev skrevet under, kan ikke læses.',
  at: 'Skrevet under',
  unlogged: 'Filen har ingen hændelse om det.',
  moments: {
    before: 'Før beskeden blev vist.',
    after: 'Efter at beskeden kunne læses.',
  },
  moment: 'Hvornår i forhold til læsningen',
  method: 'Hvordan',
  methods: { code: 'Med en kode', passkey: 'Med en adgangsnøgle', eid: 'Med eID' },
  codeSent: 'En kode til at skrive under med blev sendt',
  proves: 'Det beviser',
  notProves: 'Det beviser ikke',
  code: {
    proves:
      'At nogen indtastede en kode, som var sendt til modtagerens telefon alene til denne underskrift: de havde rådighed over nummeret på det tidspunkt.',
    not: 'Hvem personen er. Der findes ingen erklæring fra personen selv: at koden blev indtastet, er organisationens ord.',
  },
  passkey: {
    proves: (site, added) =>
      `At en enhed underskrev netop disse ord med adgangsnøglen til ${site}, som blev tilføjet ${added}, efter at den havde sikret sig sin bruger: med finger, ansigt eller pinkode.`,
    not: 'Hvem personen er. Adgangsnøglen blev tilføjet af en, der forinden havde givet en kode. At nøglen er modtagerens, og hvornår den blev tilføjet, er organisationens ord.',
    logged: 'At adgangsnøglen blev tilføjet dengang, står også i loggen.',
  },
  eid: {
    proves: (issuer, subject) =>
      `At ${issuer} underskrev, at den person, som udstederen kalder ${subject}, legitimerede sig til netop disse ord.`,
    not: 'CPR-nummeret: det gemmes ikke. At denne person er modtageren, har organisationen sammenlignet, og det er dens ord.',
    confirmed: 'Bekræftet af den nøgle for udstederen, som du har angivet.',
    own: 'Udstederens nøgler er filens egne. Hent dem hos udstederen for at bekræfte det.',
  },
  organisation: 'Organisationens certifikat dengang (SHA-256)',
  token: 'Stemplet udefra',
  tokenAbsent: 'Ingen udenforstående myndighed har stemplet netop denne underskrift.',
  content: 'Skrevet under for (SHA-256)',
  part: (part) =>
    part === 0
      ? 'Teksten med listen over filer'
      : part === 2147483647
        ? 'Mailen, som den kom'
        : `Fil ${part}`,
  compare: {
    title: 'Sammenlign det, du har',
    choose: 'Filer, der skal sammenlignes',
    hint: 'Beskedens filer eller en tekstfil med ordene. Her ses, om hver af dem er præcis det, der blev skrevet under for.',
    signedWords: 'ordene, der blev skrevet under på',
    other: {
      title: 'Det, du sammenlignede, er noget andet',
      means:
        'Beviset selv holder. Det, du sammenlignede med, er ikke, eller ikke alt sammen, det, der blev skrevet under for.',
    },
    result: 'Det, du sammenlignede',
    is: (name, part) => `${name} er præcis dette: ${part}`,
    isNot: (name) => `${name} er ikke noget af det, der blev skrevet under for.`,
    words: 'Ordene er præcis dem, der blev skrevet under på.',
    notWords: 'Ordene er ikke dem, der blev skrevet under på.',
  },
} satisfies SignaturesTexts;

import type { SignaturesTexts } from '../en/signatures.ts';

export const signatures = {
  title: 'Det som skrevs under',
  one: (position, of) => (of === 1 ? 'Underskrift' : `Underskrift ${position} av ${of}`),
  words: 'Orden som skrevs under',
  unread: 'Det som skrevs under kan inte läsas.',
  at: 'Undertecknat',
  unlogged: 'Filen har ingen händelse om det.',
  moments: {
    before: 'Innan meddelandet visades.',
    after: 'Efter att meddelandet kunde läsas.',
  },
  moment: 'När, i förhållande till läsningen',
  method: 'Hur',
  methods: { code: 'Med en kod', passkey: 'Med en lösennyckel', eid: 'Med e-legitimation' },
  codeSent: 'En kod för att skriva under skickades',
  proves: 'Det bevisar',
  notProves: 'Det bevisar inte',
  code: {
    proves:
      'Att någon angav en kod som hade skickats till mottagarens telefon enbart för den här underskriften: de förfogade över numret då.',
    not: 'Vem personen är. Det finns inget intyg från personen själv: att koden angavs är organisationens ord.',
  },
  passkey: {
    proves: (site, added) =>
      `Att en enhet skrev under just dessa ord med lösennyckeln för ${site}, som lades till ${added}, efter att den hade förvissat sig om sin användare: med finger, ansikte eller pinkod.`,
    not: 'Vem personen är. Lösennyckeln lades till av någon som först hade angett en kod. Att nyckeln är mottagarens, och när den lades till, är organisationens ord.',
    logged: 'Att lösennyckeln lades till då finns också i loggen.',
  },
  eid: {
    proves: (issuer, subject) =>
      `Att ${issuer} skrev under att den person som utfärdaren kallar ${subject} legitimerade sig för just dessa ord.`,
    not: 'Personnumret: det sparas inte. Att den här personen är mottagaren har organisationen jämfört, och det är dess ord.',
    confirmed: 'Bekräftat av den nyckel för utfärdaren som du har angett.',
    own: 'Utfärdarens nycklar är filens egna. Hämta dem hos utfärdaren för att bekräfta det.',
  },
  organisation: 'Organisationens certifikat då (SHA-256)',
  token: 'Stämplat utifrån',
  tokenAbsent: 'Ingen utomstående har stämplat just den här underskriften.',
  content: 'Undertecknat för (SHA-256)',
  part: (part) =>
    part === 0 ? 'Texten med listan över filer' : part === 2147483647 ? 'Mejlet som det kom' : `Fil ${part}`,
  compare: {
    title: 'Jämför det du har',
    choose: 'Filer att jämföra',
    hint: 'Meddelandets filer, eller en textfil med orden. Här syns om var och en är exakt det som skrevs under för.',
    signedWords: 'orden som skrevs under',
    other: {
      title: 'Det du jämförde är något annat',
      means: 'Beviset självt håller. Det du jämförde med är inte, eller inte allt, det som skrevs under för.',
    },
    result: 'Det du jämförde',
    is: (name, part) => `${name} är exakt detta: ${part}`,
    isNot: (name) => `${name} är inget av det som skrevs under för.`,
    words: 'Orden är exakt de som skrevs under.',
    notWords: 'Orden är inte de som skrevs under.',
  },
} satisfies SignaturesTexts;

import type { VerifierTexts } from '../en/verifier.ts';

export const verifier: VerifierTexts = {
  title: 'Kontrollera bevis',
  intro:
    'Den här sidan kontrollerar bevisen för ett säkert meddelande på egen hand. Den har ingen förbindelse med någon: inget av det du väljer här lämnar din enhet.',
  scriptNeeded: 'Sidan räknar i din webbläsare och behöver JavaScript för det.',
  browserTooOld: 'Den här webbläsaren kan inte kontrollera loggens underskrifter (Ed25519). Använd en nyare.',
  choose: 'Bevisfil',
  drop: 'Du kan också släppa filen var som helst på sidan.',
  keys: {
    title: 'Nycklar som du har fått på annat sätt',
    hint: 'Någon annan skulle kunna skriva under en hel fil på nytt med egna nycklar. Bara nycklar som du har fått på annan väg än filen visar vem den kommer från: från organisationens egen webbplats, per telefon, med en tidigare fil.',
    log: 'Loggens nycklar, en på varje rad',
    certificates: 'Organisationens certifikat',
    roots: 'Tidsstämplingsmyndighetens rotcertifikat',
    eid: 'Nycklar från e-legitimationens utfärdare (JWKS)',
    check: 'Kontrollera igen med de här nycklarna',
    unreadable: (what) => `Nyckeln kan inte läsas: ${what}`,
  },
  working: 'Kontrollerar …',
  unreadable: {
    title: 'Det här kan inte läsas',
    means: 'Det är ingen bevisfil, eller så är den avklippt eller skadad.',
  },
  verdicts: {
    confirmed: {
      title: 'Bekräftat',
      means: 'Allt i filen håller, och det är underskrivet med de nycklar som du har angett.',
    },
    partly: {
      title: 'Stämmer överens och är delvis bekräftat',
      means:
        'Allt i filen håller. Vissa delar är inte bekräftade av en nyckel som du har angett; de nämns nedan.',
    },
    consistent: {
      title: 'Stämmer överens; nycklarna är filens egna, utfärdaren är inte bekräftad',
      means:
        'Filen hänger ihop, men bara under nycklar som den själv har med sig. Vem som helst kunde ha gjort en sådan fil. Jämför fingeravtrycken nedan med dem som organisationen uppger på annat sätt.',
    },
    failed: {
      title: 'Håller inte',
      means: 'Något i filen är inte som det skrevs under eller loggades. Lita inte på den.',
    },
  },
  findings: {
    signature: () => 'Underskriften över hela filen är fel: den har ändrats efter att den skrevs under.',
    issuer_certificate: () => 'Certifikaten i filen hör inte ihop, eller gällde inte när den skrevs under.',
    issuer_untrusted: (value) =>
      `Filen är underskriven med ett annat certifikat än de angivna, och inget av dem har utfärdat det (${value}).`,
    signed_early: (value) => `Filen säger att den skrevs under innan något i den hade hänt (${value}).`,
    checkpoint_signature: () => 'Loggens kontrollpunkt är inte underskriven med någon av loggens nycklar.',
    checkpoint_origin: () => 'Kontrollpunkten hör till en annan logg än filen säger.',
    log_key_untrusted: () => 'Loggens kontrollpunkt är inte underskriven med någon av de angivna nycklarna.',
    entry_form: () => 'Posten är inte skriven så som loggen skriver poster.',
    entry_elsewhere: () => 'Posten handlar om ett annat meddelande eller en annan mottagare.',
    entry_unproved: () => 'Det är inte bevisat att posten finns i loggen.',
    entry_repeated: () => 'Händelsen finns mer än en gång i filen.',
    entry_order: () => 'Händelserna står inte i loggens ordning.',
    opening_missing: () => 'Posten döljer något, och filen säger inte vad som blev av det.',
    opening_surplus: () => 'Filen uppger något som posten inte döljer.',
    opening_wrong: () => 'Det som filen uppger är inte det som posten döljer.',
    field_differs: (value) => `Filen säger något annat än loggens post (${value}).`,
    submission_missing: () => 'Händelsen då meddelandet togs emot finns inte i filen.',
    submission_repeated: () => 'Meddelandet tas emot mer än en gång i filen.',
    delivery_missing: (value) => `Meddelandet gick till ${value} mottagare, och alla finns inte i filen.`,
    delivery_unknown: () => 'Filen har händelser för en mottagare som den inte nämner.',
    seq_missing: (value) => `Händelse nummer ${value} för den här mottagaren saknas.`,
    seq_repeated: (value) => `Händelse nummer ${value} för den här mottagaren finns mer än en gång.`,
    seq_surplus: (value) =>
      `Den här mottagaren har en händelse nummer ${value}, fler än filen säger att det finns.`,
    seq_order: (value) => `Händelse nummer ${value} för den här mottagaren står före en tidigare.`,
    status_differs: (value) => `De här händelserna leder inte till den status som filen anger (${value}).`,
    stamp_order: () => 'Tidsstämplarna står inte i trädens ordning.',
    stamp_checkpoint: () =>
      'En tidsstämpel står över en kontrollpunkt med en felaktig underskrift av loggen.',
    stamp_prefix: () => 'Ett tidsstämplat träd är inte början på den logg som filen bevisar.',
    stamp_token: () => 'En tidsstämpel håller inte eller står över något annat.',
    stamp_untrusted: () => 'En tidsstämpel är inte från en myndighet som du har angett.',
    time_early: (value) => `Händelsens tid är före ${value}, då loggen ännu inte hade den.`,
    time_late: (value) => `Händelsens tid är efter ${value}, då loggen redan hade den.`,
    acknowledgement_missing: () =>
      'Loggen säger att det skrevs under, och filen har inte det som skrevs under.',
    acknowledgement_surplus: () => 'Filen har något underskrivet som dess händelser inte berättar om.',
    acknowledgement_digest: () => 'Det som sägs vara underskrivet är inte det som loggen registrerade.',
    acknowledgement_form: () =>
      'Det underskrivna är inte skrivet som det måste vara, så ingen kan säga vad det betyder.',
    acknowledgement_signature: () => 'Organisationens underskrift över det underskrivna är fel.',
    acknowledgement_issuer: (value) =>
      `Det underskrivna bär ett annat certifikat än de angivna, eller ett som inte gällde då (${value}).`,
    acknowledgement_differs: (value) => `Det underskrivna säger något annat än händelserna (${value}).`,
    acknowledgement_time: (value) => `Tiderna för underskriften går inte ihop (${value}).`,
    acknowledgement_checkpoint: () =>
      'Det tillstånd i loggen som skrevs under är inte ett tidigare tillstånd i filens logg.',
    acknowledgement_token: () => 'Underskriftens tidsstämpel håller inte eller står över något annat.',
    code_unsent: () => 'Ingen händelse säger att koden som det skrevs under med skickades för det.',
    assertion_wrong: (value) => `Lösennyckeln har inte skrivit under det här (${value}).`,
    passkey_differs: () => 'Händelserna säger något annat om lösennyckeln än underskriften gör.',
    id_token_wrong: (value) =>
      `E-legitimationens intyg gäller inte den här underskriften eller håller inte (${value}).`,
    id_token_untrusted: () =>
      'E-legitimationens intyg är inte underskrivet med någon av utfärdarens nycklar som du har angett.',
    statement_differs: () => 'Orden som du har angett är inte de som skrevs under.',
    part_unknown: (value) => `${value} är inget som skickades med meddelandet och skrevs under för.`,
  },
  wrong: 'Det som inte håller',
  firstOnly: (shown, all) => `De första ${shown} av ${all}:`,
  parts: {
    title: 'Vem som står bakom',
    issuer: 'Underskrivet av',
    issuerConfirmed: 'Bekräftat av det certifikat som du har angett.',
    issuerOwn: 'Inte bekräftat: du har inte angett något certifikat för organisationen.',
    certificate: 'Certifikatets fingeravtryck (SHA-256)',
    signedAt: 'Underskrivet, enligt filen',
    log: 'Loggen',
    entries: (count) => (count === 1 ? '1 post' : `${count} poster`),
    logConfirmed: 'Bekräftat av den nyckel som du har angett.',
    logOwn: 'Inte bekräftat: du har inte angett någon nyckel för loggen.',
    key: 'Loggens nyckel',
    stamps: 'Tidsstämplar utifrån',
    stampsConfirmed: 'Bekräftat av de rotcertifikat som du har angett.',
    stampsOwn: 'Inte bekräftat: du har inte angett något rotcertifikat för myndigheten.',
    stampsAbsent:
      'Inga. Ingen utomstående har stämplat den här loggen: tiderna är från utfärdarens egen klocka och bevisar inget mot utfärdaren.',
    stamp: (authority, size) => `${authority}, över de första ${size} ${size === 1 ? 'posten' : 'posterna'}`,
  },
  events: {
    title: 'Vad som hände',
    message: 'Meddelande',
    whole: 'Meddelandet som helhet',
    recipient: 'Mottagare',
    status: 'Status',
    number: 'Nr',
    time: 'Tid',
    event: 'Händelse',
    entry: 'Post i loggen',
    checked: 'Kontrollerat',
    holds: 'Håller',
    between: (after, before) => `Kom in i loggen mellan ${after} och ${before} enligt klockor utifrån`,
    onlyBefore: (before) => `Kom in i loggen före ${before} enligt en klocka utifrån`,
    onlyAfter: (after) => `Kom in i loggen efter ${after} enligt en klocka utifrån; ingen senare stämpel`,
    erased: 'Personuppgifterna har raderats; att de en gång stod där håller fortfarande.',
    withheld: 'Det som rör andra visas inte i den här filen.',
    complete: (count) =>
      count === 1
        ? 'Mottagarens enda händelse finns här.'
        : `Alla mottagarens ${count} händelser finns här i ordning.`,
    completeOwn: (count) =>
      `${count === 1 ? 'Den första händelsen är här' : `De första ${count} händelserna är här i ordning`}. Att inga fler följer, och vad statusen är, säger bara den som har skrivit under filen, och vem det är har inte bekräftats.`,
    exact: 'Tider visas i den här enhetens tidszon. Under varje står tiden så som den loggades.',
  },
  proves: {
    title: 'Vad det visar',
    text: 'Att de här händelserna loggades i den här ordningen och inte har ändrats sedan dess. Öppnat betyder att någon angav mottagarens kod eller använde dennes lösennyckel eller e-legitimation. Det visar inte att programvaran inte har lämnat ut något utan att logga det.',
  },
  file: 'Fil',
};

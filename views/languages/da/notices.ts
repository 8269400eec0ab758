import type { NoticeTexts } from '../en/notices.ts';

export const notices = {
  mail: {
    subject: (from: string, reference: string) => `Sikker besked fra ${from} (reference ${reference})`,
    reminderSubject: (from: string, reference: string) =>
      `Påmindelse: sikker besked fra ${from} (reference ${reference})`,
    hello: 'Hej',
    waits: (from: string, time: string) =>
      `${from} har skrevet en sikker besked til dig. Den blev sendt den ${time}.`,
    waitsStill: (from: string, time: string) =>
      `${from} skrev en sikker besked til dig den ${time}. Den er ikke åbnet endnu, så vi minder dig om den.`,
    parted: {
      reader: (from: string, time: string) =>
        `En person, som ${from} sendte en sikker besked til den ${time}, har valgt dig til at læse den med.`,
      passed: (from: string, time: string) =>
        `En kollega har sendt dig en sikker besked videre, som ${from} sendte den ${time}.`,
    },
    how: 'Selve beskeden står ikke i denne mail. Du læser den på denne side med en kode, som vi sender til din telefon:',
    howWithoutPhone:
      'Selve beskeden står ikke i denne mail. Du læser den på denne side, som siger, hvordan du åbner den:',
    host: (host: string) => `Linket fører til ${host}.`,
    until: (time: string) => `Beskeden kan læses til den ${time}.`,
    reference: 'Reference',
    genuineTitle: 'Er det ægte?',
    genuine: (organisation: string) =>
      `Du kan undersøge det uden at bruge linket: Ring til ${organisation} på et nummer, du selv finder, og læs referencen op. Vi beder aldrig om adgangskoder, cpr-nummer eller betaling.`,
    notYou:
      'Er beskeden ikke til dig? Tak, fordi du er opmærksom. Sig det på siden: Du skal ikke bruge en kode og åbner ikke noget.',
  },
  sender: {
    bounced: {
      subject: 'En mail til en modtager kunne ikke leveres',
      what: 'En mail om din sikre besked blev afvist af modtagerens mailserver. Modtageren ved måske ikke, at der er en besked.',
      next: 'Tjek adressen, og send beskeden igen til den rigtige adresse.',
    },
    notice_dead: {
      subject: 'En mail er ikke nået frem til modtageren',
      what: 'En mail om din sikre besked kunne ikke afleveres, selv om vi prøvede mange gange. Modtageren ved måske ikke, at der er en besked.',
      next: 'Tjek adressen. Er den rigtig, så send en påmindelse senere, eller få fat i modtageren på en anden måde.',
    },
    locked: {
      subject: 'En sikker besked er låst',
      what: 'Der blev skrevet for mange forkerte koder til din sikre besked, og den er nu låst. Ingen har åbnet den på den måde.',
      next: 'Tal med modtageren på et nummer, du kender. Lås derefter beskeden op, eller ret telefonnummeret.',
    },
    sms_failed: {
      subject: 'En kode kunne ikke leveres',
      what: 'En kode til din sikre besked, eller et ord på telefonen om at den ligger der, kunne ikke leveres til det oplyste telefonnummer.',
      next: 'Tjek telefonnummeret med modtageren, og ret det.',
    },
    no_phone: {
      subject: 'Der mangler et telefonnummer',
      what: 'Din sikre besked er holdt tilbage, fordi vi mangler et telefonnummer til modtageren. Den er forseglet og i sikkerhed. Det påvirker ikke eventuelle andre modtagere.',
      next: 'Tilføj telefonnummeret, så bliver beskeden sendt med det samme.',
    },
    refused: {
      subject: 'En besked blev ikke sendt',
      what: 'Din sikre besked blev ikke sendt til de modtagere, der er nævnt her, og intet af den er gemt til dem.',
      next: 'Ret det, og send beskeden til modtageren igen.',
    },
    relay_failed: {
      subject: 'En mail kunne ikke sendes videre',
      what: 'Efter en regel i jeres organisation skulle mailen sendes videre uden at blive forseglet, men ingen mailserver tog imod den. Modtageren har ikke fået den.',
      next: 'Tjek adressen, og send mailen igen.',
    },
    expired_unread: {
      subject: 'En besked blev aldrig læst',
      what: 'Tiden til at læse din sikre besked løb ud, før nogen åbnede den. Ingen kan åbne den mere.',
      next: 'Er den stadig vigtig, så tjek adressen og send beskeden igen, eller få fat i modtageren på en anden måde.',
    },
    reported: {
      subject: 'En modtager siger, at en besked ikke er til dem',
      what: 'En, der har linket til din sikre besked, siger, at den ikke er til dem. Intet blev åbnet ved at sige det, og der sendes ikke flere påmindelser.',
      next: 'Se på beskeden. Er adressen forkert, så kald den tilbage: Det tager ét skridt og viser, hvad der er blevet set. Er det kun telefonnummeret, så ret det samme sted.',
    },
    declined: {
      subject: 'En modtager ville ikke skrive under',
      what: 'Modtageren af din sikre besked så, hvad de skulle skrive under på, og sagde nej.',
      next: 'Begrundelsen står ved beskeden. Tal med modtageren, før du går videre.',
    },
    signature_missed: {
      subject: 'En modtager har ikke skrevet under i tide',
      what: 'Du bad en modtager om at skrive under i din sikre besked inden en frist, og den er udløbet uden underskrift.',
      next: 'Se på beskeden: den viser, om den er åbnet. Mind modtageren om den, eller få fat i dem på anden vis.',
    },
    silent: {
      subject: 'Ingen åbner det, der sendes til denne adresse',
      what: 'Ingen sikker besked til denne adresse eller dens domæne er nogensinde blevet åbnet. Den kan være forkert.',
      next: 'Tjek adressen bogstav for bogstav. Er den forkert, så kald beskeden tilbage.',
    },
    phone_task: {
      subject: 'Ring til en modtager',
      what: 'Din sikre besked er stadig ulæst, og efter organisationens regler er det nu tid til at ringe.',
      next: 'Ring til modtageren på et nummer, du kender, og notér ved beskeden, hvad der kom ud af det.',
    },
    print_task: {
      subject: 'Send en besked med posten',
      what: 'Din sikre besked er stadig ulæst, og efter organisationens regler skal den nu sendes på papir.',
      next: 'Udskriv beskeden ved skrivebordet, send den med posten, og notér det ved beskeden.',
    },
    several: 'Din sikre besked nåede ikke frem til alle',
    why: 'Årsag',
    signsIn: 'Med dette link logger du ind. Det virker én gang og i tre dage:',
    sentAt: 'Sendt',
    recipients: (count: number) => (count === 1 ? 'Modtager' : 'Modtagere'),
    messageId: 'Message-ID',
    see: 'Se beskeden:',
    noSubject: 'Emnet står ikke her, fordi det kan være fortroligt.',
  },
  owner: {
    subject: (count: number, system: string) =>
      count === 1 ? `Fejl i en besked fra ${system}` : `${count} fejl i beskeder fra ${system}`,
    what: (system: string) =>
      `Her står, hvad der gik galt med beskeder fra ${system}. Du får mailen, fordi du har ansvaret for dem, eller fordi vi ikke kunne nå andre. Når nogen har ansvaret for systemet, samles yderligere fejl i én mail i timen.`,
    inherited: (who: string) =>
      `Her er, hvad der gik galt med beskeder fra ${who}. Den, der stod for dem, er ikke længere aktiv her, så mailen kommer til enheden. Enhedens medarbejdere finder beskederne under “Efterladte” og kan bringe tingene i orden dér, når de har givet en begrundelse.`,
    more: (more: number) => `Og ${more} til.`,
  },
  reply: {
    subject: (reference: string) => `Dit svar blev ikke modtaget (reference ${reference})`,
    what: (unit: string) =>
      `Du svarede på en mail om en sikker besked fra ${unit}. Ingen læser svar til den adresse, og din tekst er ikke gemt, fordi almindelig mail ikke er sikker nok.`,
    next: 'Brug dette link for at læse beskeden og se, hvordan du får fat i afsenderen:',
  },
  secretEnds: {
    subject: (system: string) => `En hemmelighed for ${system} udløber snart`,
    what: (secret: string, system: string) =>
      `Hemmeligheden “${secret}” for systemet ${system} udløber snart.`,
    until: (time: string) => `Den virker til den ${time}. Derefter bliver den, der bruger den, afvist.`,
    lastUsed: (time: string) => `Den blev sidst brugt den ${time}.`,
    next: 'Få en administrator til at udskifte den inden da, og sæt den nye hemmelighed ind, hvor den gamle bliver brugt. Begge virker side om side en tid. En administrator gør det her:',
    replaced:
      'Der er lavet en ny hemmelighed i stedet. Sæt den ind, hvor den gamle stadig bliver brugt. En administrator kan forlænge den gamle her:',
    why: 'Du får mailen, fordi du har ansvaret for systemet, eller fordi ingen andre har det.',
  },
  checkpoint: {
    subject: (size: string, organisation: string) => `Loggen hos ${organisation}: ${size} poster`,
    what: (size: string, time: string) =>
      `Den ${time} havde loggen over alle beviser ${size} poster. Linjerne herunder siger det i en underskrevet note, som ikke passer til andet indhold.`,
    keep: 'Gem mailen et sted, hvor ingen, der driver systemet, kan ændre den. Med den kan enhver senere vise, om en post fra dengang er ændret, fjernet eller sat ind.',
    note: 'Fra notens første linje til den sidste, med den tomme linje imellem:',
    why: 'Du får mailen hver dag, fordi mail om compliance går til denne adresse.',
  },
  signInLink: {
    subject: (organisation: string) => `Dit link til at logge ind hos ${organisation}`,
    asked: (organisation: string) =>
      `Du kan logge ind til de sikre beskeder, du har sendt fra ${organisation}. Brug dette link:`,
    once: (time: string) => `Det virker én gang, til den ${time}.`,
    notYou:
      'Du får denne mail, fordi nogen har bedt om et link til din adresse. Var det ikke dig? Så gør ingenting, og giv ikke linket til andre: Ingen kan logge ind uden det.',
  },
  sms: {
    opening: (code: string, organisation: string) =>
      `${code} er din kode til den sikre besked fra ${organisation}.`,
    acknowledgement: (code: string, organisation: string) =>
      `${code} er din kode til at skrive under på det, ${organisation} beder om. Giv den ikke til andre.`,
    receipt: (code: string, organisation: string) =>
      `${code} er din kode til kvitteringen fra ${organisation}.`,
    deletion: (code: string, organisation: string) =>
      `${code} er din kode til at bekræfte over for ${organisation}, at det er slettet.`,
    mailbox: (code: string, organisation: string) =>
      `${code} er din kode til fællespostkassens medlemmer hos ${organisation}. Giv den ikke til andre.`,
  },
  voice: {
    greeting: (organisation: string) =>
      `Hej. Det er ${organisation}. Du har bedt om en kode til en sikker besked. Tryk på en tast for at høre koden.`,
    before: 'Din kode er:',
    again: 'Jeg gentager:',
    ended: 'Koden er brugt eller for gammel. Du kan bede om en ny på siden. Farvel.',
  },
} satisfies NoticeTexts;

import type { LadderTexts } from '../en/ladder.ts';

export const ladder = {
  title: 'Ulæste beskeder',
  sms: (organisation: string, reference: string) =>
    `Du har en sikker besked fra ${organisation}, reference ${reference}. Du finder linket til den i din e-mail.`,
  call: {
    greeting: (organisation: string) =>
      `Hej. Det er ${organisation}. Der ligger en sikker besked til dig. Tryk på en tast for at høre mere.`,
    said: (organisation: string, reference: string) =>
      `Du har en sikker besked fra ${organisation}. Du finder linket til den i din e-mail. Referencen er: ${reference}. Jeg gentager: ${reference}. Farvel.`,
    over: 'Beskeden venter ikke længere på dig. Du behøver ikke gøre noget. Farvel.',
  },
  came: {
    no_phone: 'ikke muligt, der er intet telefonnummer',
    budget_spent: 'ikke muligt, der har været for mange i forvejen',
    handed_over: 'afleveret',
    delivered: 'nået frem',
    failed: 'nåede ikke frem',
    unknown: 'det vides ikke, om det nåede frem',
    reached: 'modtageren blev nået',
    not_reached: 'ingen blev nået',
    wrong_number: 'nummeret er forkert',
    posted: 'sendt på papir',
    not_needed: 'ikke nødvendigt på papir',
  },
  tasks: {
    title: 'En ulæst besked',
    back: 'Tilbage til beskeden',
    link: 'Gør det, og fortæl, hvad der kom ud af det',
    lead: 'Modtageren har ikke åbnet beskeden. Intet af indholdet må siges til andre.',
    recipient: 'Modtager',
    since: 'Bedt om',
    asked: { phone_task: 'Ring til modtageren', print_task: 'Send beskeden på papir' },
    how: {
      phone_task:
        'Sig, at der ligger en sikker besked, nævn referencen, og bed modtageren om at se i sin e-mail. Er nummeret forkert, kan du rette det ved beskeden.',
      print_task: 'Udskriv brevet og de vedhæftede filer, og send dem til en adresse, du er sikker på.',
    },
    letter: 'Vis brevet til udskrift',
    outcome: 'Hvad kom der ud af det?',
    outcomes: {
      phone_task: {
        reached: 'Jeg har fået fat i modtageren',
        not_reached: 'Jeg har ikke fået fat i nogen',
        wrong_number: 'Nummeret er forkert',
      },
      print_task: {
        posted: 'Jeg har sendt beskeden på papir',
        not_needed: 'Den er ikke nødvendig på papir',
      },
    },
    word: 'Et ord om det (valgfrit)',
    wordHint: (most: number) => `Højst ${most} tegn. Skriv intet om beskedens indhold.`,
    submit: 'Gem',
    errorTitle: 'Det er ikke gemt endnu',
    problems: {
      outcome: (_most: number) => 'Vælg, hvad der kom ud af det.',
      word: (most: number) => `Det er for langt. Sig det med højst ${most} tegn.`,
    },
  },
  letter: {
    title: 'Brev til udskrift',
    back: 'Tilbage til opgaven',
    lead: 'Udskriv denne side i din browser: Kun brevet nedenfor kommer på papiret. Tjek postadressen, før du sender det.',
    onlyHtml: 'Beskedens tekst har sit eget layout og udskrives for sig:',
    showHtml: 'Vis teksten',
    attachmentsToo: 'Udskriv også de vedhæftede filer fra dine egne filer.',
    sent: (time: string) => `Sendt elektronisk ${time}`,
    reference: 'Reference',
    attachments: 'Sammen med dette brev',
    why: 'Du får dette brev, fordi beskeden ikke er blevet åbnet. Du kan også stadig læse den elektronisk: Linket ligger i din e-mail.',
  },
} satisfies LadderTexts;

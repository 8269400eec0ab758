import type { LadderTexts } from '../en/ladder.ts';

export const ladder = {
  title: 'Olästa meddelanden',
  sms: (organisation: string, reference: string) =>
    `Du har ett säkert meddelande från ${organisation}, referens ${reference}. Länken till det finns i din e-post.`,
  call: {
    greeting: (organisation: string) =>
      `Hej. Det är ${organisation}. Ett säkert meddelande väntar på dig. Tryck på en knapp för att höra mer.`,
    said: (organisation: string, reference: string) =>
      `Du har ett säkert meddelande från ${organisation}. Länken till det finns i din e-post. Referensen är: ${reference}. Jag upprepar: ${reference}. Hej då.`,
    over: 'Meddelandet väntar inte längre på dig. Du behöver inte göra något. Hej då.',
  },
  came: {
    no_phone: 'inte möjligt, det finns inget telefonnummer',
    budget_spent: 'inte möjligt, det har varit för många redan',
    handed_over: 'överlämnat',
    delivered: 'har kommit fram',
    failed: 'kom inte fram',
    unknown: 'det är inte känt om det kom fram',
    reached: 'mottagaren nåddes',
    not_reached: 'ingen nåddes',
    wrong_number: 'numret är fel',
    posted: 'skickat på papper',
    not_needed: 'behövs inte på papper',
  },
  tasks: {
    title: 'Ett oläst meddelande',
    back: 'Tillbaka till meddelandet',
    link: 'Gör det, och berätta hur det gick',
    lead: 'Mottagaren har inte öppnat meddelandet. Inget av innehållet får sägas till någon annan.',
    recipient: 'Mottagare',
    since: 'Begärt',
    asked: { phone_task: 'Ring mottagaren', print_task: 'Skicka meddelandet på papper' },
    how: {
      phone_task:
        'Säg att ett säkert meddelande väntar, nämn referensen och be mottagaren titta i sin e-post. Är numret fel kan du rätta det vid meddelandet.',
      print_task: 'Skriv ut brevet och bilagorna, och skicka dem till en adress som du är säker på.',
    },
    letter: 'Visa brevet för utskrift',
    outcome: 'Hur gick det?',
    outcomes: {
      phone_task: {
        reached: 'Jag har nått mottagaren',
        not_reached: 'Jag har inte nått någon',
        wrong_number: 'Numret är fel',
      },
      print_task: {
        posted: 'Jag har skickat meddelandet på papper',
        not_needed: 'Det behövs inte på papper',
      },
    },
    word: 'Ett ord om det (valfritt)',
    wordHint: (most: number) => `Högst ${most} tecken. Skriv inget om meddelandets innehåll.`,
    submit: 'Spara',
    errorTitle: 'Det har inte sparats än',
    problems: {
      outcome: (_most: number) => 'Välj hur det gick.',
      word: (most: number) => `Det är för långt. Säg det med högst ${most} tecken.`,
    },
  },
  letter: {
    title: 'Brev för utskrift',
    back: 'Tillbaka till uppgiften',
    lead: 'Skriv ut den här sidan i din webbläsare: bara brevet nedan kommer på papperet. Kontrollera postadressen innan du skickar det.',
    onlyHtml: 'Meddelandets text har en egen layout och skrivs ut för sig:',
    showHtml: 'Visa texten',
    attachmentsToo: 'Skriv också ut bilagorna, från dina egna filer.',
    sent: (time: string) => `Skickat elektroniskt ${time}`,
    reference: 'Referens',
    attachments: 'Tillsammans med detta brev',
    why: 'Du får detta brev eftersom meddelandet inte har öppnats. Du kan fortfarande läsa det elektroniskt också: länken finns i din e-post.',
  },
} satisfies LadderTexts;

import type { MailboxesTexts } from '../en/mailboxes.ts';

export const mailboxes = {
  title: 'Gemensamma brevlådor',
  pass: 'Skicka vidare till en kollega',
  member: 'Av',
  members: {
    title: 'Vems telefon ska vi skicka en kod till?',
    otherTitle: 'Skicka en kod till någon annans telefon',
    text: 'Meddelandet är skrivet till en gemensam brevlåda. De som sköter den öppnar det var och en med sin egen telefon. Välj dig själv.',
    whose: 'Koden går till',
    missing: (unit: string) =>
      `Finns du inte med, eller har du fått ett nytt nummer? ${unit} sköter listan och kan lägga till dig.`,
  },
  passing: {
    lead: 'Kollegan får ett eget mejl och öppnar meddelandet med en kod till sin egen telefon. Kollegan kan svara och skriva under precis som du. Meddelandet finns också kvar i den gemensamma brevlådan, och avsändaren ser vem som skickade det vidare och till vem.',
    emailHint: (domain: string) => `En adress som slutar på @${domain}`,
    submit: 'Skicka vidare',
    done: 'Meddelandet är skickat vidare. Ett mejl är på väg till din kollega.',
    passedTitle: 'Skickat vidare till',
    errors: {
      not_in_domain: 'Meddelandet kan bara skickas vidare till en adress i din egen organisation.',
      email_taken: 'Adressen har redan meddelandet, eller kan inte väljas.',
      same_address: 'Det är den gemensamma brevlådans egen adress. Skriv en kollegas egen adress.',
      budget_spent: 'Meddelandet har skickats vidare många gånger i dag. Försök igen i morgon.',
    },
  },
  mail: {
    subject: (mailbox: string) => `Håll ordning på vem som öppnar meddelanden till ${mailbox}`,
    what: (unit: string, mailbox: string) =>
      `${unit} skickar säkra meddelanden till den gemensamma brevlådan ${mailbox}. De som sköter den öppnar dem var och en med sin egen telefon, och en av er har ombetts att sköta listan över vilka det är.`,
    how: 'Är det du, öppna den här sidan. Den skickar en kod till din telefon och visar sedan listan:',
    until: (time: string) => `Länken fungerar till ${time}, eller tills en ny skickas.`,
    notYou: (unit: string) =>
      `Länken öppnar inget meddelande. Vet du inte vad det här gäller, låt den vara, eller fråga ${unit}.`,
  },
  owner: {
    title: 'Sköt listan över en gemensam brevlådas medlemmar',
    lead: (unit: string) =>
      `${unit} har bjudit in någon som sköter brevlådan att föra listan över dem som kan öppna meddelandena till den. Visa med en kod till din telefon att det är du.`,
    keptBy: 'Sköts av',
    askTitle: 'Få en kod',
    codeTitle: 'Skriv in koden',
    signIn: 'Visa medlemmarna',
    otherTitle: 'Skicka en kod till någon annans telefon eller igen',
    missing: (unit: string) => `Finns du inte med, eller har du fått ett nytt nummer? Fråga ${unit}.`,
    errors: {
      title: 'Listan är inte öppen än',
      wrong_code: (tries: number) =>
        tries === 1
          ? 'Koden stämmer inte. Du har ett försök kvar; sedan slutar länken att fungera, och du behöver en ny inbjudan.'
          : `Koden stämmer inte. Kontrollera den och försök igen. Du har ${tries} försök kvar.`,
      member: 'Välj vems telefon koden ska skickas till.',
    },
    gone: {
      title: 'Länken fungerar inte längre',
      lead: 'Den kan ha ersatts av en nyare, ha dragits tillbaka eller vara för gammal.',
      next: (organisation: string) =>
        `Leta efter ett nyare mejl. Finns det inget, be den som skriver till er från ${organisation} om en ny inbjudan.`,
    },
    membersTitle: 'Medlemmar',
    membersLead: (address: string) =>
      `Var och en av dem kan öppna det som skrivs till ${address}, med en kod till sin egen telefon. Det du ändrar här gäller direkt, och organisationen ser det.`,
    you: 'du',
    ownPhone: 'Ändrar du ditt eget nummer loggas du ut och fortsätter med en kod till det nya.',
    last: 'Du är den enda som sköter listan, så du kan inte ta bort dig själv. Be först organisationen att välja någon annan.',
    tooMany: 'Brevlådan har så många medlemmar som den kan ha. Ta bort någon först.',
    changed:
      'Någon annan ändrade listan under tiden. Här står den som den är nu; titta på den och gör om det.',
    goneMember: 'Personen är inte längre medlem. Här står listan som den är nu.',
    signOut: 'Är du klar? Logga då ut på den här enheten.',
  },
  desk: {
    back: 'Gemensamma brevlådor',
    lead: 'Ett meddelande till en gemensam brevlåda öppnas av personerna som nämns här, var och en med en kod till sin egen telefon. Beviset visar vem det var.',
    addTitle: 'Lägg till en gemensam brevlåda',
    add: 'Lägg till',
    address: 'E-postadress',
    name: 'Namn',
    unitHint: 'Vems meddelanden till adressen som öppnas på det här sättet.',
    empty: 'Det finns ingen gemensam brevlåda än.',
    exists: 'Det finns redan en gemensam brevlåda med den adressen.',
    members: 'Medlemmar',
    nobody:
      'Ingen sköter den än. Lägg till någon: tills dess behöver ett meddelande hit ett telefonnummer som alla andra.',
    membersHint: 'Var och en av dem kan öppna det som skrivs till brevlådan.',
    memberName: 'Namn',
    addMember: 'Lägg till en medlem',
    phoneTaken: 'En medlem i brevlådan har redan det telefonnumret.',
    changeHint: 'Med ett nytt telefonnummer stängs det som personen har öppet.',
    end: 'Ta bort',
    endHint: 'Personen kan inte öppna något mer, och det som är öppet stängs direkt.',
    owners: {
      title: 'Sköts av brevlådan själv',
      lead: 'Medlemmar som du väljer kan själva sköta listan över medlemmar. Bjud in dem: en länk skickas till brevlådans egen adress och öppnas med en kod till deras telefon.',
      none: 'Bara ni sköter listan över den här brevlådans medlemmar.',
      is: 'Sköter också listan.',
      seen: (time: string) => `Loggade in senast: ${time}`,
      unseen: 'Har inte loggat in än',
      choose: 'Låt medlemmen också sköta listan',
      end: 'Låt inte längre medlemmen sköta listan',
      endHint: 'Personen är fortfarande medlem. Det som är öppet för att sköta listan stängs direkt.',
      invite: 'Skicka en inbjudan',
      inviteAgain: 'Skicka en ny inbjudan',
      againHint: 'Den tidigare länken slutar då att fungera.',
      invited: (at: string, until: string) => `Inbjudan skickades ${at}. Länken fungerar till ${until}.`,
      withdraw: 'Dra tillbaka inbjudan',
      nobody: 'Välj först någon som sköter listan.',
    },
    more: 'Byt namn på eller ta bort brevlådan',
    delete: 'Ta bort brevlådan',
    deleteHint: 'Medlemmarna kan inte öppna något mer. Det som redan har skickats dit förblir som det är.',
    deleted: 'Den gemensamma brevlådan är borttagen.',
    done: {
      added: 'Den gemensamma brevlådan är tillagd. Lägg nu till dess medlemmar.',
      changed: 'Brevlådan har bytt namn.',
      member_added: 'Medlemmen är tillagd.',
      member_changed: 'Medlemmen är ändrad.',
      member_ended: 'Medlemmen är borttagen och kan inte öppna något mer.',
      owner_chosen: 'Medlemmen kan sköta listan så snart du har skickat en inbjudan.',
      owner_ended: 'Medlemmen sköter inte längre listan.',
      invited: 'Inbjudan är på väg till brevlådan.',
      withdrawn: 'Inbjudan är tillbakadragen och länken fungerar inte längre.',
    },
  },
} satisfies MailboxesTexts;

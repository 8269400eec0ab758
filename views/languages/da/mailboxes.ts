import type { MailboxesTexts } from '../en/mailboxes.ts';

export const mailboxes = {
  title: 'Fællespostkasser',
  pass: 'Send videre til en kollega',
  member: 'Af',
  members: {
    title: 'Hvis telefon skal vi sende en kode til?',
    otherTitle: 'Send en kode til en andens telefon',
    text: 'Beskeden er skrevet til en fællespostkasse. De, der passer den, åbner hver med deres egen telefon. Vælg dig selv.',
    whose: 'Koden går til',
    missing: (unit: string) =>
      `Er du ikke på listen, eller har du fået nyt nummer? ${unit} fører listen og kan tilføje dig.`,
  },
  passing: {
    lead: 'Kollegaen får sin egen mail og åbner beskeden med en kode på sin egen telefon. Kollegaen kan svare og skrive under, ligesom du kan. Beskeden bliver også i fællespostkassen, og afsenderen kan se, hvem der sendte den videre, og til hvem.',
    emailHint: (domain: string) => `En adresse, der ender på @${domain}`,
    submit: 'Send videre',
    done: 'Beskeden er sendt videre. Der er en mail på vej til din kollega.',
    passedTitle: 'Sendt videre til',
    errors: {
      not_in_domain: 'Beskeden kan kun sendes videre til en adresse i din egen organisation.',
      email_taken: 'Adressen har allerede beskeden, eller den kan ikke vælges.',
      same_address: 'Det er selve fællespostkassens adresse. Skriv en kollegas egen adresse.',
      budget_spent: 'Beskeden er sendt videre mange gange i dag. Prøv igen i morgen.',
    },
  },
  mail: {
    subject: (mailbox: string) => `Hold styr på, hvem der åbner beskeder til ${mailbox}`,
    what: (unit: string, mailbox: string) =>
      `${unit} sender sikre beskeder til fællespostkassen ${mailbox}. De, der passer den, åbner dem hver med deres egen telefon, og en af jer er blevet bedt om at føre listen over, hvem det er.`,
    how: 'Er det dig, så åbn denne side. Den sender en kode til din telefon og viser derefter listen:',
    until: (time: string) => `Linket virker indtil ${time}, eller indtil der bliver sendt et nyt.`,
    notYou: (unit: string) =>
      `Linket åbner ingen besked. Ved du ikke, hvad det drejer sig om, så lad det ligge, eller spørg ${unit}.`,
  },
  owner: {
    title: 'Før listen over en fællespostkasses medlemmer',
    lead: (unit: string) =>
      `${unit} har inviteret en, der passer postkassen, til at føre listen over dem, der kan åbne beskederne til den. Vis med en kode til din telefon, at det er dig.`,
    keptBy: 'Føres af',
    askTitle: 'Få en kode',
    codeTitle: 'Indtast koden',
    signIn: 'Vis medlemmerne',
    otherTitle: 'Send en kode til en andens telefon eller igen',
    missing: (unit: string) => `Er du ikke på listen, eller har du fået nyt nummer? Spørg ${unit}.`,
    errors: {
      title: 'Listen er ikke åben endnu',
      wrong_code: (tries: number) =>
        tries === 1
          ? 'Koden er ikke rigtig. Du har ét forsøg tilbage; derefter lukkes linket, og du skal have en ny invitation.'
          : `Koden er ikke rigtig. Se efter og prøv igen. Du har ${tries} forsøg tilbage.`,
      member: 'Vælg, hvis telefon koden skal sendes til.',
    },
    gone: {
      title: 'Linket virker ikke længere',
      lead: 'Det kan være afløst af et nyere, være trukket tilbage eller være for gammelt.',
      next: (organisation: string) =>
        `Se efter en nyere mail. Er der ingen, så bed den, der skriver til jer fra ${organisation}, om en ny invitation.`,
    },
    membersTitle: 'Medlemmer',
    membersLead: (address: string) =>
      `De kan hver især åbne det, der skrives til ${address}, med en kode til deres egen telefon. Det, du ændrer her, gælder med det samme, og organisationen kan se det.`,
    you: 'dig',
    ownPhone: 'Ændrer du dit eget nummer, bliver du logget ud og fortsætter med en kode til det nye.',
    last: 'Du er den eneste, der fører listen, så du kan ikke fjerne dig selv. Bed først organisationen om at vælge en anden.',
    tooMany: 'Postkassen har så mange medlemmer, som den kan have. Fjern først et medlem.',
    changed: 'En anden har ændret listen imens. Her står den, som den er nu; se på den, og gør det igen.',
    goneMember: 'Personen er ikke medlem længere. Her står listen, som den er nu.',
    signOut: 'Er du færdig? Så log ud på denne enhed.',
  },
  desk: {
    back: 'Fællespostkasser',
    lead: 'En besked til en fællespostkasse åbnes af de personer, der er nævnt her, hver med en kode på deres egen telefon. Beviset fortæller, hvem det var.',
    addTitle: 'Tilføj en fællespostkasse',
    add: 'Tilføj',
    address: 'E-mailadresse',
    name: 'Navn',
    unitHint: 'Hvis beskeder til adressen åbnes på denne måde.',
    empty: 'Der er ingen fællespostkasser endnu.',
    exists: 'Der er allerede en fællespostkasse med den adresse.',
    members: 'Medlemmer',
    nobody:
      'Ingen passer den endnu. Tilføj nogen: indtil da kræver en besked hertil et telefonnummer som alle andre.',
    membersHint: 'De kan hver især åbne det, der skrives til postkassen.',
    memberName: 'Navn',
    addMember: 'Tilføj et medlem',
    phoneTaken: 'Et medlem af postkassen har allerede det telefonnummer.',
    changeHint: 'Med et nyt telefonnummer lukkes det, personen har åbent.',
    end: 'Fjern',
    endHint: 'Personen kan ikke åbne mere, og det, vedkommende har åbent, lukkes med det samme.',
    owners: {
      title: 'Føres af postkassen selv',
      lead: 'Medlemmer, som du vælger, kan selv føre listen over medlemmer. Inviter dem: der sendes et link til postkassens egen adresse, og det åbnes med en kode til deres telefon.',
      none: 'Kun I fører listen over denne postkasses medlemmer.',
      is: 'Fører også listen.',
      seen: (time: string) => `Logget ind senest: ${time}`,
      unseen: 'Har ikke logget ind endnu',
      choose: 'Lad også medlemmet føre listen',
      end: 'Lad ikke længere medlemmet føre listen',
      endHint:
        'Personen er stadig medlem. Det, vedkommende har åbent for at føre listen, lukkes med det samme.',
      invite: 'Send en invitation',
      inviteAgain: 'Send en ny invitation',
      againHint: 'Dermed lukkes det tidligere link.',
      invited: (at: string, until: string) => `Inviteret ${at}. Linket virker indtil ${until}.`,
      withdraw: 'Træk invitationen tilbage',
      nobody: 'Vælg først en, der fører listen.',
    },
    more: 'Omdøb eller fjern postkassen',
    delete: 'Fjern postkassen',
    deleteHint: 'Medlemmerne kan ikke åbne mere. Det, der er sendt dertil, bliver, som det er.',
    deleted: 'Fællespostkassen er fjernet.',
    done: {
      added: 'Fællespostkassen er tilføjet. Tilføj nu dens medlemmer.',
      changed: 'Postkassen er omdøbt.',
      member_added: 'Medlemmet er tilføjet.',
      member_changed: 'Medlemmet er ændret.',
      member_ended: 'Medlemmet er fjernet og kan ikke åbne mere.',
      owner_chosen: 'Medlemmet kan føre listen, så snart du har sendt en invitation.',
      owner_ended: 'Medlemmet fører ikke længere listen.',
      invited: 'Invitationen er på vej til postkassen.',
      withdrawn: 'Invitationen er trukket tilbage, og linket er lukket.',
    },
  },
} satisfies MailboxesTexts;

import { type Case, plain } from './case.ts';

/** Bounces in the languages of our senders, and those that say as little as they can. */
export const languages: readonly Case[] = [
  {
    name: 'A full mailbox, no code at all',
    mail: plain(
      'From: postmaster@example.com\nSubject: Mailbox full',
      `The recipient's mailbox is full: ana@example.com is over quota.`,
    ),
    says: { kind: 'failed', recipient: 'ana@example.com', text: /over quota/ },
  },
  {
    name: 'Only a transient reply: delayed',
    mail: plain(
      'From: postmaster@example.com\nSubject: Delivery problem',
      `Your mail could not be delivered to ana@example.com:\n451 4.3.2 System not accepting network messages`,
    ),
    says: { kind: 'delayed', recipient: 'ana@example.com', status: '4.3.2' },
  },
  {
    name: 'A machine that only cites the reply',
    mail: plain(
      'From: gateway@example.com\nSubject: notice',
      `ana@example.com\n550 5.7.1 Message content rejected`,
    ),
    says: { kind: 'failed', recipient: 'ana@example.com', status: '5.7.1', text: /content rejected/ },
  },
  {
    name: 'A bounce from a daemon that forgot the null sender',
    fromPerson: true,
    mail: plain(
      'From: MAILER-DAEMON@mx.example.org\nSubject: Undeliverable',
      `User unknown: ana@example.com`,
    ),
    says: { kind: 'failed', recipient: 'ana@example.com' },
  },
  {
    name: 'Danish',
    mail: plain(
      'From: postmaster@example.dk\nSubject: Kan ikke leveres\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable',
      `Meddelelsen kunne ikke leveres til f=F8lgende modtager:\n\nana@example.dk\n\nPostkassen er fuld.`,
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.dk',
      text: /følgende modtager: ana@example\.dk Postkassen er fuld/,
    },
  },
  {
    name: 'Danish: delayed',
    mail: plain(
      'From: postmaster@example.dk\nSubject: Levering er forsinket',
      `Din meddelelse til ana@example.dk er ikke leveret endnu. Serveren prøver fortsat i 2 dage.`,
    ),
    says: { kind: 'delayed', recipient: 'ana@example.dk' },
  },
  {
    name: 'Swedish',
    mail: plain(
      'From: postmaster@example.se\nSubject: =?utf-8?Q?Det_gick_inte_att_leverera:_meddelande?=',
      `Meddelandet kunde inte levereras till ana@example.se. Felkod: 550 5.1.1`,
    ),
    says: { kind: 'failed', recipient: 'ana@example.se', status: '5.1.1' },
  },
  {
    name: 'German, its encoded subject the only phrase',
    mail: plain(
      'From: postmaster@example.de\nSubject: =?iso-8859-1?Q?Unzustellbar=3A_Mitteilung?=',
      `ana@example.de\nDiese Adresse gibt es bei uns nicht.`,
    ),
    says: { kind: 'failed', recipient: 'ana@example.de', text: /gibt es bei uns nicht/ },
  },
  {
    name: 'A language that we do not know: unclear, though it is marked as automatic',
    mail: plain(
      'From: MAILER-DAEMON@mx.example.fr\nAuto-Submitted: auto-replied\nSubject: Notification',
      `Votre message n'a pas pu être remis.`,
    ),
    says: { kind: 'unclear', text: /pas pu être remis/ },
  },
];

import { type Case, plain } from './case.ts';

const bounce = `Hi. This is the qmail-send program at mx1.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ana@example.com>:
Remote host said: 550 5.1.1 User unknown`;

/** Mails that are no bounces, many of which look like one. */
export const others: readonly Case[] = [
  {
    name: 'Exchange: automatic reply, whose telephone number looks like a reply code',
    mail: plain(
      'From: Ana <ana@example.com>\nSubject: Automatic reply: notice\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All',
      `I am out of the office until Monday. Call 550 123 or (550) 511-1111.`,
    ),
    says: { kind: 'automatic', text: /until Monday/ },
  },
  {
    name: 'RFC 3834: answered by a machine, no word of absence',
    mail: plain(
      'From: ana@example.com\nSubject: Re: notice\nAuto-Submitted: auto-replied',
      `Tak for din mail. Vi svarer inden for fem dage.`,
    ),
    says: { kind: 'automatic', text: /Tak for din mail/ },
  },
  {
    name: 'An absence that quotes a bounce, each line marked',
    mail: plain(
      'From: ana@example.com\nSubject: Re: failure notice\nAuto-Submitted: auto-replied',
      `Jeg er på ferie til mandag.\n\n${bounce.replace(/^/gm, '> ')}`,
    ),
    says: { kind: 'automatic', text: /^Jeg er på ferie til mandag\.$/ },
  },
  {
    name: 'An absence that quotes a bounce below a line',
    mail: plain(
      'From: ana@example.com\nSubject: Autosvar: Undelivered Mail Returned to Sender',
      `Jeg er på ferie.\n\n${bounce}`,
    ),
    says: { kind: 'automatic' },
  },
  {
    name: 'An absence without a null sender, known by its Swedish subject',
    fromPerson: true,
    mail: plain(
      'From: ana@example.se\nSubject: =?utf-8?B?RnLDpW52YXJvOiBtZWRkZWxhbmRl?=',
      `Jag är åter på kontoret den 5 januari.`,
    ),
    says: { kind: 'automatic' },
  },
  {
    name: 'An absence known by its German subject',
    fromPerson: true,
    mail: plain(
      'From: ana@example.de\nSubject: Abwesenheitsnotiz: Mitteilung',
      `Ich bin nicht im Büro. Dringendes kann nicht zugestellt werden.`,
    ),
    says: { kind: 'automatic' },
  },
  {
    name: 'An absence that says of itself that nothing is delivered to it',
    mail: plain(
      'From: ana@example.com\nSubject: notice',
      `I am on vacation. Mail to me is not delivered to anyone and mailbox full warnings are ignored.`,
    ),
    says: { kind: 'unclear' },
  },
  {
    name: 'An absence by vacation(1)',
    fromPerson: true,
    mail: plain(
      'From: ana@example.com\nSubject: away\nPrecedence: bulk',
      `I will not be reading my mail for a while.`,
    ),
    says: { kind: 'automatic' },
  },
  {
    name: 'X-Autoreply, from a null sender, and a word that bounces use',
    mail: plain(
      'From: ana@example.com\nSubject: notice\nX-Autoreply: yes',
      `I have left. Mail to me is undeliverable.`,
    ),
    says: { kind: 'automatic' },
  },
  {
    name: 'List software',
    fromPerson: true,
    mail: plain(
      'From: info-bounces@lists.example.com\nSubject: Your message to Info awaits moderator approval\nList-Id: <info.lists.example.com>\nPrecedence: list',
      `Is being held until the list moderator can review it for approval.`,
    ),
    says: { kind: 'automatic', text: /moderator/ },
  },
  {
    name: 'A challenge',
    fromPerson: true,
    mail: plain(
      'From: ana@example.com\nSubject: Your email requires verification verify#abc',
      `The message you sent requires that you verify that you are a real live human being.`,
    ),
    says: { kind: 'automatic' },
  },
  {
    name: 'A challenge with a link',
    fromPerson: true,
    mail: plain(
      'From: bo@example.com\nSubject: notice',
      `To complete delivery of your mail, follow\nhttps://filter.example.com/c/1`,
    ),
    says: { kind: 'automatic' },
  },
  {
    name: 'A person who asks for a confirmation',
    fromPerson: true,
    mail: plain('From: bo@example.com\nSubject: Your notice', `Please confirm your email address first. Bo`),
    says: { kind: 'reply' },
  },
  {
    name: 'A mail that nobody can answer',
    fromPerson: true,
    mail: plain(
      'From: Support <no-reply@example.com>\nSubject: Ticket 4711',
      `We have received your request.`,
    ),
    says: { kind: 'automatic' },
  },
  {
    name: 'A person',
    fromPerson: true,
    mail: plain(
      'From: Ana <ana@example.com>\nSubject: Re: notice\nAuto-Submitted: no\nPrecedence: normal',
      `Jeg kan ikke åbne beskeden. Ring 550 123.`,
    ),
    says: { kind: 'reply' },
  },
  {
    name: 'A person who quotes a bounce without any mark',
    fromPerson: true,
    mail: plain(
      'From: Ana <ana@example.com>\nSubject: Fwd: Undelivered Mail Returned to Sender',
      `What is this?\n\n${bounce}`,
    ),
    says: { kind: 'reply' },
  },
  {
    name: 'A person who writes that something could not be delivered',
    fromPerson: true,
    mail: plain(
      'From: Ana <ana@example.com>\nSubject: VS: besked',
      `Hej, jeres besked kunne ikke leveres til min mand, der står 550 5.1.1.`,
    ),
    says: { kind: 'reply' },
  },
  {
    name: 'A person who passes a whole report on',
    fromPerson: true,
    mail: `From: Ana <ana@example.com>
Subject: Fwd: failure
Content-Type: multipart/mixed; boundary=f

--f
Content-Type: text/plain

Kan I hjælpe?
--f
Content-Type: message/delivery-status

Final-Recipient: rfc822; ana@example.com
Action: failed
Status: 5.1.1
--f--
`,
    says: { kind: 'reply' },
  },
  {
    name: 'An absence to which a report is attached',
    mail: `From: Ana <ana@example.com>
Subject: Automatic reply: failure
Content-Type: multipart/mixed; boundary=f

--f
Content-Type: text/plain

I am away.
--f
Content-Type: message/rfc822

Content-Type: multipart/report; report-type=delivery-status; boundary=g

--g
Content-Type: message/delivery-status

Final-Recipient: rfc822; ana@example.com
Action: failed
Status: 5.1.1
--g--
--f--
`,
    says: { kind: 'automatic', text: /^I am away\.$/ },
  },
  {
    name: 'A machine that says nothing of a delivery',
    mail: plain('From: scanner@example.com\nSubject: Report', `All is well in building 550.`),
    says: { kind: 'unclear', text: /All is well/ },
  },
  {
    name: 'A machine that says nothing at all',
    mail: '',
    says: { kind: 'unclear' },
  },
];

import { type Case, plain } from './case.ts';

/** Mail servers that write in words of their own. */
export const servers: readonly Case[] = [
  {
    name: 'qmail: no such user',
    mail: plain(
      'From: MAILER-DAEMON@mx1.example.org\nSubject: failure notice',
      `Hi. This is the qmail-send program at mx1.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ana@example.com>:
192.0.2.25 does not like recipient.
Remote host said: 550 5.1.1 <ana@example.com>... User unknown
Giving up on 192.0.2.25.

--- Below this line is a copy of the message.

Return-Path: <bounces@segl.example>
Subject: 421 4.3.0 something else`,
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.1.1',
      server: 'mx1.example.org',
      text: /192\.0\.2\.25 does not like recipient\. Remote host said: 550/,
    },
  },
  {
    name: 'qmail: given up after a transient failure',
    mail: plain(
      'From: MAILER-DAEMON@mx1.example.org\nSubject: failure notice',
      `Hi. This is the qmail-send program at mx1.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bo@example.com>:
Sorry, I couldn't find any host named example.com. (#4.1.2)
I'm not going to try again; this message has been in the queue too long.`,
    ),
    says: {
      kind: 'failed',
      server: 'mx1.example.org',
      recipient: 'bo@example.com',
      status: '4.1.2',
      text: /couldn't find any host/,
    },
  },
  {
    name: 'Exim: refused by the next server',
    mail: plain(
      'From: Mail Delivery System <Mailer-Daemon@mail.example.org>\nAuto-Submitted: auto-replied\nX-Failed-Recipients: ana@example.com\nSubject: Mail delivery failed: returning message to sender',
      `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ana@example.com
    host mx.example.com [192.0.2.9]
    SMTP error from remote mail server after RCPT TO:<ana@example.com>:
    550 5.2.1 Mailbox disabled

------ This is a copy of the message, including all the headers. ------

Return-path: <bounces@segl.example>`,
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.2.1',
      server: 'mx.example.com',
      text: /Mailbox disabled$/,
    },
  },
  {
    name: 'Exim: retry time over, no code',
    mail: plain(
      'From: Mail Delivery System <Mailer-Daemon@mail.example.org>\nX-Failed-Recipients: bo@example.com\nSubject: Mail delivery failed: returning message to sender',
      `A message that you sent could not be delivered to one or more of its
recipients. The following address(es) failed:

  bo@example.com
    retry timeout exceeded`,
    ),
    says: { kind: 'failed', recipient: 'bo@example.com', text: /retry timeout exceeded/ },
  },
  {
    name: 'Exim: a warning',
    mail: plain(
      'From: Mail Delivery System <Mailer-Daemon@mail.example.org>\nAuto-Submitted: auto-replied\nSubject: Warning: message 1vMabc-000001-AB delayed 24 hours',
      `This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mail.example.org.

The address to which the message has not yet been delivered is:

  bo@example.com
    Delay reason: connection timed out

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals.`,
    ),
    says: { kind: 'delayed', recipient: 'bo@example.com' },
  },
  {
    name: 'Postfix: words alone',
    mail: plain(
      'From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender',
      `This is the mail system at host mx.example.org.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<ana@example.com>: host mx2.example.com[2001:db8::5] said: 554 5.7.1 Service
    unavailable; Client host blocked (in reply to RCPT TO command)`,
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.7.1',
      server: 'mx2.example.com',
      text: /Client host blocked/,
    },
  },
  {
    name: 'Sendmail: transcript of the session',
    mail: plain(
      'From: Mail Delivery Subsystem <MAILER-DAEMON@gate.example.org>\nSubject: Returned mail: see transcript for details\nAuto-Submitted: auto-generated (failure)',
      `The original message was received at Fri, 21 Nov 2025 10:00:00 +0100
from mx.segl.example [192.0.2.1]

   ----- The following addresses had permanent fatal errors -----
<ana@example.com>
    (reason: 550 5.1.1 <ana@example.com>... User unknown)

   ----- Transcript of session follows -----
... while talking to mail.example.com.:
>>> DATA
<<< 550 5.1.1 <ana@example.com>... User unknown
550 5.1.1 <ana@example.com>... User unknown
<<< 503 5.0.0 Need RCPT (recipient)`,
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.1.1',
      server: 'mail.example.com',
      text: /User unknown/,
    },
  },
  {
    name: 'Sendmail: a warning',
    mail: plain(
      'From: Mail Delivery Subsystem <MAILER-DAEMON@gate.example.org>\nSubject: Warning: could not send message for past 4 hours',
      `    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

   ----- The following addresses had transient non-fatal errors -----
<bo@example.com>

   ----- Transcript of session follows -----
<bo@example.com>... Deferred: Connection timed out with mail.example.com.
Warning: message still undelivered after 4 hours
Will keep trying until message is 5 days old`,
    ),
    says: { kind: 'delayed', recipient: 'bo@example.com' },
  },
];

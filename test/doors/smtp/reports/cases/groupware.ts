import { type Case, plain } from './case.ts';

/** Exchange, Office 365, Gmail, Domino and Courier, which write for their users. */
export const groupware: readonly Case[] = [
  {
    name: 'Exchange 2003: no code that is a reply, but a marked status',
    mail: plain(
      'From: System Administrator <postmaster@example.com>\nSubject: Undeliverable: notice',
      `Your message

  To:      ana@example.com
  Subject: notice
  Sent:    Fri, 21 Nov 2025 10:00:00 +0100

did not reach the following recipient(s):

ana@example.com on Fri, 21 Nov 2025 10:00:02 +0100
    The e-mail account does not exist at the organization this message was sent to.
    <mail.example.com #5.1.1>`,
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.1.1',
      text: /does not exist at the organization/,
    },
  },
  {
    name: 'Exchange 2010 in HTML alone',
    mail: plain(
      'From: Microsoft Outlook <postmaster@example.com>\nX-Auto-Response-Suppress: All\nSubject: Ikke leveret: besked\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8',
      `<html><head><style>p { color: #550550 }</style><title>550 5.9.9</title></head><body>
<p><b>Levering mislykkedes for disse modtagere:</b></p><p><a href="mailto:ana@example.com">ana@example.com</a><br>
Postkassen er fuld.</p><p>Diagnosticeringsoplysninger for administratorer:</p>
<p>Generating server: EX02.example.com</p><p>ana@example.com<br>Remote Server returned &#39;552 5.2.2 mailbox &lt;full&gt;&#39;</p>
<p>Original message headers:</p><pre>Received: from 550 5.1.1</pre></body></html>`,
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.2.2',
      server: 'EX02.example.com',
      text: /Remote Server returned '552 5\.2\.2 mailbox <full>'/,
    },
  },
  {
    name: 'Office 365: words alone',
    mail: plain(
      'From: postmaster@example.onmicrosoft.com\nSubject: Undeliverable: notice',
      `Delivery has failed to these recipients or groups:

ana@example.com (ana@example.com)
The email address you entered couldn't be found.

Diagnostic information for administrators:

Generating server: AM0PR02MB0001.eurprd02.prod.outlook.com

ana@example.com
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'

Original message headers:

Received: from mx`,
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.1.10',
      server: 'AM0PR02MB0001.eurprd02.prod.outlook.com',
    },
  },
  {
    name: 'Gmail: words alone, a reply over several lines',
    mail: plain(
      'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nAuto-Submitted: auto-replied\nSubject: Delivery Status Notification (Failure)',
      `Delivery to the following recipient failed permanently:

     ana@example.com

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the server for the recipient domain example.com by mx.example.com. [192.0.2.80].

The error that the other server returned was:
550-5.1.1 The email account that you tried to reach does not exist.
550 5.1.1 Please try double-checking the address

----- Original message -----

Received: by 10.0.0.1`,
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.1.1',
      server: 'mx.example.com',
      text: /does not exist/,
    },
  },
  {
    name: 'Lotus Domino',
    mail: plain(
      'From: Postmaster@example.com\nSubject: DELIVERY FAILURE: User ana (ana@example.com) not listed in Domino\n Directory',
      `Your message

  Subject: notice

was not delivered to:

  ana@example.com

because:

  User ana (ana@example.com) not listed in Domino Directory`,
    ),
    says: { kind: 'failed', recipient: 'ana@example.com', text: /not listed in Domino Directory/ },
  },
  {
    name: 'Courier',
    mail: plain(
      'From: "Courier mail server at mx.example.net" <@>\nSubject: NOTICE: mail delivery status.',
      `This is a delivery status notification from mx.example.net,
running the Courier mail server.

The original message was received on Fri, 21 Nov 2025 10:00:00 +0100

---------------------------------------------------------------------------

                           UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<ana@example.com>:
    mail.example.com [192.0.2.4]:
<<< 550 User unknown.

---------------------------------------------------------------------------`,
    ),
    says: { kind: 'failed', recipient: 'ana@example.com', text: /550 User unknown/ },
  },
];

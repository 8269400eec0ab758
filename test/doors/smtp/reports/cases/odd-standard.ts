import { type Case, daemon, report, status } from './case.ts';

/** Reports whose fields are missing, contradict each other, or stand where they are not expected. */
export const odd: readonly Case[] = [
  {
    name: 'No Action: the class of Status says it, and the code of the diagnostic is more precise',
    mail: report(
      daemon,
      'Sorry.',
      status,
      'Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; ana@example.com\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full',
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      server: 'mx.example.com',
      status: '5.2.2',
      text: /Mailbox full/,
    },
  },
  {
    name: 'No Action and no Status: the cited reply says it',
    mail: report(
      daemon,
      'Sorry.',
      status,
      'Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; ana@example.com\nDiagnostic-Code: smtp; 451 try again later',
    ),
    says: { kind: 'delayed', server: 'mx.example.com', recipient: 'ana@example.com' },
  },
  {
    name: "No blank line between the message's fields and the recipient's",
    mail: report(
      daemon,
      'Sorry.',
      status,
      'Reporting-MTA: dns; mx.example.com\nFinal-Recipient: rfc822; ana@example.com\nAction: Failed\nStatus: 5.7.1',
    ),
    says: { kind: 'failed', recipient: 'ana@example.com', status: '5.7.1', server: 'mx.example.com' },
  },
  {
    name: 'RFC 6533: addresses beyond ASCII, escaped',
    mail: report(
      daemon,
      'Sorry.',
      'message/global-delivery-status',
      'Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: utf-8; s\\x{F8}ren@example.com\nAction: failed\nStatus: 5.6.7\nDiagnostic-Code: smtp; 553 5.6.7 SMTPUTF8 is required',
    ),
    says: { kind: 'failed', server: 'mx.example.com', recipient: 'søren@example.com', status: '5.6.7' },
  },
  {
    name: 'RFC 6533: addresses beyond ASCII, as they are, in base64',
    mail: `${daemon}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=global-delivery-status; boundary=b

--b
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: base64

${Buffer.from('Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: utf-8; åse@blåbær.example\r\nAction: failed\r\nStatus: 5.1.2\r\nDiagnostic-Code: smtp; 550 Ukendt domæne\r\n').toString('base64')}
--b--
`,
    says: {
      kind: 'failed',
      server: 'mx.example.com',
      recipient: 'åse@blåbær.example',
      status: '5.1.2',
      text: /Ukendt domæne/,
    },
  },
  {
    name: 'Office 365: the report behind a page of HTML',
    mail: `From: <postmaster@example.onmicrosoft.com>
Subject: Undeliverable: Ny besked
MIME-Version: 1.0
X-MS-Exchange-Message-Is-Ndr:
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_a_"

--_a_
Content-Type: multipart/alternative; differences=Content-Type; boundary="_b_"

--_b_
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to ana@example.com couldn't be delivered.=20

--_b_
Content-Type: text/html; charset="us-ascii"

<html><body><p>Your message to ana@example.com couldn't be delivered.</p></body></html>

--_b_--
--_a_
Content-Type: message/delivery-status

Reporting-MTA: dns;DB9PR01MB1234.eurprd01.prod.exchangelabs.com
Received-From-MTA: dns;mx.segl.example
Arrival-Date: Fri, 21 Nov 2025 09:00:00 +0000

Final-Recipient: rfc822;ana@example.com
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ana@example.com not found by SMTP address lookup

--_a_
Content-Type: message/rfc822

From: notice@segl.example

--_a_--
`,
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.1.10',
      server: 'DB9PR01MB1234.eurprd01.prod.exchangelabs.com',
      text: /RecipientNotFound/,
    },
  },
  {
    name: 'A report that a filter wrapped in another multipart, with a line of its own',
    mail: `From: MAILER-DAEMON@mx.example.org
Content-Type: multipart/mixed; boundary=w

--w
${report('X-Inner: 1', 'Sorry.', status, 'Final-Recipient: rfc822; ana@example.com\nAction: failed\nStatus: 5.4.4').slice('X-Inner: 1\n'.length)}
--w
Content-Type: text/plain

This mail was scanned.
--w--
`,
    says: { kind: 'failed', recipient: 'ana@example.com', status: '5.4.4' },
  },
  {
    // RFC 8098, appendix.
    name: 'A read receipt',
    mail: report(
      'From: Joe Recipient <Joe_Recipient@example.com>\nSubject: Disposition notification',
      'The message sent on 19 Sep 1995 was displayed. This is no guarantee that it was read or understood.',
      'message/disposition-notification',
      'Reporting-UA: joes-pc.cs.example.com; Foomail 97.1\nOriginal-Recipient: rfc822;Joe_Recipient@example.com\nFinal-Recipient: rfc822;Joe_Recipient@example.com\nDisposition: manual-action/MDN-sent-manually; displayed',
    ),
    says: { kind: 'automatic', text: /was displayed/ },
  },
  {
    // RFC 5965, appendix.
    name: 'A complaint in the Abuse Reporting Format',
    mail: report(
      'From: <abusedesk@example.com>\nSubject: FW: Earn money',
      'This is an email abuse report for an email message received from IP 192.0.2.1.',
      'message/feedback-report',
      'Feedback-Type: abuse\nUser-Agent: SomeGenerator/1.0\nVersion: 1',
    ),
    says: { kind: 'unclear', text: /abuse report/ },
  },
  {
    name: 'Action and Status contradict each other: the worse counts, and the status is left out',
    mail: report(
      daemon,
      'Sorry.',
      status,
      'Final-Recipient: rfc822; ana@example.com\nAction: failed\nStatus: 2.0.0',
    ),
    says: { kind: 'failed', recipient: 'ana@example.com' },
  },
  {
    name: 'Delivered, with a Status that says refused: no confirmation',
    mail: report(
      daemon,
      'Sorry.',
      status,
      'Final-Recipient: rfc822; ana@example.com\nAction: delivered\nStatus: 5.1.1',
    ),
    says: { kind: 'failed', recipient: 'ana@example.com', status: '5.1.1' },
  },
  {
    name: 'A report that reports of nobody',
    mail: report(daemon, 'Something about a mail.', status, 'Reporting-MTA: dns; mx.example.org'),
    says: { kind: 'unclear', text: /Something about a mail/ },
  },
];

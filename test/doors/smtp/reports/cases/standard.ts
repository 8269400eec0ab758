import { type Case, daemon, report, status } from './case.ts';

/** Reports in the form of RFC 3464 and its neighbours. */
export const standard: readonly Case[] = [
  {
    name: 'Postfix: unknown user, refused by another server',
    mail: report(
      `${daemon}\nSubject: Undelivered Mail Returned to Sender`,
      "This is the mail system at host mx.example.org.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.",
      status,
      `Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 4Zq1d63Lx2z1
Arrival-Date: Fri, 21 Nov 2025 10:12:13 +0100 (CET)

Final-Recipient: rfc822; ana@example.com
Original-Recipient: rfc822;ana@example.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550 5.1.1 <ana@example.com>: Recipient address rejected:
    User unknown in virtual mailbox table`,
    ),
    says: {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.1.1',
      server: 'mail.example.com',
      text: /^550 5\.1\.1 <ana@example\.com>: Recipient address rejected: User unknown in virtual mailbox table$/,
    },
  },
  {
    name: 'Postfix: still trying',
    mail: report(
      `${daemon}\nSubject: Delayed Mail (still being retried)`,
      'THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.',
      status,
      `Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; bo@example.com
Action: delayed
Status: 4.4.1
Diagnostic-Code: X-Postfix; connect to mail.example.com[192.0.2.7]:25: Connection timed out
Will-Retry-Until: Wed, 26 Nov 2025 10:12:13 +0100 (CET)`,
    ),
    says: {
      kind: 'delayed',
      recipient: 'bo@example.com',
      status: '4.4.1',
      server: 'mx.example.org',
      text: /Connection timed out/,
    },
  },
  {
    name: 'Given up after a transient failure',
    mail: report(
      daemon,
      'Message expired.',
      status,
      'Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; bo@example.com\nAction: failed\nStatus: 4.4.7',
    ),
    says: {
      kind: 'failed',
      server: 'mx.example.org',
      recipient: 'bo@example.com',
      status: '4.4.7',
      text: /^Message expired\.$/,
    },
  },
  {
    name: 'Delivered, confirmed on request',
    mail: report(
      `${daemon}\nSubject: Successful Mail Delivery Report`,
      'Your message was successfully delivered.',
      status,
      'Reporting-MTA: dns; mx.example.com\n\nOriginal-Recipient: rfc822;ana@example.com\nFinal-Recipient: rfc822;ana@example.com\nAction: delivered\nStatus: 2.0.0\nDiagnostic-Code: X-Postfix; delivered to mailbox',
    ),
    says: {
      kind: 'delivered',
      recipient: 'ana@example.com',
      status: '2.0.0',
      server: 'mx.example.com',
      text: /delivered to mailbox/,
    },
  },
  {
    name: 'Relayed to a server that confirms nothing (Exchange)',
    mail: report(
      'From: postmaster@example.com\nSubject: Relayed: notice',
      'Delivery to these recipients is complete, but no notification was sent by the destination server.',
      status,
      'Reporting-MTA: dns;EX01.corp.example.com\n\nFinal-Recipient: RFC822;ana@example.com\nAction: relayed\nStatus: 2.0.0',
    ),
    says: { kind: 'relayed', recipient: 'ana@example.com', status: '2.0.0', server: 'EX01.corp.example.com' },
  },
  {
    name: 'Expanded to a list: what became of it nobody says',
    mail: report(
      daemon,
      'Expanded.',
      status,
      'Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; all@example.com\nAction: expanded\nStatus: 2.1.5',
    ),
    says: { kind: 'relayed', server: 'mx.example.com', recipient: 'all@example.com', status: '2.1.5' },
  },
  {
    // RFC 3464, appendix: a report of several recipients.
    name: 'Several recipients: the failed one counts, not the delayed, not the delivered',
    mail: report(
      'From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>\nSubject: Returned mail: Cannot send message for 5 days',
      'Here is what became of it.',
      status,
      `Reporting-MTA: dns; cs.utk.edu

Original-Recipient: rfc822;arathib@vnet.ibm.com
Final-Recipient: rfc822;arathib@vnet.ibm.com
Action: delivered
Status: 2.0.0

Original-Recipient: rfc822;wsnell@sdcc13.ucsd.edu
Final-Recipient: rfc822;wsnell@sdcc13.ucsd.edu
Action: delayed
Status: 4.2.1
Remote-MTA: dns; sdcc13.ucsd.edu

Original-Recipient: rfc822;johnh@hpnjld.njd.hp.com
Final-Recipient: rfc822;johnh@hpnjld.njd.hp.com
Action: failed
Status: 5.0.0 (permanent failure)
Diagnostic-Code: smtp; 550 user unknown
Remote-MTA: dns; hpnjld.njd.jp.com`,
    ),
    says: {
      kind: 'failed',
      recipient: 'johnh@hpnjld.njd.hp.com',
      status: '5.0.0',
      server: 'hpnjld.njd.jp.com',
      text: /^550 user unknown$/,
    },
  },
];

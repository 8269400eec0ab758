import type { Report } from '../../../../../src/doors/smtp/reports/report.ts';

/** A mail to a return address, and what it says. */
export interface Case {
  readonly name: string;
  /** Lines end with `\n`; the test sends them with CRLF. */
  readonly mail: string;
  /** The envelope's sender is empty unless said otherwise. */
  readonly fromPerson?: true;
  readonly says: Partial<Omit<Extract<Report, { recipient?: string }>, 'kind' | 'text'>> & {
    readonly kind: Report['kind'];
    /** Found in the text that people see. */
    readonly text?: RegExp;
  };
}

/** A multipart/report as servers write it: a text, the report, and the header of what is returned. */
export const report = (head: string, text: string, type: string, fields: string): string =>
  `${head}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=${type.replace(/^message\/(global-)?/, '')};
\tboundary="=_outer"

This is a MIME-encapsulated message.

--=_outer
Content-Type: text/plain; charset=utf-8

${text}

--=_outer
Content-Type: ${type}

${fields}

--=_outer
Content-Type: text/rfc822-headers

From: notice@segl.example
Subject: 550 5.7.1 is not what this says

--=_outer--
`;

/** A mail without MIME. */
export const plain = (head: string, text: string): string => `${head}\nTo: bounces@segl.example\n\n${text}\n`;

/** The header with which Postfix sends its reports. */
export const daemon =
  'From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\nTo: bounces@segl.example\nAuto-Submitted: auto-replied';

export const status = 'message/delivery-status';

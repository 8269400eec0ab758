import { encode, wrap } from 'nodemailer/lib/qp';
import { addressField, dateField, field, messageIdField } from './headers.ts';

export interface MailDraft {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name?: string | null | undefined; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Further fields. Their values are text of one line; names of the fields above are refused. */
  readonly headers?: Readonly<Record<string, string>>;
  /** With or without angle brackets. */
  readonly messageId: string;
  readonly date: Date;
  /** RFC 3834: keeps automatic answers away. */
  readonly autoSubmitted?: 'auto-generated' | 'auto-replied' | 'auto-notified' | undefined;
}

// `=_` cannot occur in quoted-printable text, so the boundary needs no look at the content (RFC 2045 section 6.7).
const boundary = '=_segl_alternative';
const ours =
  /^(from|to|cc|bcc|subject|date|message-id|mime-version|content-type|content-transfer-encoding|auto-submitted)$/i;

/**
 * A complete mail: text and HTML as alternatives, CRLF line ends, lines within RFC 5322's limits, seven-bit unless an
 * address itself is not. Throws a RangeError for an address, Message-ID or field name that cannot be written.
 *
 * Written out here rather than by a general MIME builder, which takes ten times as long for each of thousands of notices.
 */
export function composeMail(draft: MailDraft): Buffer {
  let head = addressField('From', draft.from) + addressField('To', draft.to);
  head += field('Subject', draft.subject) + dateField(draft.date) + messageIdField(draft.messageId);
  if (draft.autoSubmitted) head += field('Auto-Submitted', draft.autoSubmitted);
  for (const [name, value] of Object.entries(draft.headers ?? {})) {
    if (ours.test(name)) throw new RangeError(`The header field ${name} is set by the draft itself.`);
    head += field(name, value);
  }
  return Buffer.from(
    `${head}MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n\r\n` +
      part('text/plain', draft.text) +
      part('text/html', draft.html) +
      `--${boundary}--\r\n`,
  );
}

function part(type: string, content: string): string {
  const lines = content.replace(/\r\n?|\n/g, '\r\n');
  return (
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n` +
    `${wrap(encode(lines))}\r\n`
  );
}

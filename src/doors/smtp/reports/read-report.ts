import { decodeText } from '../mime/charset.ts';
import type { Head } from '../mime/head.ts';
import { isAbsence, isAutomatic } from './automatic.ts';
import { readBounceText } from './bounce-text.ts';
import { readDeliveryStatus } from './delivery-status.ts';
import { humanText } from './human-text.ts';
import type { Report } from './report.ts';
import { type Part, splitMail } from './split-mail.ts';
import { oneLine } from './tidy.ts';

const statusTypes = /^message\/(?:global-)?delivery-status$/;
const dispositionTypes = /^message\/(?:global-)?disposition-notification$/;
const feedbackTypes = /^message\/feedback-report$/;
const daemons = /\bmail(?:er)?-?daemon@/i;
/** A postmaster may be a person, too. */
const systems = /\b(?:mail(?:er)?-?daemon|postmaster)@|mail delivery (?:sub)?system/i;

/**
 * Judges a mail that came to one of our return addresses. `raw`: its beginning, at most 256 KiB, perhaps cut in the
 * middle. A report in the standard's form is believed first (RFC 3464, 8098, 5965), then an absence, then the words of a
 * machine, then the marks of RFC 3834; what is left is a person's. Never throws, and takes linear time.
 */
export function readReport(raw: Uint8Array, envelope: { nullSender: boolean }): Report {
  const mail = splitMail(raw);
  const { head } = mail;
  const text = humanText(mail);
  if (!head) return envelope.nullSender ? { kind: 'unclear', text: oneLine(text) } : { kind: 'reply' };
  const words = oneLine(text) || oneLine(head.subject);

  const isReport = mail.type === 'multipart/report';
  const absent = isAbsence(head);
  const named = head.first('X-Failed-Recipients');
  const machine = isReport || envelope.nullSender || named !== undefined || from(head, systems);
  if (isReport || (machine && !absent)) {
    // Of a report only its own parts count; in another mail of a machine a list or a filter may have wrapped it.
    const own = isReport ? mail.parts.filter(({ depth }) => depth <= 1) : mail.parts;
    const found = fromParts(own, text, words);
    if (found) return found;
  }
  if (absent) return { kind: 'automatic', text: words };
  const bounce = machine && readBounceText(text, head.subject, named);
  if (bounce) return bounce;
  // A bounce in words that we do not know is marked as automatic, too (RFC 3834 §5): it must not go unseen.
  if (isReport || from(head, envelope.nullSender ? systems : daemons))
    return { kind: 'unclear', text: words };
  if (isAutomatic(head, text)) return { kind: 'automatic', text: words };
  return envelope.nullSender ? { kind: 'unclear', text: words } : { kind: 'reply' };
}

function fromParts(parts: readonly Part[], text: string, words: string): Report | undefined {
  const status = parts.find(({ type }) => statusTypes.test(type));
  const said = status && readDeliveryStatus(decodeText(status.content(), status.charset), text);
  if (said) return said;
  if (parts.some(({ type }) => dispositionTypes.test(type))) return { kind: 'automatic', text: words };
  if (parts.some(({ type }) => feedbackTypes.test(type))) return { kind: 'unclear', text: words };
  return undefined;
}

const from = (head: Head, whom: RegExp): boolean => whom.test((head.first('From') ?? '').slice(0, 1000));

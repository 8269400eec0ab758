import { encodeWord, foldLines } from 'nodemailer/lib/mime-funcs';
import { mailbox } from './mailbox.ts';

const printable = /^[\x20-\x7e]*$/;
const fieldName = /^[A-Za-z][A-Za-z0-9-]{0,75}$/;
const atoms = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+$/;
// Encoded words are at most 75 characters long (RFC 2047 section 2).
const wordLength = 52;
// A folded line stays below 998 octets (RFC 5322 section 2.1.1) only if no single word comes near that.
const longestWord = /\S{900}/;

/** One line of what people or other programs gave us: a control character would start a header of its own. */
const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();

/** Text that may contain any character, as RFC 2047 wants it; what looks encoded already is encoded again. */
function words(text: string): string {
  const line = oneLine(text);
  const plain = printable.test(line) && !line.includes('=?') && !longestWord.test(line);
  return plain ? line : encodeWord(line, 'Q', wordLength);
}

/** One header field, folded, with its CRLF. Throws for a name that is none. */
export function field(name: string, value: string): string {
  if (!fieldName.test(name))
    throw new RangeError(`${JSON.stringify(name)} is not the name of a header field.`);
  return `${foldLines(`${name}: ${words(value)}`)}\r\n`;
}

/** A field that holds one address with its display name (RFC 5322 section 3.4). */
export function addressField(
  name: string,
  person: { name?: string | null | undefined; address: string },
): string {
  const display = phrase(person.name ?? '');
  const address = mailbox(person.address);
  return `${foldLines(`${name}: ${display ? `${display} <${address}>` : address}`)}\r\n`;
}

function phrase(name: string): string {
  const encoded = words(name);
  if (encoded !== oneLine(name) || atoms.test(encoded)) return encoded;
  return encoded && `"${encoded.replace(/["\\]/g, '\\$&')}"`;
}

/** RFC 5322 section 3.3, in UTC. */
export const dateField = (date: Date): string => `Date: ${date.toUTCString().replace('GMT', '+0000')}\r\n`;

/** RFC 5322 section 3.6.4; angle brackets are added where missing. */
export function messageIdField(id: string): string {
  const bare = id.replace(/^<|>$/g, '');
  if (!/^[\x21-\x3b\x3d\x3f-\x7e]{1,480}$/.test(bare) || !bare.includes('@')) {
    throw new RangeError('A Message-ID looks like <random@example.org>.');
  }
  return `Message-ID: <${bare}>\r\n`;
}

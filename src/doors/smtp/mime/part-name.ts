import libmime from 'libmime';
import { decodeText, decodeWords } from './charset.ts';
import { HeaderLines } from './header-lines.ts';
import type { Part } from './part.ts';

/** Where the table of libmime knows none, or not the usual one. */
const extensions: Readonly<Record<string, string>> = {
  'text/x-amp-html': 'html',
  'text/enriched': 'txt',
  'text/rtf': 'rtf',
  'text/vcard': 'vcf',
  'text/directory': 'vcf',
  'text/rfc822-headers': 'txt',
  'message/global': 'eml',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'application/pkcs7-mime': 'p7m',
  'application/x-pkcs7-mime': 'p7m',
  'application/pgp-signature': 'asc',
  'application/pgp-encrypted': 'txt',
  'application/pgp-keys': 'asc',
  'audio/mpeg': 'mp3',
  'image/heic': 'heic',
  'image/jpeg': 'jpg',
};

const names: Readonly<Record<string, string>> = {
  'text/calendar': 'invitation',
  'text/rfc822-headers': 'headers',
  'message/rfc822': 'message',
  'message/global': 'message',
  'message/delivery-status': 'delivery-status',
  'application/pkcs7-signature': 'smime',
  'application/x-pkcs7-signature': 'smime',
  'application/pkcs7-mime': 'smime',
  'application/x-pkcs7-mime': 'smime',
  'application/pgp-signature': 'signature',
};

/** Names are cut to this many bytes of UTF-8, which every file system takes; what says their kind stays. */
const mostNameBytes = 240;
/** How much of a nested message is looked through for its subject. */
export const nestedHeaderBytes = 16 * 1024;

/** The file name of a part: the sender's, else one that says what it is. `begin`: the first bytes of its content. */
export function partName(part: Part, type: string, number: number, begin: Uint8Array): string {
  if (part.filename) return shortened(part.filename);
  const subject = /^message\/(rfc822|global)$/.test(type) ? nestedSubject(begin) : '';
  if (subject) return shortened(`${subject.replace(/[/\\]/g, '_')}.eml`);
  const extension = extensions[type] ?? libmime.detectExtension(type);
  const name = names[type] ?? `${type.startsWith('image/') ? 'picture' : 'attachment'}-${number}`;
  return `${name}.${extension}`;
}

/** Mail programs show a nested message under its subject. */
function nestedSubject(begin: Uint8Array): string {
  const bytes = Buffer.from(begin.subarray(0, nestedHeaderBytes));
  const head = /^[^]*?\r?\n(?=\r?\n)/.exec(bytes.toString('latin1'))?.[0] ?? '';
  const subject = decodeWords(new HeaderLines(Buffer.from(head, 'latin1')).first('subject'));
  return subject
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 120);
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= mostNameBytes) return name;
  const last = name.split(/[/\\]/).at(-1)!;
  const extension = /\.[^.\s]{1,20}$/.exec(last)?.[0] ?? '';
  const stem = Buffer.from(last.slice(0, last.length - extension.length));
  const room = mostNameBytes - Buffer.byteLength(extension);
  return decodeText(stem.subarray(0, room), 'utf-8').replace(/\ufffd+$/, '') + extension;
}

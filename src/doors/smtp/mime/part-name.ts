import type { MimeNode } from '@zone-eu/mailsplit';
import { decodeText, decodeWords } from './charset.ts';

const extensions: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/html': 'html',
  'text/calendar': 'ics',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'message/rfc822': 'eml',
  'message/delivery-status': 'txt',
  'application/pdf': 'pdf',
  'application/pkcs7-signature': 'p7s',
  'application/x-pkcs7-signature': 'p7s',
  'application/pkcs7-mime': 'p7m',
  'application/pgp-signature': 'asc',
  'image/jpeg': 'jpg',
};

const names: Readonly<Record<string, string>> = {
  'text/calendar': 'invitation',
  'message/rfc822': 'message',
  'application/pkcs7-signature': 'smime',
  'application/x-pkcs7-signature': 'smime',
  'application/pkcs7-mime': 'smime',
  'application/pgp-signature': 'signature',
};

/** The file name of a part: the sender's, else one that says what it is. `begin`: the first bytes of its content. */
export function partName(node: MimeNode, number: number, begin: Uint8Array | undefined): string {
  if (node.filename) return decodeWords(node.filename);
  const type = node.contentType || 'application/octet-stream';
  const subject = type === 'message/rfc822' && begin && nestedSubject(begin);
  if (subject) return `${subject}.eml`;
  const [main = '', sub = ''] = type.split('/');
  const extension = extensions[type] ?? (main === 'image' ? sub.replace(/\+.*$/, '') : 'bin');
  return names[type]
    ? `${names[type]}.${extension}`
    : `${main === 'image' ? 'picture' : 'attachment'}-${number}.${extension}`;
}

/** Mail programs show a nested message under its subject. */
function nestedSubject(begin: Uint8Array): string | undefined {
  const head = decodeText(begin.subarray(0, 16_384)).split(/\r?\n\r?\n/, 1)[0]!;
  const field = head.match(/^subject:((?:.*(?:\r?\n[ \t].*)*))/im)?.[1];
  return (
    field &&
    decodeWords(field.replace(/\r?\n[ \t]+/g, ' '))
      .trim()
      .slice(0, 120)
  );
}

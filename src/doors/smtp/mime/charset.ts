import tables from 'libmime/lib/charset.js';

/** Charsets by whose name programs often mean "whatever I have": what the bytes are is seen from the bytes. */
const hollow =
  /^(|us-ascii|ascii|ansi_x3\.4-1968|utf-?8|unknown.*|x-unknown|default|8bit|binary|iso-8859-1|latin-?1|windows-1252|cp1252)$/i;

/**
 * Text of bytes whose charset is said (RFC 2046 §4.1.2), unsaid, or wrongly said. Valid UTF-8 beyond ASCII is hardly
 * ever anything else, whatever its label says; what is no UTF-8 and has no better label is Windows-1252. Never throws.
 */
export function decodeText(bytes: Uint8Array, charset = ''): string {
  const label = charset.trim().replace(/^["']|["']$/g, '');
  const marked = byteOrderMark(bytes);
  if (marked) return marked.decode(bytes);
  if (hollow.test(label)) return utf8(bytes) ?? damagedUtf8(bytes) ?? windows1252.decode(bytes);
  if (/^(x-|csunicode.{0,2}|unicode-1-1-)?utf-?7$/i.test(label)) return byTable(bytes, 'utf-7');
  const named = decoderOf(label);
  if (!named) return utf8(bytes) ?? byTable(bytes, label);
  // Encodings of East Asia may happen to be valid UTF-8; those of one byte a letter, beyond ASCII, do not.
  if (/^(iso-8859|windows-125|koi8|macintosh|ibm|x-mac)/.test(named.encoding))
    return utf8(bytes) ?? named.decode(bytes);
  const wide = named.encoding.startsWith('utf-16');
  if (wide && !bytes.includes(0)) return utf8(bytes) ?? named.decode(bytes);
  const text = named.decode(bytes);
  return text.includes(replacement) ? (utf8(bytes) ?? text) : text;
}

const replacement = '\ufffd';
const windows1252 = new TextDecoder('windows-1252');
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** `undefined`: these bytes are no UTF-8. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-8 of which a little was lost on the way, seen from how much of it is sound; `undefined`: it is something else. */
function damagedUtf8(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = text.split(replacement).length - 1;
  let sound = 0;
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) sound += 1;
  return sound - broken > broken * 4 ? text : undefined;
}

/** UTF-16 says by its first bytes that it is (Unicode §23.8), whatever the label says. */
function byteOrderMark(bytes: Uint8Array): InstanceType<typeof TextDecoder> | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoderOf('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoderOf('utf-16be');
  return undefined;
}

function decoderOf(label: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

/** What the platform does not know (code pages of DOS, UTF-7): from libmime's tables, which take the unknown for UTF-8. */
function byTable(bytes: Uint8Array, label: string): string {
  const text = tables.decode(Buffer.from(bytes), label);
  return text.includes(replacement) ? windows1252.decode(bytes) : text;
}

/** Text of HTML: where its part names no charset, the `meta` at its beginning does (HTML §13.2.3.2). */
export function decodeHtml(bytes: Uint8Array, charset: string): string {
  if (charset && !/^(us-)?ascii$/i.test(charset)) return decodeText(bytes, charset);
  const begin = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  const meta = /<meta\s[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(begin);
  // A meta that can be read is not in UTF-16, whatever it says.
  return decodeText(bytes, meta && !/^utf-?16/i.test(meta[1]!) ? meta[1] : charset);
}

const word = /=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=/gi;

interface Word {
  readonly charset: string;
  readonly bytes: Buffer[];
  /** Base64 that did not end with a whole group: the next word goes on in the middle of it. */
  base64: string;
}

/**
 * A header value with its encoded words decoded (RFC 2047). Words that follow each other are joined as bytes first: some
 * programs cut a character in two. What is no whole encoded word stays as it is.
 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  const joined = value.replace(/(\?=)\s+(?==\?)/g, '$1');
  let pending: Word | undefined;
  let out = '';
  let end = 0;
  const flush = () => {
    if (pending)
      out += decodeText(
        Buffer.concat([...pending.bytes, Buffer.from(pending.base64, 'base64')]),
        pending.charset,
      );
    pending = undefined;
  };
  for (const match of joined.matchAll(word)) {
    const [whole, charset = '', encoding = '', text = ''] = match;
    const between = joined.slice(end, match.index);
    if (between || pending?.charset !== charset.toLowerCase()) flush();
    out += between;
    pending ??= { charset: charset.toLowerCase(), bytes: [], base64: '' };
    if (/b/i.test(encoding)) takeBase64(pending, text);
    else pending.bytes.push(Buffer.from(pending.base64, 'base64'), fromQ(text));
    if (/q/i.test(encoding)) pending.base64 = '';
    end = match.index + whole.length;
  }
  flush();
  return out + joined.slice(end);
}

function takeBase64(pending: Word, text: string): void {
  const digits = pending.base64 + text.replace(/[^a-z0-9+/=]/gi, '');
  const open = digits.endsWith('=') ? 0 : digits.length % 4;
  pending.bytes.push(Buffer.from(digits.slice(0, digits.length - open), 'base64'));
  pending.base64 = digits.slice(digits.length - open);
}

/** RFC 2047 §4.2. */
function fromQ(text: string): Buffer {
  return Buffer.from(
    Buffer.from(text)
      .toString('latin1')
      .replace(/_/g, ' ')
      .replace(/=([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

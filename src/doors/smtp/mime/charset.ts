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
  if (hollow.test(label)) return utf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes);
  const named = decoderOf(label);
  if (!named) return utf8(bytes) ?? byTable(bytes, label);
  // Multi-byte charsets of East Asia may happen to be valid UTF-8; single-byte ones with letters beyond ASCII do not.
  const single = /^(iso-8859|windows-125|koi8|macintosh|ibm|x-mac)/.test(named.encoding);
  return (single ? utf8(bytes) : undefined) ?? named.decode(bytes);
}

/** `undefined`: these bytes are no UTF-8. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
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
  return text.includes('\ufffd') ? new TextDecoder('windows-1252').decode(bytes) : text;
}

const word = /=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=/gi;

/** A header value with its encoded words decoded (RFC 2047). Words that follow each other are joined as bytes first. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  const joined = value.replace(/(\?=)\s+(?==\?)/g, '$1');
  let pending: { charset: string; bytes: Buffer[] } | undefined;
  let out = '';
  let end = 0;
  const flush = () => {
    if (pending) out += decodeText(Buffer.concat(pending.bytes), pending.charset);
    pending = undefined;
  };
  for (const match of joined.matchAll(word)) {
    const [whole, charset = '', encoding = '', text = ''] = match;
    const between = joined.slice(end, match.index);
    if (between || pending?.charset.toLowerCase() !== charset.toLowerCase()) flush();
    out += between;
    pending ??= { charset, bytes: [] };
    pending.bytes.push(encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : fromQ(text));
    end = match.index + whole.length;
  }
  flush();
  return out + joined.slice(end);
}

/** RFC 2047 §4.2. */
function fromQ(text: string): Buffer {
  const bytes = text
    .replace(/_/g, ' ')
    .replace(/=([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

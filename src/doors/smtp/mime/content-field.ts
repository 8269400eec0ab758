import { decodeText, decodeWords } from './charset.ts';

/** A structured MIME field such as Content-Type, as far as sense can be made of it. */
export interface ContentField {
  /** Lower case, without comments; empty where there is none. */
  readonly value: string;
  /** By lower-case name, decoded (RFC 2231, and encoded words, which stand there against RFC 2047 §5). */
  readonly params: ReadonlyMap<string, string>;
}

/**
 * Reads `value; name=value; …` (RFC 2045 §5.1), also where semicolons or quotes are missing, blanks stand unquoted, or
 * backslashes mean folders. Never throws. Takes time linear in the length.
 */
export function parseContentField(text: string): ContentField {
  const value = /^[^\s;,()"]+(?:[ \t]*\/[ \t]*[^\s;,()"]+)?/.exec(text)?.[0] ?? '';
  const segments = new Map<string, Segment[]>();
  for (const { name, text: given } of parameters(text, value.length)) {
    const { base, index, encoded } =
      /^(?<base>[^*]+)(?:\*(?<index>\d{1,4}))?(?<encoded>\*)?$/.exec(name)?.groups ?? {};
    if (!base) continue;
    const plain = index === undefined && !encoded;
    const key = plain ? base : `${base}*`;
    const list = segments.get(key) ?? [];
    if (plain && list.length > 0) continue;
    segments.set(key, list);
    list.push({ index: Number(index ?? 0), encoded: encoded !== undefined, text: given });
  }
  const params = new Map<string, string>();
  for (const [key, list] of segments) {
    const extended = key.endsWith('*');
    const name = extended ? key.slice(0, -1) : key;
    const decoded = extended ? joined(list) : decodeWords(list[0]!.text);
    // The extended form is the sender's; the plain one beside it is for old programs (RFC 6266 §4.3).
    if (decoded && (extended || !params.has(name))) params.set(name, decoded);
  }
  return { value: value.replace(/\s/g, '').toLowerCase(), params };
}

interface Segment {
  readonly index: number;
  readonly encoded: boolean;
  readonly text: string;
}

/** RFC 2231 §3 and §4. */
function joined(segments: readonly Segment[]): string {
  const ordered = [...segments].sort((a, b) => a.index - b.index);
  if (!ordered.some(({ encoded }) => encoded)) return decodeWords(ordered.map(({ text }) => text).join(''));
  let charset = 'utf-8';
  const bytes = ordered.map(({ encoded, text }, at) => {
    if (!encoded) return Buffer.from(text);
    const head = at === 0 ? /^([^']*)'[^']*'/.exec(text) : null;
    if (head?.[1]) charset = head[1];
    return percentDecoded(head ? text.slice(head[0].length) : text);
  });
  return decodeText(Buffer.concat(bytes), charset);
}

const percentDecoded = (text: string): Buffer =>
  Buffer.from(
    Buffer.from(text)
      .toString('latin1')
      .replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** What may follow a closing quote; any other quote belongs to the value. */
const afterQuote = /[ \t]*(?:$|;|\(|,|[ \t][\w*-]{1,40}=)/y;

function* parameters(text: string, from: number): Generator<{ name: string; text: string }> {
  for (let at = from; at < text.length;) {
    at = pastBlanks(text, at);
    const name = match(/[^\s=;,()"]+/y, text, at);
    if (!name) {
      at += 1;
      continue;
    }
    at += name.length;
    const equals = match(/[ \t]*=[ \t]*/y, text, at);
    if (!equals) continue;
    at += equals.length;
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      yield { name: name.toLowerCase(), text: unescaped(text.slice(at + 1, end)) };
      at = end + 1;
    } else {
      // A file name may hold blanks and parentheses that ought to be quoted; of the others none does.
      const loose = /^(?:file)?name$/i.test(name);
      const given = match(loose ? /[^;]*/y : /[^;\s(,]*/y, text, at);
      yield { name: name.toLowerCase(), text: given.trim() };
      at += Math.max(1, given.length);
    }
  }
}

/** Blanks, separators, and comments (RFC 5322 §3.2.2) before a parameter. */
function pastBlanks(text: string, from: number): number {
  let depth = 0;
  let at = from;
  for (; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '(') depth += 1;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0 && !/[\s;,]/.test(char)) break;
  }
  return at;
}

function closingQuote(text: string, from: number): number {
  let first = -1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at += 1;
    else if (text[at] === '"') {
      if (first < 0) first = at;
      afterQuote.lastIndex = at + 1;
      if (afterQuote.test(text)) return at;
    }
  }
  if (first >= 0) return first;
  const semicolon = text.indexOf(';', from);
  return semicolon < 0 ? text.length : semicolon;
}

/** A backslash before anything else is a folder's, and not an escape. */
const unescaped = (text: string): string => text.replace(/\\(["\\])/g, '$1').trim();

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

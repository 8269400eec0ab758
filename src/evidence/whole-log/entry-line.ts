import type { EntrySpans } from '../log/entry-bundle.ts';
import { Malformed } from '../log/malformed.ts';
import { readEntry } from '../verification/read-entry.ts';

/** What the order of a log is judged by. */
export interface EntryLine {
  readonly id: string;
  readonly type: string;
  /** UTC with six digits of fraction: two of them compare as texts do. */
  readonly at: string;
  readonly delivery?: string;
  readonly seq?: number;
}

/**
 * The entries of a bundle, read; a sentence instead where one is not an event in its one canonical form. Views of one text, so
 * keep none of their strings.
 */
export function* entryLines(bundle: Uint8Array, { starts, ends }: EntrySpans): Generator<EntryLine | string> {
  const text = asciiText(bundle, starts);
  for (let i = 0; i < starts.length; i++) {
    const line = text === undefined ? undefined : usualLine(text, starts[i]!, ends[i]!);
    yield line ?? anyLine(bundle.subarray(starts[i], ends[i]));
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bundle as a text with a character for each byte, or undefined where it holds others than ASCII. */
function asciiText(bundle: Uint8Array, starts: Int32Array): string | undefined {
  const bytes = new Uint8Array(bundle);
  // The lengths between the entries are no text.
  for (const start of starts) bytes[start - 1] = bytes[start - 2] = 0;
  try {
    const text = decoder.decode(bytes);
    return text.length === bytes.length ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The exact reader, for what the quick one does not know. */
function anyLine(entry: Uint8Array): EntryLine | string {
  let text;
  try {
    text = decoder.decode(entry);
  } catch {
    return 'The entry is not UTF-8';
  }
  try {
    return readEntry(text);
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
// The 29th of February is left to the exact reader.
const day = '(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31';
const time = `[0-9]{4}-(?:${day})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{6}Z`;
const detail = '"[a-z_]+":(?:"[ !#-\\[\\]-~]*"|0|[1-9][0-9]{0,14}|true|false|null)';

/** What nearly all entries look like, their members in the order of RFC 8785 §3.2.3. Whatever fits is canonical, but for the order in `details`. */
const usual = new RegExp(
  `\\{"actor":\\{"id":"${uuid}","kind":"(?:sender|recipient|system|staff)"\\},"at":"(${time})"` +
    `(?:,"commitment":"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=")?(?:,"delivery":"(${uuid})")?` +
    `,"details":\\{((?:${detail}(?:,${detail})*)?)\\},"id":"(${uuid})"(?:,"message":"${uuid}")?` +
    `(?:,"seq":([1-9][0-9]{0,9}))?,"type":"([a-z_]+\\.[a-z_]+)","v":1\\}`,
  'y',
);

function usualLine(text: string, start: number, end: number): EntryLine | undefined {
  usual.lastIndex = start;
  const match = usual.exec(text);
  if (!match || usual.lastIndex !== end) return undefined;
  const [, at, delivery, details, id, seq, type] = match;
  if ((delivery === undefined) !== (seq === undefined) || !hasSortedNames(details!)) return undefined;
  const line = { id: id!, type: type!, at: at! };
  return delivery === undefined ? line : { ...line, delivery, seq: Number(seq) };
}

/** Over details of the usual form: no string in them holds a quote. */
function hasSortedNames(details: string): boolean {
  if (!details.includes(',')) return true;
  let before = '';
  for (let at = 0; at < details.length;) {
    const end = details.indexOf('"', at + 1);
    const name = details.slice(at + 1, end);
    if (name <= before) return false;
    before = name;
    const value = end + 2;
    const after = details[value] === '"' ? details.indexOf('"', value + 1) : value;
    const comma = details.indexOf(',', after);
    at = comma < 0 ? details.length : comma + 1;
  }
  return true;
}

import canonicalize from 'canonicalize';
import { eventTypes } from '../../message/event-types.ts';
import type { LoggedEvent } from '../bundle/logged-event.ts';
import { parseStrictJson } from '../bundle/strict-json.ts';
import { decodeBase64, encodeBase64 } from '../log/base64.ts';
import { Malformed } from '../log/malformed.ts';
import { hmacSha256 } from '../log/sha256.ts';
import { readEntry } from './read-entry.ts';
import { anyObject, count, object, orNull, type Shape, text } from './shape.ts';

const line = object({
  index: count,
  event: text,
  at: text,
  type: text,
  uri: orNull(text),
  message: orNull(text),
  delivery: orNull(text),
  seq: orNull(count),
  actor: object({ kind: text, id: text }),
  sender: orNull(text),
  recipient: orNull(text),
  details: anyObject,
  opening: openingOrState,
  entry: text,
});

type Line = typeof line extends Shape<infer T> ? T : never;

export interface ReadLine {
  readonly index: number;
  /** The entry's bytes, as the log has them. */
  readonly entry: Uint8Array;
  readonly event: string;
  /** What is wrong with it, as sentences. */
  readonly faults: readonly string[];
}

/** Sender and recipient are looked up beside the event, and are in no entry: nothing vouches for them but the file's issuer. */
const depth = 16;

/** Reads and checks one line of an export in JSON Lines. Throws `Malformed` where it is none. */
export function checkExportLine(json: string): ReadLine {
  const read: Line = line(parseStrictJson(json, depth), 'line');
  const entry = new TextEncoder().encode(read.entry);
  let event: LoggedEvent;
  try {
    event = readEntry(read.entry);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { index: read.index, entry, event: read.event.slice(0, 40), faults: [`${error.message}.`] };
  }
  return {
    index: read.index,
    entry,
    event: event.id,
    faults: [...differences(read, event), ...openingFaults(read, event)],
  };
}

function differences(read: Line, event: LoggedEvent): string[] {
  const uri = Object.hasOwn(eventTypes, event.type)
    ? eventTypes[event.type as keyof typeof eventTypes].uri
    : null;
  const expected = {
    event: event.id,
    at: event.at,
    type: event.type,
    uri,
    message: event.message ?? null,
    delivery: event.delivery ?? null,
    seq: event.seq ?? null,
    actor: event.actor,
    details: event.details,
  };
  return Object.entries(expected).flatMap(([name, value]) =>
    canonicalize(read[name as keyof typeof expected]) === canonicalize(value)
      ? []
      : [`Its “${name}” is not what the entry says.`],
  );
}

function openingFaults({ opening }: Line, { commitment }: LoggedEvent): string[] {
  if (commitment === undefined) {
    return opening === null ? [] : ['It discloses something that the entry does not hide.'];
  }
  if (opening === null) return ['The entry hides something, and the line does not say what became of it.'];
  if (opening === 'erased') return [];
  const wrong = ['What it discloses is not what the entry hides.'];
  try {
    const fields = new TextEncoder().encode(canonicalize(opening.fields));
    return encodeBase64(hmacSha256(decodeBase64(opening.k, 32), fields)) === commitment ? [] : wrong;
  } catch {
    return wrong;
  }
}

function openingOrState(value: unknown, at: string) {
  if (value === null || value === 'erased') return value;
  return object({ k: text, fields: anyObject })(value, at);
}

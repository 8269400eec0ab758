import canonicalize from 'canonicalize';
import type { LoggedEvent } from '../bundle/logged-event.ts';
import { parseStrictJson } from '../bundle/strict-json.ts';
import { Malformed } from '../log/malformed.ts';
import { anyObject, count, exactly, matching, maybe, object } from './shape.ts';

export const uuid = matching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'an id');
const instant = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/, 'a time in UTC with microseconds');
const name = matching(/^[a-z_]{1,40}\.[a-z_]{1,60}$/, 'the name of an event');

const entry = object({
  id: uuid,
  v: count,
  type: name,
  at: instant,
  message: maybe(uuid),
  delivery: maybe(uuid),
  seq: maybe(count),
  actor: object({ kind: exactly('sender', 'recipient', 'system', 'staff'), id: uuid }),
  details: anyObject,
  commitment: maybe(matching(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'base64 of 32 bytes')),
});

/** Details are flat, but for what a later version may group. */
const depth = 8;
const mostBytes = 65_535;

/**
 * Reads an entry of the log. Throws `Malformed` where it is not exactly what the log writes: RFC 8785 JSON of an event, at most
 * 65,535 bytes, with `delivery` and `seq` together or neither.
 */
export function readEntry(text: string): LoggedEvent {
  // No character is less than a byte.
  if (text.length > mostBytes || new TextEncoder().encode(text).length > mostBytes) {
    throw new Malformed('The entry is longer than any entry');
  }
  const value = parseStrictJson(text, depth);
  const event = entry(value, 'entry');
  if (canonicalize(value) !== text) throw new Malformed('The entry is not in canonical form');
  if (!isTime(event.at)) throw new Malformed('The entry has no time');
  if ((event.delivery === undefined) !== (event.seq === undefined) || event.seq === 0) {
    throw new Malformed('The entry has a delivery without its number, or a number without its delivery');
  }
  return event;
}

/** The platform takes the 31st of April for the 1st of May. */
function isTime(at: string): boolean {
  const milliseconds = Date.parse(at);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().slice(0, 19) === at.slice(0, 19);
}

import canonicalize from 'canonicalize';
import { type Acknowledgement, acknowledgementFormat } from '../../../message/acknowledgements.ts';
import { parseStrictJson } from '../../bundle/strict-json.ts';
import { Malformed } from '../../log/malformed.ts';
import { uuid } from '../read-entry.ts';
import { count, exactly, list, matching, object, type Shape, text } from '../shape.ts';

const instant = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/, 'a time in UTC');
const sha256 = matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hex');
const words = matching(/\S/, 'words');
const one: Shape<1> = (value, at) => {
  if (value !== 1) throw new Malformed(`${at} is not 1`);
  return value;
};

const acknowledgement = object({
  format: exactly(acknowledgementFormat),
  message: uuid,
  delivery: uuid,
  content: list(object({ part: count, size: count, sha256 })),
  statement: object({ text: words, language: exactly('en', 'da', 'sv', 'und'), version: one }),
  recipient: matching(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'base64 of 32 bytes'),
  method: exactly('code', 'passkey', 'eid'),
  moment: exactly('before', 'after'),
  time: instant,
  checkpoint: text,
  nonce: matching(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/, 'base64url of 32 bytes'),
});

/**
 * Reads what was signed. Throws `Malformed` where it is not exactly that: RFC 8785 JSON of an acknowledgement, with all of
 * its members and no others, its parts in rising order.
 */
export function readSigned(payload: Uint8Array): Acknowledgement {
  let json;
  try {
    json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    throw new Malformed('What was signed is not UTF-8');
  }
  const value = parseStrictJson(json, 4);
  const read: Acknowledgement = acknowledgement(value, 'acknowledgement');
  if (canonicalize(value) !== json) throw new Malformed('What was signed is not in canonical form');
  if (Number.isNaN(Date.parse(read.time))) throw new Malformed('What was signed has no time');
  if (read.content.some(({ part }, at) => at > 0 && part <= read.content[at - 1]!.part)) {
    throw new Malformed('The parts are not in rising order');
  }
  return read;
}

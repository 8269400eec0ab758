import { type Bundle, bundleFormat } from '../bundle/format.ts';
import { parseStrictJson } from '../bundle/strict-json.ts';
import type { AcknowledgementProof } from '../../message/acknowledgements.ts';
import { Malformed } from '../log/malformed.ts';
import { uuid } from './read-entry.ts';
import {
  anyObject,
  count,
  exactly,
  list,
  matching,
  maybe,
  object,
  orNull,
  type Shape,
  text,
} from './shape.ts';

const base64 = matching(/^[A-Za-z0-9+/]*={0,2}$/, 'base64');
const utc = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/, 'a time in UTC');
const instant: Shape<string> = (value, at) => {
  const read = utc(value, at);
  if (Number.isNaN(Date.parse(read))) throw new Malformed(`${at} is not a time in UTC`);
  return read;
};

const party = object({ Identifier: text, Name: maybe(text), ElectronicAddress: maybe(text) });
const opening = object({ k: base64, fields: anyObject });

const openingOrState: Shape<Bundle['evidence'][number]['segl']['opening']> = (value, at) =>
  value === null || value === 'erased' || value === 'withheld' ? value : opening(value, at);

const evidence = object({
  version: exactly('EN319522v1.1.1'),
  EvidenceIdentifier: text,
  ERDSEventId: text,
  EventTime: text,
  EvidenceIssuerDetails: object({ Name: text, URI: text }),
  SenderDetails: orNull(party),
  RecipientDetails: list(party),
  MessageIdentifier: text,
  SubmissionTime: orNull(text),
  EvidenceRefersToRecipient: orNull(text),
  EventReasons: list(object({ Code: text, Details: maybe(text) })),
  UserContentInfo: maybe(
    object({
      ComposingParts: count,
      PartsInfo: list(
        object({
          Identifier: text,
          DigestMethod: exactly('http://www.w3.org/2001/04/xmlenc#sha256'),
          DigestValue: base64,
        }),
      ),
    }),
  ),
  AuthenticationDetails: maybe(object({ Method: text, Time: text })),
  TransactionLogInformation: object({ Proof: text }),
  segl: object({ type: text, index: count, entry: text, opening: openingOrState }),
});

const base64url = matching(/^[A-Za-z0-9_-]*$/, 'base64url');
const proofs = {
  code: object({ method: exactly('code'), code: uuid }),
  passkey: object({
    method: exactly('passkey'),
    credential: base64url,
    authenticatorData: base64url,
    clientDataJSON: base64url,
    signature: base64url,
    publicKey: base64url,
    rpId: text,
    origin: text,
    addedAt: instant,
  }),
  eid: object({
    method: exactly('eid'),
    idToken: text,
    jwks: object({ keys: list(anyObject, 100) }),
    issuer: text,
    clientId: text,
  }),
};
const method = exactly('code', 'passkey', 'eid');
const proof: Shape<AcknowledgementProof> = (value, at) =>
  proofs[method(anyObject(value, at).method, `${at}.method`)](value, at);

const bundle = object({
  format: exactly(bundleFormat),
  made: instant,
  issuer: object({ organisation: text, url: text, installation: uuid }),
  about: object({ message: uuid, delivery: maybe(uuid) }),
  deliveries: list(object({ id: uuid, events: count, status: text })),
  evidence: list(evidence),
  log: object({ origin: text, keys: list(text, 20), checkpoint: text }),
  timestamps: list(
    object({ size: count, checkpoint: text, token: base64, consistency: list(base64, 120) }),
    10_000,
  ),
  acknowledgements: maybe(
    list(
      object({
        delivery: uuid,
        jws: text,
        proof,
        token: maybe(base64),
        consistency: maybe(list(base64, 120)),
      }),
    ),
  ),
});

/** Deep enough for openings, whose fields are lists of small objects. */
const depth = 16;

/** Reads a bundle from the bytes that were signed. Throws `Malformed` where it is none, or says anything that the format does not know. */
export function readBundle(payload: Uint8Array): Bundle {
  let json;
  try {
    json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    throw new Malformed('The bundle is not UTF-8');
  }
  const read: Bundle = bundle(parseStrictJson(json, depth), 'bundle');
  const ids = read.deliveries.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) throw new Malformed('The bundle lists a delivery twice');
  return read;
}

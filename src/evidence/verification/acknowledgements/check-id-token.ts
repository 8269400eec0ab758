import type { AcknowledgementProof } from '../../../message/acknowledgements.ts';
import type { Jwk } from '../../../message/verification.ts';
import type { Json } from '../../commitment.ts';
import { decodeBase64url, encodeBase64url } from '../../bundle/base64url.ts';
import { parseStrictJson } from '../../bundle/strict-json.ts';
import { Malformed } from '../../log/malformed.ts';
import { isSignedByJwk } from './jwk-signature.ts';
import { tolerance } from './tolerance.ts';
import { Wrong } from './wrong.ts';

type Proof = Extract<AcknowledgementProof, { method: 'eid' }>;
type Members = { readonly [name: string]: Json | undefined };

export interface CheckedIdToken {
  readonly subject: string;
  readonly name: string | null;
  /** Whether one of the keys that were given has signed it. */
  readonly confirmed: boolean;
}

/**
 * Whether the issuer signed this ID token for this very digest, this client and this time (OpenID Connect Core §3.1.3.7).
 * `from` and `to`: between what was fixed and what the log says of the signing, in milliseconds since 1970. `given`: keys of
 * issuers that somebody got elsewhere. Throws `Wrong`.
 */
export async function checkIdToken(
  { idToken, jwks, issuer, clientId }: Proof,
  digest: Uint8Array,
  { from, to }: { from: number; to: number },
  given: readonly Jwk[],
): Promise<CheckedIdToken> {
  const wrong = (what: string): never => {
    throw new Wrong('id_token_wrong', what);
  };
  const [head, body, signature, ...more] = idToken.split('.');
  if (head === undefined || body === undefined || signature === undefined || more.length > 0)
    return wrong('form');
  const header = membersOf(head, 'header');
  // RFC 7515 §4.1.11: what must be understood is not.
  if (header.crit !== undefined) wrong('crit');
  const input = {
    header,
    signed: new TextEncoder().encode(`${head}.${body}`),
    signature: decoded(signature, 'signature'),
  };
  if (!(await isSignedByJwk(input, jwks.keys))) wrong('signature');
  const claims = membersOf(body, 'claims');
  if (claims.iss !== issuer) wrong('iss');
  if (!isFor(claims, clientId)) wrong('aud');
  if (claims.nonce !== encodeBase64url(digest)) wrong('nonce');
  const issued = secondsOf(claims.iat);
  if (!(issued >= from - tolerance && issued <= to + tolerance)) wrong('iat');
  if (!(secondsOf(claims.exp) >= to - tolerance)) wrong('exp');
  if (typeof claims.sub !== 'string' || claims.sub === '') return wrong('sub');
  const confirmed = await isSignedByJwk(input, given);
  if (given.length > 0 && !confirmed) throw new Wrong('id_token_untrusted');
  return { subject: claims.sub, name: typeof claims.name === 'string' ? claims.name : null, confirmed };
}

/** §2: the one audience, or one of several, and then the party that it was issued to. */
const isFor = ({ aud, azp }: Members, client: string): boolean =>
  Array.isArray(aud)
    ? aud.includes(client) && (aud.length === 1 || azp === client)
    : aud === client && (azp === undefined || azp === client);

const secondsOf = (value: Json | undefined): number =>
  typeof value === 'number' ? value * 1000 : Number.NaN;

function membersOf(part: string, what: string): Members {
  let value: Json | undefined;
  try {
    const bytes = decoded(part, what);
    value = parseStrictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), 16);
  } catch (cause) {
    throw new Wrong('id_token_wrong', what, { cause });
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Wrong('id_token_wrong', what);
  return value as Members;
}

function decoded(text: string, what: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeBase64url(text);
  } catch (error) {
    if (error instanceof Malformed) throw new Wrong('id_token_wrong', what, { cause: error });
    throw error;
  }
}

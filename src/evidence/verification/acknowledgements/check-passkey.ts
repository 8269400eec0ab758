import type { AcknowledgementProof } from '../../../message/acknowledgements.ts';
import type { MethodReport } from '../../../message/verification.ts';
import { decodeBase64url, encodeBase64url } from '../../bundle/base64url.ts';
import type { LoggedEvent } from '../../bundle/logged-event.ts';
import { parseStrictJson } from '../../bundle/strict-json.ts';
import { hex, sameBytes } from '../../certificates/read-certificate.ts';
import { Malformed } from '../../log/malformed.ts';
import { sha256 } from '../../log/sha256.ts';

import { isSignedByCoseKey } from './cose-key.ts';
import { tolerance } from './tolerance.ts';
import { Wrong } from './wrong.ts';

type Proof = Extract<AcknowledgementProof, { method: 'passkey' }>;

/** Flags of authenticatorData (WebAuthn Level 3 §6.1): user present, user verified, credential data, extensions. */
const flag = { present: 0x01, verified: 0x04, credential: 0x40, extensions: 0x80 } as const;
const bareLength = 37;

/**
 * Whether the passkey signed exactly this digest, at the origin that is said, after it had verified its user (WebAuthn
 * Level 3 §7.2, steps 11 to 23; the counter is for whoever keeps it to judge). Throws `Wrong`.
 */
export async function checkPasskey(proof: Proof, digest: Uint8Array): Promise<void> {
  const wrong = (what: string): never => {
    throw new Wrong('assertion_wrong', what);
  };
  const data = decoded(proof.authenticatorData);
  const client = decoded(proof.clientDataJSON);
  const said = readClientData(client);
  if (said.type !== 'webauthn.get') wrong('type');
  if (said.challenge !== encodeBase64url(digest)) wrong('challenge');
  if (said.origin !== proof.origin || !isAt(proof.origin, proof.rpId)) wrong('origin');
  if (said.crossOrigin === true || said.topOrigin !== undefined) wrong('crossOrigin');
  if (!sameBytes(data.subarray(0, 32), sha256(new TextEncoder().encode(proof.rpId)))) wrong('rpIdHash');
  const flags = data[32] ?? 0;
  if ((flags & flag.present) === 0) wrong('UP');
  if ((flags & flag.verified) === 0) wrong('UV');
  const mayBeLonger = (flags & flag.extensions) !== 0;
  if (
    (flags & flag.credential) !== 0 ||
    data.length < bareLength ||
    data.length > bareLength !== mayBeLonger
  ) {
    wrong('authenticatorData');
  }
  const signed = Uint8Array.of(...data, ...sha256(client));
  if (!(await isSignedByCoseKey(decoded(proof.publicKey), signed, decoded(proof.signature))))
    wrong('signature');
}

function decoded(text: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeBase64url(text);
  } catch (error) {
    if (error instanceof Malformed) throw new Wrong('assertion_wrong', 'base64url', { cause: error });
    throw error;
  }
}

/** §5.8.1. Members that browsers add are theirs to add (the note on future keys there). */
function readClientData(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const json = parseStrictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), 4);
    if (json !== null && typeof json === 'object' && !Array.isArray(json)) {
      return json as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Said below.
  }
  throw new Wrong('assertion_wrong', 'clientDataJSON');
}

/** Whether a page at this origin may ask for passkeys of this host (§5.1.4.1): over TLS, or on the machine itself. */
function isAt(origin: string, host: string): boolean {
  try {
    const url = new URL(origin);
    const { hostname, protocol } = url;
    if (url.origin !== origin || host === '') return false;
    if (protocol !== 'https:' && hostname !== 'localhost') return false;
    return hostname === host || hostname.endsWith(`.${host}`);
  } catch {
    return false;
  }
}

/**
 * What the events of the delivery, up to the signing, say of this passkey: its key is named by its SHA-256. Where none says
 * that it was added, it was added in another delivery. Throws `Wrong` where they say something else.
 */
export function tracePasskey(proof: Proof, before: readonly LoggedEvent[]): MethodReport {
  const key = hex(sha256(decoded(proof.publicKey)));
  const own = before.filter(
    ({ type, details }) =>
      details.key === key && (type === 'delivery.passkey_added' || type === 'delivery.passkey_removed'),
  );
  const added = own.filter(({ type }) => type === 'delivery.passkey_added').at(-1);
  const apart = added && Math.abs(Date.parse(added.at) - Date.parse(proof.addedAt));
  if (own.at(-1)?.type === 'delivery.passkey_removed' || (apart !== undefined && !(apart <= tolerance))) {
    throw new Wrong('passkey_differs');
  }
  return { method: 'passkey', site: proof.rpId, addedAt: proof.addedAt, logged: added !== undefined };
}

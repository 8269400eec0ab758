import { encodeBase64url } from '../../bundle/base64url.ts';
import { rawSignature } from '../../certificates/verify-signature.ts';
import { Malformed } from '../../log/malformed.ts';

/** Whether the signature of `data` is that of the COSE key. False too for keys that no passkey of ours has. */
export async function isSignedByCoseKey(
  coseKey: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    return await verify(readCoseKey(coseKey), owned(data), signature);
  } catch {
    return false;
  }
}

const { subtle } = globalThis.crypto;
const leastRsaBits = 2048;

/** Labels of RFC 9052 §7.1 and RFC 9053 §7: kty, alg; of the kind: -1, -2, -3. */
type CoseKey = ReadonlyMap<number, number | Uint8Array>;

/** ES256, Ed25519 (as EdDSA) and RS256 (RFC 9053 §2.1, §2.2; RFC 8812 §2), each with the one kind of key that fits. */
async function verify(key: CoseKey, data: Uint8Array<ArrayBuffer>, signature: Uint8Array): Promise<boolean> {
  const kind = `${key.get(1)} ${key.get(3)}`;
  if (kind === '2 -7' && key.get(-1) === 1 && key.size === 5) {
    const point = Uint8Array.of(4, ...bytes(key, -2, 32), ...bytes(key, -3, 32));
    const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
    const imported = await subtle.importKey('raw', point, ecdsa, false, ['verify']);
    // WebAuthn §6.5.5: ECDSA signatures are DER.
    return subtle.verify(
      { name: 'ECDSA', hash: 'SHA-256' },
      imported,
      owned(rawSignature(signature, 32)),
      data,
    );
  }
  if (kind === '1 -8' && key.get(-1) === 6 && key.size === 4) {
    const imported = await subtle.importKey('raw', bytes(key, -2, 32), 'Ed25519', false, ['verify']);
    return subtle.verify('Ed25519', imported, owned(signature), data);
  }
  if (kind === '3 -257' && key.size === 4) {
    const jwk = { kty: 'RSA', n: encodeBase64url(bytes(key, -1)), e: encodeBase64url(bytes(key, -2)) };
    const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const imported = await subtle.importKey('jwk', jwk, rsa, false, ['verify']);
    const { modulusLength = 0 } = imported.algorithm as { modulusLength?: number };
    return modulusLength >= leastRsaBits && (await subtle.verify(rsa.name, imported, owned(signature), data));
  }
  return false;
}

function bytes(key: CoseKey, label: number, length?: number): Uint8Array<ArrayBuffer> {
  const value = key.get(label);
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) throw notCose();
  return owned(value);
}

/** A copy in memory of its own, as the types of WebCrypto want it. */
const owned = (given: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(given);

const notCose = () => new Malformed('The key of the passkey is no COSE key');

/** A CBOR map of whole numbers to whole numbers or byte strings, in the one form that CTAP2 has (shortest lengths), and nothing after. */
function readCoseKey(given: Uint8Array): CoseKey {
  let at = 0;
  const head = (): { major: number; value: number } => {
    const first = given[at++];
    if (first === undefined) throw notCose();
    const [major, info] = [first >> 5, first & 31];
    if (info < 24) return { major, value: info };
    const size = info === 24 ? 1 : info === 25 ? 2 : 0;
    if (size === 0 || at + size > given.length) throw notCose();
    let value = 0;
    for (const end = at + size; at < end; at += 1) value = value * 256 + given[at]!;
    if (value < (size === 1 ? 24 : 256)) throw notCose();
    return { major, value };
  };
  const number = ({ major, value }: { major: number; value: number }): number => {
    if (major > 1) throw notCose();
    return major === 0 ? value : -1 - value;
  };
  const map = head();
  if (map.major !== 5 || map.value > 8) throw notCose();
  const key = new Map<number, number | Uint8Array>();
  for (let left = map.value; left > 0; left -= 1) {
    const label = number(head());
    if (key.has(label)) throw notCose();
    const value = head();
    if (value.major === 2) {
      const end = at + value.value;
      if (end > given.length) throw notCose();
      key.set(label, given.slice(at, end));
      at = end;
    } else key.set(label, number(value));
  }
  if (at !== given.length) throw notCose();
  return key;
}

import { decodeBase64, encodeBase64 } from './base64.ts';
import { sameBytes } from './hashes.ts';
import { Malformed } from './malformed.ts';
import { sha256 } from './sha256.ts';

/** A key that notes are checked with (C2SP signed-note, "Verifier keys"). */
export interface Vkey {
  readonly name: string;
  /** 4 bytes. They tell keys apart, and prove nothing. */
  readonly keyId: Uint8Array;
  /** Ed25519, 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array;
}

/** The signature type of Ed25519 over the note's text. */
const ed25519 = 0x01;

/** A key's name may hold no white space, no plus, no control characters; of those only U+0085 is white space to Unicode alone. */
export const isKeyName = (name: string): boolean =>
  /^[^\s+\u0000-\u001f\u0085]+$/u.test(name) && name.isWellFormed();

export function keyIdOf(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(new TextEncoder().encode(name), Uint8Array.of(0x0a, ed25519), publicKey).slice(0, 4);
}

/** The text of a verifier key: `name+hex(key id)+base64(0x01 ‖ public key)`. */
export function vkeyOf(name: string, publicKey: Uint8Array): string {
  if (!isKeyName(name)) throw new RangeError('a key name holds no white space and no plus');
  if (publicKey.length !== 32) throw new RangeError('an Ed25519 public key has 32 bytes');
  return `${name}+${hex(keyIdOf(name, publicKey))}+${encodeBase64(Uint8Array.of(ed25519, ...publicKey))}`;
}

/** Throws `Malformed` where the text is no verifier key, its id does not fit, or its algorithm is not Ed25519. */
export function parseVkey(text: string): Vkey {
  // Base64 has pluses too: only the first two divide.
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{1,8000})$/.exec(text) ?? [];
  if (name === undefined || !isKeyName(name)) {
    throw new Malformed('A verifier key has the form name+id+key, the id in 8 lower-case hex digits');
  }
  const bytes = decodeBase64(key!);
  if (bytes[0] !== ed25519 || bytes.length !== 33) throw new Malformed('The verifier key is not of Ed25519');
  const publicKey = bytes.slice(1);
  const keyId = keyIdOf(name, publicKey);
  if (hex(keyId) !== id) throw new Malformed("The verifier key's id does not belong to its key");
  return { name, keyId, publicKey };
}

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const sameKey = (a: Pick<Vkey, 'name' | 'keyId'>, b: Pick<Vkey, 'name' | 'keyId'>): boolean =>
  a.name === b.name && sameBytes(a.keyId, b.keyId);

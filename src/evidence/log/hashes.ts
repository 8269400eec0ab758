import { sha256 } from './sha256.ts';

/** Hashes of the tree are SHA-256: 32 bytes. */
export const hashLength = 32;

// RFC 9162 §2.1.1: the prefixes keep a node from being passed off as a leaf.
const leafPrefix = Uint8Array.of(0x00);
const nodePrefix = Uint8Array.of(0x01);

export const leafHash = (entry: Uint8Array): Uint8Array => sha256(leafPrefix, entry);

export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(nodePrefix, left, right);

/** The root of the tree without leaves: the hash of nothing. */
export const emptyRoot: Uint8Array = sha256(new Uint8Array(0));

/** Whether two hashes are the same. They are public, so the time this takes may be seen. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

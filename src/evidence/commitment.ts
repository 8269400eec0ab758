import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Personal fields of an event: what may identify somebody, or can be guessed. Never part of a log entry. */
export type PersonalFields = { readonly [field: string]: Json };
export type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json };

export interface Commitment {
  /** HMAC-SHA-256(k, JCS(fields)), 32 bytes. */
  readonly commitment: Buffer;
  readonly k: Buffer;
  readonly fields: PersonalFields;
}

/** The commitment under a given key. `k` is exactly 32 bytes: HMAC pads, so lengths must not be left open. */
export function commitmentOf(k: Buffer, fields: PersonalFields): Buffer {
  if (k.length !== 32) throw new RangeError(`a commitment key has 32 bytes, not ${k.length}`);
  // Given as bytes, Node would find out by an exception that it is no key object.
  return createHmac('sha256', createSecretKey(k)).update(canonicalize(fields)!).digest();
}

/**
 * Commits to personal fields under a fresh key. Every event has a key of its own: under a shared one, equal
 * fields would give equal commitments, and the public log would show that two events came from one device.
 */
export function commit(fields: PersonalFields): Commitment {
  const k = randomBytes(32);
  return { commitment: commitmentOf(k, fields), k, fields };
}

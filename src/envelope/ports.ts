/** One epoch's root key: 32 random bytes, known by `kid`. */
export interface EpochKey {
  readonly kid: string;
  readonly key: Uint8Array;
}

/**
 * Keeps epoch keys outside PostgreSQL, so that database and blobs together open nothing.
 *
 * Durability: when `current` returns a key, that key survives a crash and every process of the installation
 * finds the same one; two processes that start at once agree on one key.
 * Gone versus unreachable: `find` answers `undefined` only for a key that was destroyed or never existed;
 * anything else throws `Unavailable('keys')`.
 */
export interface EpochKeys {
  /** The key for new seals; made on first use. */
  current(): Promise<EpochKey>;
  find(kid: string): Promise<EpochKey | undefined>;
  /** Destroys a key for good. Idempotent. */
  destroy(kid: string): Promise<void>;
  /** Throws `Unavailable('keys')` where new seals could not be made. */
  check(): Promise<void>;
}

/** One epoch's root key: 32 random bytes, known by `kid`, which begins with the UTC day of its making as YYYYMMDD. */
export interface EpochKey {
  readonly kid: string;
  readonly key: Uint8Array;
}

/**
 * Keeps epoch keys outside PostgreSQL, so that database and blobs together open nothing. There is one for each UTC day.
 *
 * Durability: when `current` returns a key, that key survives a crash and every process of the installation
 * finds the same one; two processes that ask at once, also at midnight, agree on one key.
 * Gone versus unreachable: `find` answers `undefined` only for a key that was destroyed or never existed;
 * anything else throws `Unavailable('keys')`.
 */
export interface EpochKeys {
  /** The key for new seals: of this day, made on first need; of a later day where a clock has made one already. */
  current(): Promise<EpochKey>;
  find(kid: string): Promise<EpochKey | undefined>;
  /** The `kid` of every key there is, oldest day first. */
  list(): Promise<string[]>;
  /** Destroys a key for good. Idempotent. */
  destroy(kid: string): Promise<void>;
  /** Throws `Unavailable('keys')` where new seals could not be made. */
  check(): Promise<void>;
}

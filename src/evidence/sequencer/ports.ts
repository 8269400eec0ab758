/** A key of the log that this installation can sign with. */
export interface LogSigner {
  /** Its C2SP verifier key; the name in it is the log's origin. */
  readonly vkey: string;
  /** Ed25519 (RFC 8032): 64 bytes. Throws `Unavailable('keys')`. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/**
 * Keeps the private halves of the log's keys, and the checkpoint that was last published, outside of PostgreSQL: whoever
 * changes the database can sign nothing, and a database that was set back is recognised.
 *
 * Durability: what `make` and `remember` have returned from survives a crash. Every process that sequences must find the
 * same. Gone versus unreachable: `undefined` says that there is none; anything else throws `Unavailable('keys')`.
 */
export interface LogKeys {
  /** Makes a key that signs as `origin`; resolves to its vkey. */
  make(origin: string): Promise<string>;
  find(vkey: string): Promise<LogSigner | undefined>;
  /** For good. Idempotent. */
  destroy(vkey: string): Promise<void>;
  /** The signed note that was remembered last for this log. */
  remembered(origin: string): Promise<string | undefined>;
  /** Keeps a checkpoint's signed note; one over a smaller tree than is remembered changes nothing. */
  remember(note: string): Promise<void>;
}

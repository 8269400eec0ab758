/** What a log was found to be. */
export interface LogReport {
  /**
   * - `verified`: all is as it should be, and a key that was given has signed it.
   * - `consistent`: all fits together; who signed it is not established, for no key was given.
   * - `wrong`: at least one finding.
   * - `unread`: nothing wrong was found, and not everything could be read.
   */
  readonly verdict: 'verified' | 'consistent' | 'wrong' | 'unread';
  /** As the checkpoint says; absent where it could not be read. */
  readonly origin?: string;
  readonly size?: number;
  /** The root of the checkpoint, base64. */
  readonly root?: string;
  /** Those of the given vkeys that have signed the checkpoint. */
  readonly verified: readonly string[];
  /** Names of other keys, each with its id in hex, that claim to have signed it. */
  readonly unknown: readonly string[];
  /** Entries that were read and hashed. */
  readonly entries: number;
  /** Checkpoints of this log that somebody has kept and that it was compared with. */
  readonly kept: number;
  /** What is wrong, in the order of the log; of many, the first hundred. */
  readonly findings: readonly Finding[];
  /** What is odd and may be so: clocks jump. Of many, the first hundred. */
  readonly warnings: readonly Finding[];
  /** What could not be read. Of many, the first hundred. */
  readonly unread: readonly Finding[];
  /** How many of each there are altogether. */
  readonly counts: { readonly findings: number; readonly warnings: number; readonly unread: number };
}

export type FindingCode =
  | 'checkpoint_malformed'
  | 'checkpoint_signature'
  | 'checkpoint_not_signed'
  | 'root'
  | 'fork'
  | 'bundle_malformed'
  | 'tile_malformed'
  | 'tile_hash'
  | 'leaf'
  | 'entry_malformed'
  | 'event_repeated'
  | 'seq'
  | 'clock'
  | 'unread';

export interface Finding {
  readonly code: FindingCode;
  /** One sentence in English. */
  readonly what: string;
  /** The path of the checkpoint, tile or bundle. */
  readonly path?: string;
  /** The entry's index in the log. */
  readonly index?: number;
  /** Ids of the entry's event and delivery, where it is one. */
  readonly event?: string;
  readonly delivery?: string;
}

import type { EntrySpans } from '../log/entry-bundle.ts';
import { plainBatchHash } from './plain-batch-hash.ts';
import { vectorBatchHash } from './vector-batch-hash.ts';

/** Hashes of the tree, many at a time. Rows of hashes are bytes, 32 for each. */
export interface BatchHash {
  /** The leaf hash of each entry of a bundle. */
  leaves(bundle: Uint8Array, spans: EntrySpans): Uint8Array;
  /** The hash of each pair of a row: half as many. The row has an even number of hashes. */
  parents(row: Uint8Array): Uint8Array;
}

/** The fastest that this machine has. */
export function batchHash(): BatchHash {
  try {
    return vectorBatchHash();
  } catch {
    return plainBatchHash;
  }
}

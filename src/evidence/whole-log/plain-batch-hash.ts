import { hashLength, leafHash, nodeHash } from '../log/hashes.ts';
import type { BatchHash } from './batch-hash.ts';

/** One after the other: for machines without WebAssembly's vectors. */
export const plainBatchHash: BatchHash = {
  leaves(bundle, { starts, ends }) {
    const hashes = new Uint8Array(starts.length * hashLength);
    starts.forEach((start, i) => hashes.set(leafHash(bundle.subarray(start, ends[i])), i * hashLength));
    return hashes;
  },
  parents(row) {
    const hashes = new Uint8Array(row.length / 2);
    for (let at = 0; at < hashes.length; at += hashLength) {
      const [left, right] = [row.subarray(2 * at, 2 * at + 32), row.subarray(2 * at + 32, 2 * at + 64)];
      hashes.set(nodeHash(left, right), at);
    }
    return hashes;
  },
};

/** A thread that hashes bundles, one after the other: `hash-threads.ts` starts it. */
import { parentPort } from 'node:worker_threads';
import { entrySpans } from '../log/entry-bundle.ts';
import { batchHash } from './batch-hash.ts';
import { hashTile } from './tile-hasher.ts';

const hash = batchHash();

parentPort!.on('message', ({ bundle, width }: { bundle: Uint8Array; width: number }) => {
  const tile = hashTile(hash, bundle, entrySpans(bundle, width));
  parentPort!.postMessage(tile);
});

/** The digest thread: SHA-256 of several streams at once. Started by digest-thread.ts. */
import { createHash, type Hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { FromDigest, ToDigest } from './digest-thread.ts';

const hashes = new Map<number, Hash>();
const answer = (message: FromDigest, transfer: ArrayBuffer[] = []) =>
  parentPort!.postMessage(message, transfer);

parentPort!.on('message', ({ stream, does, bytes, size }: ToDigest) => {
  if (does === 'abandon') {
    hashes.delete(stream);
    return;
  }
  const hash = hashes.get(stream) ?? createHash('sha256');
  hashes.set(stream, hash);
  hash.update(new Uint8Array(bytes, 0, size));
  if (does === 'update') {
    answer({ stream, bytes }, [bytes]);
    return;
  }
  hashes.delete(stream);
  answer({ stream, sha256: hash.digest('hex') });
});

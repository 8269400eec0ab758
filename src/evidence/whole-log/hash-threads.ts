import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type HashedTile, hashHere, type TileHasher } from './tile-hasher.ts';

/** Below so many tiles they are hashed by the time that threads have started. */
const worthThreads = 200;
const mostThreads = 4;

/** A hasher for a log of so many tiles. Close it. */
export const hasherFor = (tiles: number): TileHasher =>
  tiles < worthThreads ? hashHere() : hashThreads(Math.min(mostThreads, availableParallelism()));

interface Waiting {
  resolve(tile: HashedTile): void;
  reject(error: Error): void;
}

/** Hashes on other threads, while this one reads. Where a thread fails, what was given to it is rejected. */
export function hashThreads(count: number): TileHasher {
  const threads = Array.from({ length: count }, () => {
    const worker = new Worker(new URL('hash-thread.ts', import.meta.url));
    // In the order in which they were given: a thread does one after the other.
    const waiting: Waiting[] = [];
    worker.on('message', (tile: HashedTile) => waiting.shift()?.resolve(tile));
    const thread: { worker: Worker; waiting: Waiting[]; failure?: Error } = { worker, waiting };
    const fail = (error: Error): void => {
      thread.failure ??= error;
      for (const { reject } of waiting.splice(0)) reject(error);
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('a thread that hashes has ended')));
    return thread;
  });
  return {
    hash(bundle, width) {
      const { worker, waiting, failure } = threads.reduce((a, b) =>
        b.waiting.length < a.waiting.length ? b : a,
      );
      if (failure) return Promise.reject(failure);
      const copy = new Uint8Array(bundle);
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.postMessage({ bundle: copy, width }, [copy.buffer]);
      });
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

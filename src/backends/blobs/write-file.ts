import { type FileHandle, open } from 'node:fs/promises';
import type { Chunks } from '../../envelope/index.ts';

/** Chunks are gathered up to this size, in bytes, before they are written in one call. */
const batchSize = 1 << 20;

/** Batches that may be on their way to the disk at once: none of them waits for the event loop. */
const writesAtOnce = 3;

/** After so many bytes the disk is set to work, so that the last sync does not find all of it still to do. */
const syncEvery = 64 << 20;

/** The source of what is written has failed, and not the disk; `cause` is its error. */
export class SourceFailure extends Error {}

/**
 * Writes a new file from a source, and syncs it. Some batches are on their way to the disk while the next one is
 * gathered. Resolves to the size in bytes.
 */
export async function writeFile(path: string, source: Chunks): Promise<number> {
  const handle = await open(path, 'wx', 0o600);
  let size = 0;
  const writing: Promise<void>[] = [];
  let synced: Promise<void> = Promise.resolve();
  let unsynced = 0;
  try {
    for await (const batch of batches(source)) {
      if (writing.length === writesAtOnce) await writing.shift();
      const written = writeAll(handle, batch.chunks, size).then(() => {
        for (const chunk of batch.chunks) source.reclaim?.(chunk);
      });
      written.catch(() => {});
      writing.push(written);
      size += batch.size;
      unsynced += batch.size;
      if (unsynced >= syncEvery) {
        await synced;
        synced = handle.datasync();
        synced.catch(() => {});
        unsynced = 0;
      }
    }
    await Promise.all(writing);
    await synced;
    await handle.sync();
    return size;
  } finally {
    await Promise.allSettled([...writing, synced]);
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, chunks: Uint8Array[], position: number): Promise<void> {
  for (let left = chunks; left.length > 0; ) {
    const { bytesWritten } = await handle.writev(left, position);
    position += bytesWritten;
    left = without(left, bytesWritten);
  }
}

/** What is left of `chunks` behind their first `count` bytes: a write may be short. */
function without(chunks: Uint8Array[], count: number): Uint8Array[] {
  const left = [...chunks];
  while (left.length > 0 && count >= left[0]!.length) count -= left.shift()!.length;
  if (count > 0) left[0] = left[0]!.subarray(count);
  return left;
}

async function* batches(source: Chunks): AsyncGenerator<{ chunks: Uint8Array[]; size: number }> {
  let chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of source) {
      if (chunk.length === 0) continue;
      chunks.push(chunk);
      size += chunk.length;
      if (size < batchSize) continue;
      yield { chunks, size };
      chunks = [];
      size = 0;
    }
  } catch (cause) {
    throw new SourceFailure('The source of a blob failed', { cause });
  }
  if (size > 0) yield { chunks, size };
}

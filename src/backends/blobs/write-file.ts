import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Chunks } from '../../envelope/index.ts';
import { alignedBuffer } from './aligned-buffer.ts';
import { hasCode } from './sync-folder.ts';

/** Bytes are gathered up to this size, and written in one call. A multiple of every disk's block. */
const batchSize = 1 << 20;

/** Batches of one file that may exist at once, those on their way to the disk included. */
const maxBatches = 4;

/** The source of what is written has failed, and not the disk; `cause` is its error. */
export class SourceFailure extends Error {}

/**
 * Writes a new file from a source, and syncs it. Some batches are on their way to the disk while the next one is
 * gathered. Whole batches go past the page cache (O_DIRECT): a large upload neither pays for a copy that nobody may read
 * nor drives out of memory what is read all the time. Resolves to the size in bytes.
 */
export async function writeFile(path: string, source: Chunks): Promise<number> {
  await using file = new NewFile(path, await open(path, 'wx', 0o600));
  const chunks = source[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch((cause: unknown) => {
      throw new SourceFailure('The source of a blob failed', { cause });
    });
    if (next.done) return await file.end();
    try {
      await file.append(next.value);
    } catch (error) {
      await chunks.return?.();
      throw error;
    }
    source.reclaim?.(next.value);
  }
}

class NewFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #writing: Promise<Buffer>[] = [];
  /** The same file past the page cache; `null` where file system or disk cannot do that. */
  #direct: FileHandle | null | undefined;
  #batch = alignedBuffer(batchSize);
  #batches = 1;
  #filled = 0;
  #position = 0;

  constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  async append(chunk: Uint8Array): Promise<void> {
    for (let from = 0; from < chunk.length;) {
      const part = chunk.subarray(from, from + batchSize - this.#filled);
      this.#batch.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled === batchSize) await this.#sendBatch();
    }
  }

  /** Writes what is left, and waits until all of it is on the disk. */
  async end(): Promise<number> {
    await Promise.all(this.#writing);
    await writeAll(this.#file, this.#batch.subarray(0, this.#filled), this.#position);
    await this.#file.sync();
    return this.#position + this.#filled;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#writing);
    await this.#direct?.close();
    await this.#file.close();
  }

  async #sendBatch(): Promise<void> {
    const written = this.#write(this.#batch, this.#position);
    written.catch(() => {});
    this.#writing.push(written);
    this.#position += batchSize;
    this.#filled = 0;
    if (this.#batches < maxBatches) {
      this.#batches += 1;
      this.#batch = alignedBuffer(batchSize);
    } else {
      this.#batch = await this.#writing.shift()!;
    }
  }

  async #write(batch: Buffer, position: number): Promise<Buffer> {
    if (this.#direct === undefined) {
      this.#direct = null;
      this.#direct = await openDirect(this.#path);
    }
    await writeAll(this.#direct ?? this.#file, batch, position).catch(async (error: unknown) => {
      if (!this.#direct || !hasCode(error, 'EINVAL')) throw error;
      await writeAll(this.#file, batch, position);
    });
    return batch;
  }
}

async function openDirect(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, constants.O_WRONLY | constants.O_DIRECT);
  } catch (error) {
    if (hasCode(error, 'EINVAL', 'ENOTSUP')) return null;
    throw error;
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}

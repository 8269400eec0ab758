import { createHash } from 'node:crypto';
import { link, mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobGone, type Blobs } from '../../delivery/ports.ts';
import { Fatal, Unavailable } from '../../message/refusals.ts';
import { readFileRange } from './read-file-range.ts';
import { hasCode, syncFolder } from './sync-folder.ts';
import { removeAbandoned, temporaryName } from './temporary-files.ts';
import { SourceFailure, writeFile } from './write-file.ts';

/** Blobs as files, 256 folders wide. Files that are being written lie in a folder of their own and have no key. */
export function diskBlobs(folder: string): Blobs {
  return new DiskBlobs(folder);
}

const unwritten = 'incoming';

class DiskBlobs implements Blobs {
  readonly #folder: string;
  #prepared: Promise<void> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, source: AsyncIterable<Uint8Array>): Promise<number> {
    const { shard, file } = this.#place(key);
    return this.#reach(() => this.#written(source, (temporary) => publish(temporary, shard, file)));
  }

  async read(key: string, from: number, to?: number): Promise<AsyncIterable<Uint8Array>> {
    const { file } = this.#place(key);
    return this.#reach(async () => {
      try {
        return readFileRange(await open(file, 'r'), from, to);
      } catch (error) {
        if (hasCode(error, 'ENOENT')) throw new BlobGone(`There is no blob ${key}`, { cause: error });
        throw error;
      }
    });
  }

  async delete(key: string): Promise<void> {
    const { shard, file } = this.#place(key);
    await this.#reach(async () => {
      try {
        await unlink(file);
      } catch (error) {
        if (!hasCode(error, 'ENOENT')) throw error;
        return;
      }
      await syncFolder(shard);
    });
  }

  async check(): Promise<void> {
    const block = async function* () {
      yield Buffer.alloc(4096);
    };
    await this.#reach(() => this.#written(block(), async () => {}));
  }

  /** Writes a temporary file, lets `keep` give it its place, and removes it, whatever happened. */
  async #written(
    source: AsyncIterable<Uint8Array>,
    keep: (temporary: string) => Promise<void>,
  ): Promise<number> {
    await this.#prepare();
    const temporary = join(this.#folder, unwritten, temporaryName());
    try {
      const size = await writeFile(temporary, source);
      await keep(temporary);
      return size;
    } finally {
      await unlink(temporary).catch(() => {});
    }
  }

  #prepare(): Promise<void> {
    this.#prepared ??= (async () => {
      const folder = join(this.#folder, unwritten);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await removeAbandoned(folder);
    })().catch((error: unknown) => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }

  /** A key's `/` becomes `_`, which no key contains: one file for each key, and no way out of the folder. */
  #place(key: string): { shard: string; file: string } {
    if (!/^[a-z0-9/-]{1,200}$/.test(key)) throw new TypeError('a blob key is 1 to 200 of a-z, 0-9, / and -');
    const shard = join(this.#folder, createHash('sha256').update(key).digest('hex').slice(0, 2));
    return { shard, file: join(shard, key.replaceAll('/', '_')) };
  }

  async #reach<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof SourceFailure) throw error.cause;
      if (error instanceof BlobGone || error instanceof Fatal) throw error;
      throw new Unavailable('blobs', { cause: error });
    }
  }
}

/** Gives a finished file its name for good. A link never overwrites, where a rename would. */
async function publish(temporary: string, shard: string, file: string): Promise<void> {
  try {
    await link(temporary, file).catch(async (error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
      await mkdir(shard, { mode: 0o700 }).catch((error: unknown) => {
        if (!hasCode(error, 'EEXIST')) throw error;
      });
      await syncFolder(join(shard, '..'));
      await link(temporary, file);
    });
  } catch (error) {
    if (hasCode(error, 'EEXIST')) throw new Fatal('A blob with this key exists; blobs never change');
    throw error;
  }
  try {
    await syncFolder(shard);
  } catch (error) {
    await unlink(file).catch(() => {});
    throw error;
  }
}

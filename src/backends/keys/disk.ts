import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochKey, EpochKeys } from '../../envelope/ports.ts';
import { Unavailable } from '../../message/refusals.ts';
import { hasCode, syncFolder } from '../blobs/sync-folder.ts';
import { removeAbandoned, temporaryName } from '../blobs/temporary-files.ts';
import { isKid, kidDay, kidOf } from './kid.ts';

/** For so long a key is used from memory without a look at the disk; what another process destroys ends by then. */
const rememberedMs = 1000;

interface Remembered<Value> {
  readonly value: Promise<Value>;
  readonly until: number;
}

/**
 * Epoch keys in a folder of their own: `<kid>.key` with 32 bytes, and for each day a file `<YYYYMMDD>` that names the key of
 * that day. Both appear whole or not at all, and the second once: so processes agree. Everything is readable by the
 * owner alone.
 */
export function diskKeys(folder: string, now: () => number = Date.now): EpochKeys {
  return new DiskKeys(folder, now);
}

class DiskKeys implements EpochKeys {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #found = new Map<string, Remembered<EpochKey | undefined>>();
  /** One object for each key, whatever is read again: keys derived from it hang on it. */
  readonly #known = new Map<string, EpochKey>();
  #current: (Remembered<EpochKey> & { readonly day: string }) | undefined;
  #prepared: Promise<void> | undefined;

  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  current(): Promise<EpochKey> {
    const day = kidDay(this.#now());
    if (this.#current?.day === day && performance.now() < this.#current.until) return this.#current.value;
    const value = this.#reach(() => this.#currentOnDisk());
    this.#current = { value, day, until: performance.now() + rememberedMs };
    value.catch(() => {
      this.#current = undefined;
    });
    return value;
  }

  async find(kid: string): Promise<EpochKey | undefined> {
    if (!isKid(kid)) return undefined;
    const remembered = this.#found.get(kid);
    if (remembered && performance.now() < remembered.until) return remembered.value;
    const value = this.#reach(() => this.#read(kid));
    this.#found.set(kid, { value, until: performance.now() + rememberedMs });
    const key = await value.catch((error: unknown) => {
      this.#found.delete(kid);
      throw error;
    });
    // Anybody may ask for keys that never were: only those that are get remembered.
    if (!key) this.#found.delete(kid);
    return key;
  }

  list(): Promise<string[]> {
    return this.#reach(async () => {
      await this.#prepare();
      const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.key'));
      return names
        .map((name) => name.slice(0, -'.key'.length))
        .filter(isKid)
        .sort();
    });
  }

  async destroy(kid: string): Promise<void> {
    if (!isKid(kid)) return;
    await this.#reach(async () => {
      await this.#prepare();
      const day = kid.slice(0, 8);
      if ((await this.#keyOf(day)) === kid) await this.#removeDay(day);
      const doomed = this.#path(temporaryName());
      try {
        await rename(this.#path(`${kid}.key`), doomed);
      } catch (error) {
        if (!hasCode(error, 'ENOENT')) throw error;
        return;
      }
      // The name must be gone for good before the bytes are overwritten: half a key must never be found.
      await syncFolder(this.#folder);
      await write(doomed, Buffer.alloc(32), 'r+');
      await unlink(doomed);
      await syncFolder(this.#folder);
    });
    this.#forget(kid);
    if ((await this.#current?.value.catch(() => undefined))?.kid === kid) this.#current = undefined;
  }

  async check(): Promise<void> {
    this.#current = undefined;
    await this.current();
  }

  async #currentOnDisk(): Promise<EpochKey> {
    await this.#prepare();
    for (;;) {
      const today = kidDay(this.#now());
      const newest = await this.#newestDay();
      // A clock that was set back never makes an older key the current one again.
      const day = newest !== undefined && newest > today ? newest : today;
      const kid = await this.#keyOf(day);
      const key = kid === undefined ? undefined : await this.#read(kid);
      if (key) return key;
      if (kid !== undefined) await this.#removeDay(day);
      else await this.#publishNew(day);
    }
  }

  /** Makes a key and makes it that of its day, unless another process was first. */
  async #publishNew(day: string): Promise<void> {
    const key = randomBytes(32);
    const kid = kidOf(key, day);
    const [made, pointer] = [this.#path(temporaryName()), this.#path(temporaryName())];
    try {
      await write(made, key, 'wx');
      await write(pointer, Buffer.from(`${kid}\n`), 'wx');
      await link(made, this.#path(`${kid}.key`));
      await syncFolder(this.#folder);
      await link(pointer, this.#path(day));
      await syncFolder(this.#folder);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      await unlinkIfThere(this.#path(`${kid}.key`));
    } finally {
      await unlinkIfThere(made);
      await unlinkIfThere(pointer);
    }
  }

  async #newestDay(): Promise<string | undefined> {
    const days = (await readdir(this.#folder)).filter((name) => /^[0-9]{8}$/.test(name));
    return days.sort().at(-1);
  }

  /** The `kid` that a pointer names. */
  async #keyOf(pointer: string): Promise<string | undefined> {
    try {
      return (await readFile(this.#path(pointer), 'utf8')).trim();
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  async #removeDay(day: string): Promise<void> {
    await unlinkIfThere(this.#path(day));
    await syncFolder(this.#folder);
  }

  /** Earlier versions had one key for all time, which a pointer `current` named. */
  async #adoptOnlyKey(): Promise<void> {
    const kid = await this.#keyOf('current');
    if (kid === undefined) return;
    if (isKid(kid)) {
      await link(this.#path('current'), this.#path(kid.slice(0, 8))).catch((error: unknown) => {
        if (!hasCode(error, 'EEXIST') && !hasCode(error, 'ENOENT')) throw error;
      });
    }
    await unlinkIfThere(this.#path('current'));
    await syncFolder(this.#folder);
  }

  async #read(kid: string): Promise<EpochKey | undefined> {
    try {
      const file = this.#path(`${kid}.key`);
      const known = this.#known.get(kid);
      if (known) {
        await stat(file);
        return known;
      }
      const key = await readFile(file);
      if (key.length !== 32 || kidOf(key, kid.slice(0, 8)) !== kid)
        throw new Error(
          `the file of epoch key ${kid} does not hold that key; restore the file from its copy`,
        );
      const epoch = { kid, key: new Uint8Array(key) };
      this.#known.set(kid, epoch);
      return epoch;
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
      this.#forget(kid);
      return undefined;
    }
  }

  #forget(kid: string): void {
    this.#known.delete(kid);
    this.#found.delete(kid);
  }

  #prepare(): Promise<void> {
    this.#prepared ??= (async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      if ((await stat(this.#folder)).mode & 0o077) await chmod(this.#folder, 0o700);
      await removeAbandoned(this.#folder);
      await this.#adoptOnlyKey();
    })().catch((error: unknown) => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }

  async #reach<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (cause) {
      throw new Unavailable('keys', { cause });
    }
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}

async function write(file: string, bytes: Uint8Array, flags: 'wx' | 'r+'): Promise<void> {
  const handle = await open(file, flags, 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function unlinkIfThere(file: string): Promise<void> {
  await unlink(file).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
  });
}

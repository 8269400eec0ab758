import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hex, parseVkey, vkeyOf } from '../../evidence/log/log-key.ts';
import { sha256 } from '../../evidence/log/sha256.ts';
import { treeOf } from '../../evidence/sequencer/known-tree.ts';
import type { LogKeys, LogSigner } from '../../evidence/sequencer/ports.ts';
import { Unavailable } from '../../message/refusals.ts';
import { hasCode, syncFolder } from '../blobs/sync-folder.ts';
import { removeAbandoned, temporaryName } from '../blobs/temporary-files.ts';

/**
 * The log's keys in a folder of their own: `<key id>.pem` with a private key in PKCS #8, and `published-<hash of the origin>`
 * with the checkpoint that was published last. Files appear whole or not at all, and are readable by the owner alone.
 */
export function diskLogKeys(folder: string): LogKeys {
  const known = new Map<string, LogSigner>();
  const path = (name: string) => join(folder, name);
  const rememberedFile = (origin: string) =>
    path(`published-${hex(sha256(new TextEncoder().encode(origin))).slice(0, 16)}`);
  let prepared: Promise<void> | undefined;
  const prepare = () =>
    (prepared ??= prepareFolder(folder).catch((error: unknown) => {
      prepared = undefined;
      throw error;
    }));

  const remembered = (origin: string) => readIfThere(rememberedFile(origin));

  return {
    make: (origin) =>
      reach(async () => {
        await prepare();
        for (;;) {
          const { privateKey, publicKey } = generateKeyPairSync('ed25519');
          const vkey = vkeyOf(origin, rawPublic(publicKey));
          const text = privateKey.export({ type: 'pkcs8', format: 'pem' });
          if (await publish(folder, fileOf(vkey), text)) return vkey;
        }
      }),

    find: (vkey) =>
      reach(async () => {
        const there = known.get(vkey);
        if (there) return there;
        const pem = await readIfThere(path(fileOf(vkey)));
        if (pem === undefined) return undefined;
        const key = createPrivateKey(pem);
        if (hex(rawPublic(createPublicKey(key))) !== hex(parseVkey(vkey).publicKey)) {
          throw new Error(`the file ${fileOf(vkey)} does not hold the private half of ${vkey}`);
        }
        const signer: LogSigner = { vkey, sign: async (bytes) => new Uint8Array(sign(null, bytes, key)) };
        known.set(vkey, signer);
        return signer;
      }),

    destroy: (vkey) =>
      reach(async () => {
        known.delete(vkey);
        await unlink(path(fileOf(vkey))).catch(unlessMissing);
        await syncFolder(folder).catch(unlessMissing);
      }),

    remembered: (origin) => reach(() => remembered(origin)),

    remember: (note) =>
      reach(async () => {
        const origin = note.slice(0, note.indexOf('\n'));
        const before = await remembered(origin);
        if (before !== undefined && treeOf(before, '').size >= treeOf(note, '').size) return;
        await prepare();
        const temporary = path(temporaryName());
        try {
          await write(temporary, note);
          await rename(temporary, rememberedFile(origin));
        } finally {
          await unlink(temporary).catch(unlessMissing);
        }
        await syncFolder(folder);
      }),
  };
}

const fileOf = (vkey: string): string => `${hex(parseVkey(vkey).keyId)}.pem`;

/** RFC 8410: the last 32 bytes of the key's DER are the key. */
const rawPublic = (key: KeyObject): Uint8Array =>
  new Uint8Array(key.export({ type: 'spki', format: 'der' }).subarray(-32));

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await stat(folder)).mode & 0o077) await chmod(folder, 0o700);
  await removeAbandoned(folder);
}

/** Whether the file is there now with this text; false: one of this name was there before. */
async function publish(folder: string, name: string, text: string | Buffer): Promise<boolean> {
  const temporary = join(folder, temporaryName());
  try {
    await write(temporary, text);
    await link(temporary, join(folder, name));
    await syncFolder(folder);
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    return false;
  } finally {
    await unlink(temporary).catch(unlessMissing);
  }
}

async function write(file: string, text: string | Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    unlessMissing(error);
    return undefined;
  }
}

function unlessMissing(error: unknown): void {
  if (!hasCode(error, 'ENOENT')) throw error;
}

async function reach<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new Unavailable('keys', { cause });
  }
}

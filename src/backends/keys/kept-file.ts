import { chmod, link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, syncFolder } from '../blobs/sync-folder.ts';
import { temporaryName } from '../blobs/temporary-files.ts';

/**
 * The text of a file that is made once and then kept: what stands there, else what `make` gives. It appears whole or not at
 * all, is on the disk when this returns, and is readable by its owner alone. Of processes that start at once one is first,
 * and all get its text. What stands there is never replaced, whatever it is.
 */
export async function keptFile(folder: string, name: string, make: () => Promise<string>): Promise<string> {
  const file = join(folder, name);
  const found = await read(file);
  if (found !== undefined) return found;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await stat(folder)).mode & 0o077) await chmod(folder, 0o700);
  const temporary = join(folder, temporaryName());
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(await make());
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(temporary, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
  await syncFolder(folder);
  return readFile(file, 'utf8');
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

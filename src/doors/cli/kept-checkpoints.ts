import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { whyNoCheckpoint } from '../../desk/verification/check-log.ts';
import { UsageError } from './verb.ts';

const mostBytes = 1024 * 1024;

/**
 * The notes in a folder's `*.checkpoint`, which somebody has kept: one in each, as it was mailed or served. Throws `UsageError`
 * where one cannot be read, or is none.
 */
export async function readKeptCheckpoints(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.checkpoint')).sort();
  return Promise.all(names.map((name) => readNote(join(folder, name))));
}

async function readNote(path: string): Promise<string> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be read (${error.code}).`);
  });
  if (!status.isFile() || status.size > mostBytes) throw new UsageError(`${path} is no checkpoint.`);
  // Mail and editors write line ends of their own, and leave lines after the last; a note has one form.
  const note = `${(await readFile(path, 'utf8')).replaceAll('\r\n', '\n').trimEnd()}\n`;
  const why = whyNoCheckpoint(note);
  if (why !== undefined) throw new UsageError(`${path}: ${why}.`);
  return note;
}

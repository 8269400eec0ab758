/**
 * Names of files that are still being written. They say who writes, so that what a crash left behind can be told
 * from what another process is writing at this moment in the same folder.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, readFile, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { hasCode } from './sync-folder.ts';

const suffix = '.tmp';

/** A file of a writer whose life cannot be seen from here is abandoned when nothing was written to it for so long. */
const unseenMs = 6 * 3_600_000;

/** Start time in clock ticks since boot, field 22 of proc_pid_stat(5): a process id alone may be used again. */
const startOf = (stat: string): string => stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';

/** Process ids are comparable only on the same host and in the same pid namespace. */
const place = `${hostname().replaceAll(/[^\w-]/g, '-')}.${readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '')}`;
const self = `${place}.${process.pid}.${startOf(readFileSync('/proc/self/stat', 'utf8'))}`;

export const temporaryName = (): string => `${self}.${randomBytes(8).toString('hex')}${suffix}`;

/** Removes temporary files in `folder` whose writer has ended. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(suffix)) continue;
    const file = join(folder, name);
    try {
      if (await isAbandoned(name, file)) await unlink(file);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
}

async function isAbandoned(name: string, file: string): Promise<boolean> {
  if (!name.startsWith(`${place}.`)) return Date.now() - (await stat(file)).mtimeMs > unseenMs;
  const [pid, start] = name.slice(place.length + 1).split('.');
  try {
    return startOf(await readFile(`/proc/${Number(pid)}/stat`, 'utf8')) !== start;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return true;
    throw error;
  }
}

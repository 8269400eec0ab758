import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Holds the data folder for this process, or refuses with a sentence. It is flock(2) on an open file: the kernel gives
 * it up when the process ends in whatever way, and it holds across containers that share the folder. Node has no call
 * for it; util-linux' `flock` locks the open file it inherits, and the lock stays with our end of it.
 */
export function lockFolder(folder: string): () => void {
  const file = openSync(join(folder, 'lock'), 'w', 0o600);
  const { status, error } = spawnSync('flock', ['-x', '-n', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', file],
  });
  if (status === 0) return () => closeSync(file);
  closeSync(file);
  if (error) {
    throw new Error('The command flock is missing; it comes with the package util-linux', { cause: error });
  }
  throw new Error(
    `Another Segl is running on the data folder ${folder}. Stop it first, or give this one another SEGL_DATA`,
  );
}

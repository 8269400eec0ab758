import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type LogSource, Unreadable } from '../../evidence/log/log-source.ts';

/**
 * A log in files, laid out as C2SP tlog-tiles serves it. For a command that does nothing else: it reads while everything waits,
 * which takes a fifth of the time for a hundred thousand small files.
 */
export function logFolder(folder: string): LogSource {
  return {
    async read(path, limit) {
      let file;
      try {
        // A pipe that lies there would otherwise be waited for.
        file = openSync(join(folder, path), constants.O_RDONLY | constants.O_NONBLOCK);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw new Unreadable(`it cannot be opened (${code})`);
      }
      try {
        return readWhole(file, limit);
      } catch (error) {
        if (error instanceof Unreadable) throw error;
        throw new Unreadable(`it cannot be read (${(error as NodeJS.ErrnoException).code})`);
      } finally {
        closeSync(file);
      }
    },
  };
}

function readWhole(file: number, limit: number): Uint8Array {
  const status = fstatSync(file);
  if (!status.isFile()) throw new Unreadable('it is no file');
  if (status.size > limit) throw new Unreadable(`it has more than ${limit} bytes`);
  const bytes = new Uint8Array(status.size);
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(file, bytes, length, bytes.length - length, length);
    if (read === 0) throw new Unreadable('it became shorter while it was read');
    length += read;
  }
  return bytes;
}

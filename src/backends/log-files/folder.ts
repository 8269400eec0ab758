import { constants, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type LogSource, Unreadable } from '../../evidence/log/log-source.ts';

/** A log in files, laid out as C2SP tlog-tiles serves it. */
export function logFolder(folder: string): LogSource {
  return {
    async read(path, limit) {
      let file;
      try {
        // A pipe that lies there would otherwise be waited for.
        file = await open(join(folder, path), constants.O_RDONLY | constants.O_NONBLOCK);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw new Unreadable(`it cannot be opened (${code})`);
      }
      try {
        const status = await file.stat();
        if (!status.isFile()) throw new Unreadable('it is no file');
        if (status.size > limit) throw new Unreadable(`it has more than ${limit} bytes`);
        const bytes = new Uint8Array(status.size);
        let length = 0;
        while (length < bytes.length) {
          const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
          if (bytesRead === 0) throw new Unreadable('it became shorter while it was read');
          length += bytesRead;
        }
        return bytes;
      } catch (error) {
        if (error instanceof Unreadable) throw error;
        throw new Unreadable(`it cannot be read (${(error as NodeJS.ErrnoException).code})`);
      } finally {
        await file.close();
      }
    },
  };
}

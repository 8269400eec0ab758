/** Fills the small file system of its argument through the adapter, and says as JSON what happened. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskBlobs } from '../../../src/backends/blobs/disk.ts';
import { Unavailable } from '../../../src/message/refusals.ts';
import { collect, inChunks } from '../../contracts/blobs.ts';

const mount = process.argv[2]!;
const folder = join(mount, 'blobs');
const blobs = diskBlobs(folder);
const stored = Buffer.alloc(1 << 20, 1);
await blobs.put('kept', inChunks(stored, 65_536));

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'it worked',
    (error: Error) =>
      error instanceof Unavailable && {
        name: error.name,
        part: error.part,
        cause: (error.cause as NodeJS.ErrnoException).code,
      },
  );
const big = await failureOf(blobs.put('big', inChunks(Buffer.alloc(20 << 20), 1 << 20)));
const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
  entry.isFile(),
);
await writeFile(join(mount, 'filler'), Buffer.alloc(20 << 20)).catch(() => {});
const check = await failureOf(blobs.check());
const kept = (await collect(await blobs.read('kept', 0))).equals(stored);
await rm(join(mount, 'filler'));
const afterwards = await blobs.put('big', inChunks(stored, 65_536));
console.log(JSON.stringify({ big, check, filesLeft: files.length, kept, afterwards }));

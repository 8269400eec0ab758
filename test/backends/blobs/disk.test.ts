import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { alignedBuffer } from '../../../src/backends/blobs/aligned-buffer.ts';
import { diskBlobs } from '../../../src/backends/blobs/disk.ts';
import { BlobGone } from '../../../src/delivery/ports.ts';
import { Unavailable } from '../../../src/message/refusals.ts';
import { blobsContract, collect, inChunks } from '../../contracts/blobs.ts';

describe('disk blobs', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-blobs-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const filesIn = async (where = folder) =>
    (await readdir(where, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

  blobsContract(() => diskBlobs(folder));

  it('leaves no file behind when all blobs are deleted', async () => {
    assert.deepEqual(await filesIn(), []);
  });

  it('lets nobody else read its files', async () => {
    await diskBlobs(folder).put('private', inChunks(Buffer.from('sealed'), 6));
    const [file] = await filesIn();
    const path = join(file!.parentPath, file!.name);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(file!.parentPath)).mode & 0o777, 0o700);
    await diskBlobs(folder).delete('private');
  });

  it('holds no file open after readers that stopped early', async () => {
    const blobs = diskBlobs(folder);
    await blobs.put('open', inChunks(randomBytes(3 << 20), 1 << 20));
    const held = async () => (await readdir('/proc/self/fd')).length;
    const start = await held();
    for (let round = 0; round < 20; round++) {
      const chunks = (await blobs.read('open', 0))[Symbol.asyncIterator]();
      if (round % 2 === 0) await chunks.next();
      await chunks.return?.();
    }
    assert.equal(await held(), start);
    await blobs.delete('open');
  });

  it('uses a chunk that was handed back again, and never one that was not', async () => {
    const blobs = diskBlobs(folder);
    const bytes = randomBytes(6 << 20);
    await blobs.put('lent', inChunks(bytes, 1 << 20));
    const kept = await collect(await blobs.read('lent', 0));
    assert.ok(kept.equals(bytes));
    const chunks: AsyncIterable<Uint8Array> & { reclaim?(chunk: Uint8Array): void } = await blobs.read(
      'lent',
      0,
    );
    const copies: Buffer[] = [];
    for await (const chunk of chunks) {
      copies.push(Buffer.from(chunk));
      chunks.reclaim?.(chunk);
    }
    assert.ok(Buffer.concat(copies).equals(bytes));
    await blobs.delete('lent');
  });

  it('has buffers that go past the page cache where the file system lets any', async (t) => {
    const file = await open(
      join(folder, 'direct'),
      constants.O_WRONLY | constants.O_CREAT | constants.O_DIRECT,
    ).catch((error: NodeJS.ErrnoException) => {
      assert.equal(error.code, 'EINVAL');
    });
    if (!file) return t.skip('this file system has no O_DIRECT');
    for (let count = 0; count < 5; count++)
      assert.equal((await file.write(alignedBuffer(1 << 20))).bytesWritten, 1 << 20);
    await file.close();
    await rm(join(folder, 'direct'));
  });

  it('says unreachable, not gone, where it cannot look', async () => {
    const closed = join(folder, 'closed');
    await writeFile(closed, 'a file where a folder should be');
    await assert.rejects(diskBlobs(closed).check(), Unavailable);
    await assert.rejects(diskBlobs(closed).put('a', inChunks(Buffer.of(1), 1)), Unavailable);
    await assert.rejects(diskBlobs(closed).read('a', 0), Unavailable);
    await rm(closed);
  });

  describe('after a crash', () => {
    const writer = fileURLToPath(new URL('./disk-writer.ts', import.meta.url));

    it('removes at the next start what the dead writer left, and nothing of a living one', async () => {
      const where = join(folder, 'crash');
      const writers = [0, 1].map(() =>
        spawn(process.execPath, [writer, where], { stdio: ['pipe', 'pipe', 'inherit'] }),
      );
      for (const child of writers) await once(child.stdout, 'data');
      assert.equal((await filesIn(where)).length, 2);

      writers[0]!.kill('SIGKILL');
      await once(writers[0]!, 'exit');
      await diskBlobs(where).check();
      assert.equal((await filesIn(where)).length, 1);

      writers[1]!.stdin.end('go on');
      await once(writers[1]!, 'exit');
      assert.equal(writers[1]!.exitCode, 0);
      const key = `of-${writers[1]!.pid}`;
      assert.equal((await collect(await diskBlobs(where).read(key, 0))).toString(), 'begun, ended');
      await assert.rejects(diskBlobs(where).read(`of-${writers[0]!.pid}`, 0), BlobGone);
    });

    it('leaves the files of writers elsewhere alone until they are old', async () => {
      const where = join(folder, 'elsewhere');
      const incoming = join(where, 'incoming');
      await mkdir(incoming, { recursive: true });
      const [young, old] = ['host-a.1.7.99.00.tmp', 'host-b.1.7.99.00.tmp'].map((name) =>
        join(incoming, name),
      );
      for (const file of [young!, old!]) await writeFile(file, 'half');
      await utimes(old!, 0, 0);
      await diskBlobs(where).check();
      assert.deepEqual(await readdir(incoming), ['host-a.1.7.99.00.tmp']);
    });
  });

  describe('on a full disk', () => {
    const small = spawnSync('unshare', ['--mount', 'true']).status === 0;

    it(
      'says unavailable, leaves nothing, and works again when there is room',
      {
        skip: small ? false : 'this user may not mount a small file system',
      },
      async () => {
        const mount = await mkdtemp(join(tmpdir(), 'segl-full-'));
        const script = fileURLToPath(new URL('./full-disk.ts', import.meta.url));
        const run = spawnSync(
          'unshare',
          [
            '--mount',
            'sh',
            '-c',
            `mount -t tmpfs -o size=8m none ${mount} && "$@"`,
            'sh',
            process.execPath,
            script,
            mount,
          ],
          { encoding: 'utf8' },
        );
        await rm(mount, { recursive: true });
        assert.equal(run.stderr, '');
        assert.deepEqual(JSON.parse(run.stdout), {
          big: { name: 'Unavailable', part: 'blobs', cause: 'ENOSPC' },
          check: { name: 'Unavailable', part: 'blobs', cause: 'ENOSPC' },
          filesLeft: 1,
          kept: true,
          afterwards: 1 << 20,
        });
      },
    );
  });

  it(
    'refuses to read a folder that it may not enter',
    {
      skip: process.getuid?.() === 0 ? 'root may enter any' : false,
    },
    async () => {
      const where = join(folder, 'locked');
      await diskBlobs(where).put('a', inChunks(Buffer.of(1), 1));
      await chmod(where, 0);
      await assert.rejects(diskBlobs(where).read('a', 0), Unavailable);
      await chmod(where, 0o700);
    },
  );
});

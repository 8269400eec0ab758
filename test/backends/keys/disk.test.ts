import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { diskKeys } from '../../../src/backends/keys/disk.ts';
import { Unavailable } from '../../../src/message/refusals.ts';
import { keysContract } from '../../contracts/keys.ts';

const run = promisify(execFile);

describe('disk keys', () => {
  let root: string;
  let folder: string;
  let count = 0;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'segl-keys-'));
  });
  beforeEach(() => {
    folder = join(root, String(count++));
  });
  after(() => rm(root, { recursive: true, force: true }));

  keysContract((now) => diskKeys(folder, now));

  it('keeps folder and files to their owner, and tightens a folder that was open', async () => {
    await diskKeys(folder).current();
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    for (const name of await readdir(folder))
      assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
    await chmod(folder, 0o755);
    await diskKeys(folder).current();
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  it('leaves only the key and its pointer behind', async () => {
    const { kid } = await diskKeys(folder).current();
    assert.deepEqual((await readdir(folder)).sort(), [kid.slice(0, 8), `${kid}.key`]);
    await diskKeys(folder).destroy(kid);
    assert.deepEqual(await readdir(folder), []);
  });

  it('names a key by the day of its making', async () => {
    const { kid } = await diskKeys(folder, () => Date.UTC(2026, 1, 3, 23, 59)).current();
    assert.match(kid, /^20260203-[0-9a-f]{20}$/);
  });

  it('goes on with the only key that earlier versions had, and makes the next on the next day', async () => {
    const noon = Date.UTC(2026, 1, 3, 12);
    const only = await diskKeys(folder, () => noon).current();
    await rename(join(folder, '20260203'), join(folder, 'current'));
    const later = await Promise.all(
      Array.from({ length: 4 }, () => diskKeys(folder, () => noon + 3_600_000).current()),
    );
    assert.deepEqual(later, [only, only, only, only]);
    assert.deepEqual((await readdir(folder)).sort(), ['20260203', `${only.kid}.key`]);
    assert.notEqual((await diskKeys(folder, () => noon + 86_400_000).current()).kid, only.kid);
  });

  it('lists keys and nothing else that lies in the folder', async () => {
    const { kid } = await diskKeys(folder).current();
    await mkdir(join(folder, 'log'));
    await writeFile(join(folder, 'signing.pem'), '');
    await writeFile(join(folder, 'x.key'), '');
    assert.deepEqual(await diskKeys(folder).list(), [kid]);
  });

  it('agrees on one key when several processes start at once', async () => {
    const script = fileURLToPath(new URL('./print-current.ts', import.meta.url));
    const started = await Promise.all(
      Array.from({ length: 6 }, () => run(process.execPath, [script, folder])),
    );
    const kids = new Set(started.map(({ stdout }) => stdout.trim()));
    assert.equal(kids.size, 1);
    assert.equal((await readdir(folder)).length, 2);
  });

  it('reads no file for a key that it has just found', async () => {
    const keys = diskKeys(folder);
    const { kid } = await keys.current();
    const found = await keys.find(kid);
    await unlink(join(folder, `${kid}.key`));
    assert.equal(await keys.find(kid), found);
  });

  it('goes on with a new key where the pointer names one that is gone', async () => {
    const { kid } = await diskKeys(folder).current();
    await unlink(join(folder, `${kid}.key`));
    const next = await diskKeys(folder).current();
    assert.notEqual(next.kid, kid);
    assert.deepEqual(await diskKeys(folder).current(), next);
  });

  it('never uses a damaged key: unavailable, and why', async () => {
    const { kid, key } = await diskKeys(folder).current();
    for (const damaged of [key.subarray(0, 31), Buffer.from(key).fill(0, 0, 1), Buffer.alloc(0)]) {
      await writeFile(join(folder, `${kid}.key`), damaged);
      for (const use of ['find', 'current', 'check'] as const)
        await assert.rejects(diskKeys(folder)[use](kid), (error) => {
          assert.ok(error instanceof Unavailable && error.part === 'keys' && error.cause instanceof Error);
          assert.match(error.cause.message, new RegExp(`${kid}.*restore`));
          return true;
        });
    }
    await writeFile(join(folder, `${kid}.key`), key);
    assert.deepEqual(Buffer.from((await diskKeys(folder).find(kid))!.key), Buffer.from(key));
  });

  it('says unreachable, not gone, where the folder cannot be read', async () => {
    await writeFile(folder, 'a file');
    const keys = diskKeys(folder);
    await assert.rejects(keys.find('20260101-00000000000000000000'), Unavailable);
    await assert.rejects(keys.check(), Unavailable);
    await unlink(folder);
    await keys.check();
    await symlink('loop', join(folder, '20260101-00000000000000000000.key'));
    await symlink('20260101-00000000000000000000.key', join(folder, 'loop'));
    await assert.rejects(diskKeys(folder).find('20260101-00000000000000000000'), Unavailable);
  });

  it('sweeps what a process that died while making a key has left', async () => {
    await diskKeys(folder).current();
    const script = fileURLToPath(new URL('./print-current.ts', import.meta.url));
    const name = (await run(process.execPath, [script, folder, 'temporary'])).stdout.trim();
    await writeFile(join(folder, name), 'half a key');
    await diskKeys(folder).current();
    assert.equal((await readdir(folder)).includes(name), false);
  });

  it('does not keep the bytes of a destroyed key in its file', async () => {
    const keys = diskKeys(folder);
    const { kid } = await keys.current();
    const path = join(folder, `${kid}.key`);
    await link(path, join(root, 'another-name'));
    await keys.destroy(kid);
    assert.deepEqual(await readFile(join(root, 'another-name')), Buffer.alloc(32));
  });
});

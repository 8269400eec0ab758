import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { ask, linkTo, openLink, Visitor } from '../doors/web/visitor.ts';
import { type Scratch, type Segl, scratch, startSegl, until } from '../support/process.ts';

const probe = scratch();
const mayMount = mount(probe.folder, 'probe', 1);
if (mayMount) spawnSync('umount', [join(probe.folder, 'probe')]);
await probe.remove();

function mount(folder: string, name: string, mebibytes: number): boolean {
  const at = join(folder, name);
  mkdirSync(at, { mode: 0o755 });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', at]).status === 0;
}

describe('A disk that is full', mayMount ? {} : { skip: 'a file system cannot be mounted here' }, () => {
  let place: Scratch;
  let segl: Segl;
  let disk: string;
  const acknowledged: string[] = [];
  before(async () => {
    place = scratch();
    assert.ok(mount(place.folder, 'disk', 220));
    disk = join(place.folder, 'disk');
    segl = await startSegl(place, { data: join(disk, 'data') });
  });
  after(async () => {
    await segl?.term().catch(() => segl.kill());
    spawnSync('umount', ['-l', disk]);
    await place.remove();
  });

  /** Leaves so many free bytes, or fewer. */
  function fill(leaving: number): void {
    const { bavail, bsize } = statfsSync(disk);
    try {
      writeFileSync(join(disk, `ballast-${Date.now()}`), Buffer.alloc(Math.max(0, bavail * bsize - leaving)));
    } catch (error) {
      // Somebody else took the last bytes meanwhile.
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
    }
  }

  function free(): void {
    for (const name of readdirSync(disk)) if (name.startsWith('ballast')) rmSync(join(disk, name));
  }

  let count = 0;
  async function post(size: number): Promise<number> {
    count += 1;
    const form = new FormData();
    const to = [{ email: `r${count}@example.com`, phone: '+4520123456', language: 'en' }];
    form.append('message', JSON.stringify({ from: 'a@example.dk', to, subject: 's', text: 'Words for you' }));
    if (size > 0) form.append('f', new File([new Uint8Array(size)], 'f.bin'));
    const answer = await fetch(`${segl.url}/api/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${segl.token}` },
      body: form,
    });
    const body = (await answer.json()) as { id: string };
    if (answer.status === 201) acknowledged.push(body.id);
    else assert.ok(Number(answer.headers.get('retry-after')) > 0, `${answer.status} without Retry-After`);
    return answer.status;
  }

  async function query<Row>(sql: string): Promise<Row[]> {
    const host = join(segl.data, 'postgres');
    const database = openDatabase({ host, port: 5432, user: 'segl', database: 'segl' });
    return (await database.query<Row>(sql).finally(() => database.close())).rows;
  }

  async function isSound(): Promise<void> {
    const messages = await query<{ id: string }>('select id from messages');
    const there = new Set(messages.map(({ id }) => id));
    for (const id of acknowledged) assert.ok(there.has(id), `message ${id} is gone`);
    const parts = await query<{ blob: string }>('select blob from parts where blob is not null');
    const staged = await query<{ key: string }>('select key from staged_blobs');
    const known = new Set([...parts.map(({ blob }) => blob), ...staged.map(({ key }) => key)]);
    const folder = join(segl.data, 'blobs');
    const onDisk = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /^[0-9a-f]{2}\/./.test(name))
      .map((name) => name.slice(3).replaceAll('_', '/'));
    for (const key of onDisk) assert.ok(known.has(key), `nobody knows of ${key}`);
    for (const { blob } of parts) assert.ok(onDisk.includes(blob), `${blob} is missing`);
    assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
  }

  it('refuses a file that has no room with 503, keeps nothing of it, and still takes what has', async () => {
    assert.equal(await post(1_000_000), 201);
    fill(4 * 1024 * 1024);
    for (let n = 0; n < 3; n += 1) assert.equal(await post(20_000_000), 503);
    assert.equal(await post(0), 201, 'a small message has room');
    await isSound();
    free();
    assert.equal(await post(20_000_000), 201);
  });

  it('has no room for the tables either: 503, and all is well when there is room again', async () => {
    fill(0);
    await noRoomForTheDatabase();
  });

  it('has no room for a segment of the database’s log, which ends the server: the same', async () => {
    await fillSegments();
    await noRoomForTheDatabase();
    assert.match(logOfPostgres(), /PANIC:.*No space left on device/);
  });

  /** A segment has 16 MiB, and some are made beforehand: uses them up, and leaves room for everything but one more. */
  async function fillSegments(): Promise<void> {
    const client = new Client({ host: join(segl.data, 'postgres'), user: 'postgres', database: 'segl' });
    client.on('error', () => undefined);
    await client.connect();
    fill(12 * 1024 * 1024);
    for (let n = 0; n < 20; n += 1) {
      const failed = await client
        .query(`select pg_logical_emit_message(false, 'x', 'x'), pg_switch_wal()`)
        .then(
          () => false,
          () => true,
        );
      if (failed) break;
    }
    await client.end().catch(() => undefined);
  }

  function logOfPostgres(): string {
    const folder = join(segl.data, 'postgres', 'log');
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  }

  async function noRoomForTheDatabase(): Promise<void> {
    const answers = new Set<number>();
    // Small enough to lie in the database.
    for (let n = 0; n < 1000 && !answers.has(503); n += 1) answers.add(await post(50_000));
    for (let n = 0; n < 5; n += 1) answers.add(await post(n % 2 ? 0 : 100_000));
    assert.ok(answers.has(503));
    answers.delete(201);
    assert.deepEqual([...answers], [503]);
    assert.equal((await ask(segl.url, '/healthz')).status, 200);
    fill(0);
    assert.equal((await ask(segl.url, '/readyz')).status, 503);

    free();
    await until('ready again', 30, async () => (await ask(segl.url, '/readyz')).status === 200);
    assert.equal(await post(100_000), 201);
    await isSound();
    const email = `r${count}@example.com`;
    await query('update jobs set leased_until = now(), run_at = now()');
    const token = await linkTo(segl, email);
    const ana = new Visitor(segl.url);
    await openLink(ana, segl, token, '+4520123456');
    assert.match((await ana.get(`/m/${token}`)).text, /Words for you/);
  }
});

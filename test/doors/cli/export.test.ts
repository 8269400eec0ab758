import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { verbs } from '../../../src/doors/cli/verbs.ts';
import { type App, startApp } from '../../support/app.ts';
import { withDatabases } from '../../support/database.ts';
import { until } from '../rest/support/rest.ts';

withDatabases('segl export', (db) => {
  let app: App;
  let folder: string;
  before(async () => {
    app = await startApp(db);
    folder = await mkdtemp(join(tmpdir(), 'segl-cli-'));
    for (let n = 0; n < 8; n += 1) {
      const sent = await app.post('/api/v1/messages', {
        from: 'lea@example.dk',
        to: [{ email: `ana${n}@example.com`, phone: '+4520123456' }],
        subject: 'x',
        text: 'x',
      });
      assert.equal(sent.status, 201, await sent.text());
    }
    await settled();
  });
  after(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  const settled = () =>
    until('all is in the log', async () => {
      const { rows } = await db.database.query<{ waiting: number; jobs: number; size: number }>(
        `select (select count(*) from pending_events) as waiting, (select count(*) from jobs where kind = 'notice') as jobs,
          coalesce((select size from logs order by id desc limit 1), 0) as size`,
      );
      return rows[0]!.waiting === 0 && rows[0]!.jobs === 0 && rows[0]!.size > 0;
    });

  async function run(
    args: string[],
    url = app.url,
    token: string | undefined = app.token,
  ): Promise<{ code: number; out: string; err: string }> {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await verbs.export!.run(args, {
      url,
      token,
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      progress: () => undefined,
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  }

  const sizeNow = async () =>
    (await db.database.query<{ size: number }>('select size from logs order by id desc limit 1')).rows[0]!
      .size;

  for (const format of ['csv', 'excel', 'jsonl']) {
    test(`completes a file of ${format} that was cut off at any byte`, async () => {
      const path = join(folder, `whole.${format}`);
      await settled();
      const size = await sizeNow();
      const flags = ['--format', format];
      assert.equal((await run(['--out', path, ...flags])).code, 0);
      const whole = await readFile(path);
      assert.equal(whole.toString().split('\n').length - 1, size + (format === 'jsonl' ? 0 : 1));
      assert.ok(!(await readdir(folder)).some((name) => name.endsWith('.part.json')));
      const cut = join(folder, `cut.${format}`);
      const lengths = new Set([0, 1, 2, 3, 10, 40, 100, whole.length - 1, whole.length - 2, whole.length]);
      for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 25)) lengths.add(at);
      for (const length of lengths) {
        await writeFile(cut, whole.subarray(0, length));
        const query = new URLSearchParams({ format });
        await writeFile(`${cut}.part.json`, JSON.stringify({ query: query.toString(), size }));
        const { code, err } = await run(['--out', cut, ...flags]);
        assert.equal(code, 0, err);
        assert.ok((await readFile(cut)).equals(whole), `cut at ${length}`);
      }
    });
  }

  test('goes on by itself where the connection breaks again and again', async () => {
    const path = join(folder, 'broken.csv');
    const straight = join(folder, 'straight.csv');
    await settled();
    assert.equal((await run(['--out', straight])).code, 0);
    await rm(`${straight}.part.json`, { force: true });
    const whole = await readFile(straight);
    const size = whole.toString().split('\n').length - 2;
    await writeFile(`${path}.part.json`, JSON.stringify({ query: '', size }));
    const proxy = await breakingProxy(app.url, 3_000);
    try {
      const { code, err } = await run(['--out', path], proxy.url);
      assert.equal(code, 0, err);
      assert.ok(proxy.broken() > 1, 'it was broken');
      assert.ok((await readFile(path)).equals(whole));
    } finally {
      proxy.server.close();
    }
  });

  test('tells a file of other flags, of somebody else, and what the server refuses, and leaves them alone', async () => {
    const path = join(folder, 'other.csv');
    await writeFile(`${path}.part.json`, JSON.stringify({ query: 'type=delivery.opened', size: 5 }));
    assert.equal((await run(['--out', path])).code, 2);
    await rm(`${path}.part.json`);
    await writeFile(path, 'dear diary\r\nnothing\r\n');
    const { code, err } = await run(['--out', path]);
    assert.deepEqual([code, await readFile(path, 'utf8')], [1, 'dear diary\r\nnothing\r\n']);
    assert.match(err, /does not look like an export/);
    for (const words of ['dear diary', 'dear diary\r\nnothing', 'index,but of a book\n1,a\n2,half a line']) {
      await writeFile(path, words);
      const { code, err } = await run(['--out', path]);
      assert.deepEqual([code, await readFile(path, 'utf8')], [1, words]);
      assert.match(err, /does not look like an export/);
    }
    const bad = await run(['--out', join(folder, 'bad.csv'), '--from', '2026-02-30']);
    assert.equal(bad.code, 1);
    assert.match(bad.err, /from/);
    assert.equal((await run([])).code, 2);
    assert.equal((await run(['--out', 'a', '--log', 'b'])).code, 2);
    assert.equal((await run(['--log', 'b', '--type', 'x'])).code, 2);
    assert.equal((await run(['--out', join(folder, 'no', 'such', 'folder')])).code, 2);
  });

  test('says what to set where there is no token, or another', async () => {
    const path = join(folder, 'refused.csv');
    const none = await run(['--out', path], app.url, '');
    assert.equal(none.code, 1);
    assert.match(none.err, /^SEGL_TOKEN is not set\./);
    const other = await run(['--out', path], app.url, 'another');
    assert.equal(other.code, 1);
    assert.match(other.err, /does not know this token\. Set SEGL_TOKEN/);
  });

  test('copies the log as files, and only what is missing when it is asked again', async () => {
    const log = join(folder, 'log');
    const first = await run(['--log', log]);
    assert.equal(first.code, 0, first.err);
    const size = Number((await readFile(join(log, 'checkpoint'), 'utf8')).split('\n')[1]);
    const partial = (size % 256) as number;
    const name = (kind: string) => join(log, 'tile', kind, size >= 256 ? '000' : `000.p/${partial}`);
    assert.equal((await stat(name('0'))).size, Math.min(size, 256) * 32);
    const { rows } = await db.database.query<{ entry: Buffer }>(
      'select entry from log_entries where index = 0',
    );
    const bundle = await readFile(name('entries'));
    assert.deepEqual(bundle.subarray(2, 2 + bundle.readUInt16BE(0)), rows[0]!.entry);
    const before = (await stat(name('entries'))).mtimeMs;
    await truncate(join(log, 'checkpoint'), 3);
    assert.equal((await run(['--log', log])).code, 0);
    assert.equal((await stat(name('entries'))).mtimeMs, before);
  });
});

/** Passes requests on, and breaks each connection after so many bytes of an answer. */
async function breakingProxy(
  to: string,
  after: number,
): Promise<{ url: string; server: Server; broken(): number }> {
  let broken = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const answer = await fetch(`${to}${request.url}`, {
        headers: { authorization: request.headers.authorization!, 'accept-encoding': 'identity' },
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'text/plain',
        'segl-log-size': answer.headers.get('segl-log-size') ?? '',
        'transfer-encoding': 'chunked',
      });
      if (bytes.length <= after) return response.end(bytes);
      broken += 1;
      // The end of the connection without the end of the answer, behind the bytes.
      response.write(bytes.subarray(0, after), () => response.socket?.end());
      return undefined;
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, server, broken: () => broken };
}

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { parseEntryBundle } from '../../../src/evidence/log/entry-bundle.ts';
import { leafHash } from '../../../src/evidence/log/hashes.ts';
import { appendLeaves, edgeRoot, emptyEdge } from '../../../src/evidence/log/merkle-tree.ts';
import { openNote } from '../../../src/evidence/log/signed-note.ts';
import { tilePath } from '../../../src/evidence/log/tile-path.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { ask, Visitor } from './visitor.ts';
import { record } from '../../evidence/sequencer/support.ts';

describe('The log at its address', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    await record(db.database, 300);
    await until('taken up', 20, async () => {
      const { rows } = await db.database.query<{ size: number }>('select size from logs');
      return (rows[0]?.size ?? 0) > 300;
    });
  });
  after(async () => {
    await app.close();
    await drop();
  });

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${app.url}/log${path}`, { method, headers, redirect: 'manual' });
  const bearer = () => ({ authorization: `Bearer ${app.token}` });
  const checkpoint = async () => {
    const answer = await get('/checkpoint');
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type')!, /^text\/plain; charset=utf-8$/);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const note = await answer.text();
    const vkeys = (await (await get('/vkey')).text()).trimEnd().split('\n');
    const { text, verified } = await openNote(note, vkeys);
    assert.deepEqual(verified, vkeys);
    return parseCheckpoint(text);
  };

  it('can be read as a whole, and its entries give the root that is signed', async () => {
    const { origin, size, root } = await checkpoint();
    assert.equal(origin, `${new URL(app.url).host}/log`);
    let edge = emptyEdge;
    for (let index = 0; index * 256 < size; index++) {
      const width = Math.min(256, size - index * 256);
      const path = (level: number | 'entries') => `/${tilePath({ level, index, width })}`;
      const entries = await get(path('entries'), bearer());
      assert.equal(entries.status, 200);
      assert.equal(entries.headers.get('content-type'), 'application/octet-stream');
      const bundle = parseEntryBundle(new Uint8Array(await entries.arrayBuffer()), width);
      const hashes = await get(path(0));
      const leaves = bundle.map(leafHash);
      assert.deepEqual(Buffer.from(await hashes.arrayBuffer()), Buffer.concat(leaves));
      const who = hashes.headers.get('cache-control')!;
      assert.equal(who, width === 256 ? 'public, max-age=31536000, immutable' : 'public, max-age=60');
      assert.match(entries.headers.get('cache-control')!, /^private, /);
      edge = appendLeaves(edge, leaves);
    }
    assert.deepEqual(Buffer.from(edgeRoot(edge)), Buffer.from(root));
    const above = await get('/tile/1/000.p/1');
    assert.equal((await above.arrayBuffer()).byteLength, 32);
  });

  it('is served no further than it is published, and only under its one name', async () => {
    const { size } = await checkpoint();
    const width = size % 256;
    assert.equal((await get(`/tile/0/001.p/${width}`)).status, 200);
    for (const path of [
      `/tile/0/001.p/${Math.min(width + 200, 255)}`,
      '/tile/0/001',
      '/tile/0/002.p/1',
      '/tile/1/000',
      '/tile/2/000.p/1',
      '/tile/0/000.p/0',
      '/tile/0/000.p/256',
      '/tile/0/0',
      '/tile/0/x000/000',
      '/tile/00/000',
      '/tile/64/000.p/1',
      '/tile/0/000/',
      '/tile/-1/000',
      '/tile/data/000',
      '/tile/0/x999/x999/x999/x999/x999/999.p/1',
      '/tile/0/%2e%2e/000',
      '/1/checkpoint',
      '/2/checkpoint',
      '/0/checkpoint',
      '/9999999999999999999/checkpoint',
      '/2/vkey',
      '/2/tile/0/000',
      '/checkpoint/',
      '/CHECKPOINT',
    ]) {
      assert.equal((await get(path)).status, 404, path);
    }
    assert.equal((await get('/tile/entries/x001/000', bearer())).status, 404);
  });

  it('answers HEAD, and says that nothing is new to whoever has a tile already', async () => {
    for (const path of ['/checkpoint', '/vkey', '/tile/0/000']) {
      const head = await get(path, {}, 'HEAD');
      assert.deepEqual([head.status, await head.text()], [200, '']);
    }
    const first = await get('/tile/0/000');
    // By hand: fetch asks for a fresh answer whenever it is given a condition.
    const headers = { 'if-none-match': first.headers.get('etag')! };
    const again = await ask(app.url, '/log/tile/0/000', { headers });
    assert.deepEqual([again.status, again.text], [304, '']);
    const other = await ask(app.url, '/log/tile/0/000.p/255', { headers });
    assert.equal(other.status, 200);
  });

  it('shows its entries to whoever may see evidence, and to nobody else', async () => {
    const path = '/tile/entries/000';
    const nobody = await get(path);
    assert.deepEqual([nobody.status, nobody.headers.get('www-authenticate')], [401, 'Bearer']);
    assert.equal((await get(path, { authorization: 'Bearer wrong' })).status, 401);
    assert.equal((await get(path, { cookie: '__Host-segl-desk=x' })).status, 401);
    const made = await app.post('/api/v1/systems', { name: 'Sender', from: ['*@example.dk'] });
    const { secret } = (await made.json()) as { secret: string };
    const sender = await get(path, { authorization: `Bearer ${secret}` });
    assert.equal(sender.status, 403);
    for (const answer of [nobody, sender]) assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal((await get('/tile/entries/999', bearer())).status, 404);
    assert.equal((await get('/tile/entries/999')).status, 401, 'how far it goes is told by the checkpoint');
  });

  it('shows them at the desk to compliance of everything, with a second factor, and to nobody else', async () => {
    const password = 'four words make sense';
    const path = '/log/tile/entries/000';
    const admin = new Visitor(app.url);
    await admin.post(app.welcome!, { name: 'Ada', email: 'ada@example.dk', password, again: password });
    assert.equal((await admin.get(path)).status, 403);
    await proveSecondFactor(db, 'ada@example.dk');
    assert.equal((await admin.get(path)).status, 403, 'administrators see no evidence');
    const { rows } = await db.database.query<{ id: string }>('select id from units');
    for (const [unit, status] of [
      [rows[0]!.id, 403],
      [null, 200],
    ] as const) {
      const email = `c${status}@example.dk`;
      const added = await app.post('/api/v1/people', { name: 'C', email });
      const { id, link } = (await added.json()) as { id: string; link: string };
      await db.database.query('delete from grants where person_id = $1', [id]);
      await db.database.query("insert into grants (person_id, role, unit_id) values ($1, 'compliance', $2)", [
        id,
        unit,
      ]);
      const visitor = new Visitor(app.url);
      await visitor.post(new URL(link).pathname, { password, again: password });
      assert.equal((await visitor.get(path)).status, 403, 'without a second factor');
      await proveSecondFactor(db, email);
      assert.equal((await visitor.get(path)).status, status, String(unit));
    }
  });
});

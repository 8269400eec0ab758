import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { ask, askCode, linkTo, openLink, Visitor } from '../doors/web/visitor.ts';
import { type Scratch, type Segl, scratch, startSegl, until } from '../support/process.ts';
import { type OwnPostgres, ownPostgres } from './own-postgres.ts';

describe('A database that goes away', () => {
  let place: Scratch;
  let postgres: OwnPostgres;
  let segl: Segl;
  const sent: string[] = [];
  before(async () => {
    place = scratch();
    postgres = await ownPostgres(place);
    segl = await startSegl(place, { env: { SEGL_DATABASE: postgres.url } });
  });
  after(() => place.remove());

  let count = 0;
  function post(): Promise<Response> {
    count += 1;
    return segl.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email: `r${count}@example.com`, phone: '+4520123456', language: 'en' }],
      subject: 's',
      text: 'Words for you alone',
      attachments: [
        { filename: 'a', contentType: 'text/plain', content: Buffer.alloc(200_000).toString('base64') },
      ],
    });
  }

  async function send(): Promise<string> {
    const answer = await post();
    assert.equal(answer.status, 201);
    sent.push(((await answer.json()) as { id: string }).id);
    return `r${count}@example.com`;
  }

  /** Every door says 503, and when to come again. */
  async function doorsSayLater(token: string, cookie: string): Promise<void> {
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: segl.url };
    for (const [path, asking] of [
      [`/m/${token}`, {}],
      [`/m/${token}`, { headers: { cookie } }],
      [`/m/${token}`, { method: 'HEAD' }],
      [`/m/${token}/content`, { headers: { cookie } }],
      [`/m/${token}/attachments/x`, { headers: { cookie } }],
      [`/m/${token}/codes`, { method: 'POST', headers: form, body: 'via=sms' }],
      [`/m/${token}/openings`, { method: 'POST', headers: form, body: 'code=123456' }],
      ['/desk/sign-in', { method: 'POST', headers: form, body: 'email=a@b.dk&password=x' }],
      ['/outbox', {}],
    ] as const) {
      const answer = await ask(segl.url, path, asking);
      assert.equal(answer.status, 503, path);
      assert.ok(Number(answer.headers['retry-after']) > 0, path);
      assert.doesNotMatch(answer.text, /ECONN|ENOENT|socket|postgres|Words for you/i);
    }
    const rest = await post();
    assert.equal(rest.status, 503);
    assert.ok(Number(rest.headers.get('retry-after')) > 0);
    assert.equal(rest.headers.get('content-type'), 'application/problem+json');
  }

  async function readiness(): Promise<unknown[]> {
    const [alive, ready] = [await ask(segl.url, '/healthz'), await ask(segl.url, '/readyz')];
    return [alive.status, ready.status, JSON.parse(ready.text)];
  }

  /** A job that was in a worker's hands when the database went is free a minute later; the test lets it pass at once. */
  async function leasesRunOut(): Promise<void> {
    await query('update jobs set leased_until = now(), run_at = now()');
  }

  async function query<Row>(sql: string): Promise<Row[]> {
    const database = openDatabase({ host: postgres.host, port: 5432, user: 'segl', database: 'segl' });
    return (await database.query<Row>(sql).finally(() => database.close())).rows;
  }

  async function everythingIsThere(): Promise<void> {
    const rows = await query<{ id: string }>('select id from messages');
    const there = new Set(rows.map(({ id }) => id));
    for (const id of sent) assert.ok(there.has(id), `message ${id} is gone`);
    assert.equal(there.size, sent.length, 'nothing that was answered with 503 is there');
  }

  it('has every door say 503 and when to come again, and is whole when it is back, without a restart', async () => {
    const email = await send();
    const token = await linkTo(segl, email);
    const visitor = new Visitor(segl.url);
    await openLink(visitor, segl, token, '+4520123456');
    const cookie = `__Host-segl=${visitor.cookies.get('__Host-segl')}`;
    // Committed, and perhaps not yet worked off.
    const last = await send();
    await postgres.stop();
    await doorsSayLater(token, cookie);
    assert.deepEqual(await readiness(), [200, 503, { status: 'not ready', missing: ['database'] }]);
    assert.equal((await ask(segl.url, '/metrics')).status, 200);
    assert.equal((await ask(segl.url, '/')).status, 200, 'what needs no database is there');

    await postgres.start();
    await until('ready again', 15, async () => (await ask(segl.url, '/readyz')).status === 200);
    await leasesRunOut();
    await linkTo(segl, last);
    assert.match((await visitor.get(`/m/${token}`)).text, /Words for you alone/, 'the session stands');
    await linkTo(segl, await send());
    await everythingIsThere();
  });

  it('goes away again and again while messages come in, and loses none that was acknowledged', async () => {
    for (let round = 0; round < 3; round += 1) {
      let away = false;
      const others = new Set<number>();
      const clients = Array.from({ length: 4 }, async () => {
        while (!away) {
          const answer = await post();
          if (answer.status === 201) sent.push(((await answer.json()) as { id: string }).id);
          else others.add(answer.status);
        }
      });
      const enough = sent.length + 20;
      await until('busy', 10, async () => sent.length > enough);
      await postgres.stop();
      await until('away', 10, async () => others.size > 0);
      away = true;
      await Promise.all(clients);
      assert.deepEqual([...others], [503]);
      await postgres.start();
      await until('ready again', 15, async () => (await ask(segl.url, '/readyz')).status === 200);
    }
    await linkTo(segl, await send());
    const rows = await query<{ id: string }>('select id from messages');
    const there = new Set(rows.map(({ id }) => id));
    for (const id of sent) assert.ok(there.has(id), `message ${id} is gone`);
  });

  it('hangs: every question is answered in the end, and what waited is done once', async () => {
    const email = await send();
    const token = await linkTo(segl, email);
    postgres.freeze();
    const [alive, ready, page, rest] = await Promise.all([
      ask(segl.url, '/healthz'),
      ask(segl.url, '/readyz'),
      ask(segl.url, `/m/${token}`),
      post(),
    ]);
    assert.deepEqual([alive.status, ready.status, page.status, rest.status], [200, 503, 503, 503]);
    assert.deepEqual(JSON.parse(ready.text).missing, ['database']);
    postgres.thaw();
    await until('ready again', 40, async () => (await ask(segl.url, '/readyz')).status === 200);
    const visitor = new Visitor(segl.url);
    await askCode(visitor, segl, token, '+4520123456');
  });

  it('hangs at the very end: SIGTERM is obeyed all the same', async () => {
    postgres.freeze();
    const waiting = ask(segl.url, `/m/${'x'.repeat(43)}`).catch(() => undefined);
    const { seconds } = await segl.term();
    postgres.thaw();
    await waiting;
    assert.ok(seconds < 10, `it took ${seconds} seconds`);
  });
});

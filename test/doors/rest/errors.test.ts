import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Unavailable } from '../../../src/message/refusals.ts';
import { withDatabases } from '../../support/database.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

withDatabases('the errors of the REST door', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  test('without a valid token everything but the description is 401', async () => {
    const headers = [
      '',
      'Bearer',
      'Bearer ',
      'Bearer wrong',
      `Basic ${rest.token}`,
      `Bearer ${rest.token} x`,
      rest.token,
    ];
    for (const authorization of headers) {
      for (const path of ['/messages', '/nothing']) {
        const answer = await rest.call('GET', path, {
          token: null,
          headers: authorization ? { authorization } : {},
        });
        assert.deepEqual([answer.status, answer.body.code], [401, 'unauthenticated'], authorization);
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="Segl"');
        assert.equal(answer.headers.get('content-type'), 'application/problem+json');
      }
    }
    assert.equal((await rest.call('GET', '/openapi.json', { token: null })).status, 200);
  });

  test('the scheme is read without regard to case', async () => {
    const headers = { authorization: `bearer ${rest.token}` };
    assert.equal((await rest.call('GET', '/messages', { token: null, headers })).status, 200);
  });

  test('a token that was revoked is 401 from the next request on', async () => {
    const other = await openRest(db);
    assert.equal((await other.call('GET', '/messages')).status, 200);
    await db.database.query('update systems set revoked_at = now() where id = $1', [other.system]);
    assert.equal((await other.call('GET', '/messages')).status, 401);
    await other.close();
  });

  test('an address that is none is 404', async () => {
    for (const path of [
      '/',
      '/Messages',
      '/messages/',
      '/messages/a/b',
      '/systems/x/y',
      '/messages/x/acknowledgements',
    ]) {
      const { status, body } = await rest.call('POST', path, { body: {} });
      assert.deepEqual([status, body.code], [404, 'not_found'], path);
    }
    const { status, body } = await rest.call('GET', '/messages/%E0%A4%A');
    assert.deepEqual([status, body.code], [400, 'malformed']);
  });

  test('a method that an address does not take is 405, naming those it takes', async () => {
    const cases = [
      ['DELETE', '/messages', 'POST, GET, HEAD'],
      ['PUT', '/messages/x', 'GET, HEAD'],
      ['GET', '/messages/x/reminders', 'POST'],
      ['OPTIONS', '/systems', 'GET, HEAD, POST'],
      ['POST', '/openapi.json', 'GET, HEAD'],
    ] as const;
    for (const [method, path, allowed] of cases) {
      const { status, headers, body } = await rest.call(method, path);
      assert.deepEqual([status, headers.get('allow'), body.code], [405, allowed, 'method_not_allowed'], path);
    }
    assert.equal(
      (
        await fetch(`${rest.url}/messages`, {
          method: 'HEAD',
          headers: { authorization: `Bearer ${rest.token}` },
        })
      ).status,
      200,
    );
  });

  test('a database that does not answer is 503, with the time to come back', async () => {
    const down = await openRest(db, {}, (ctx) => ({
      ...ctx,
      db: { ...ctx.db, query: () => Promise.reject(new Unavailable('database')) },
    }));
    const { status, headers, body } = await down.call('GET', '/messages');
    assert.deepEqual([status, body.code, body.part], [503, 'unavailable', 'database']);
    assert.match(headers.get('retry-after') ?? '', /^\d+$/);
    assert.deepEqual(down.failures, []);
    await down.close();
  });

  test('a store that fills up in the middle of an upload is 503, and nothing is left', async () => {
    const full = await openRest(db, {}, (ctx) => ({
      ...ctx,
      blobs: {
        ...ctx.blobs,
        delete: (key: string) => ctx.blobs.delete(key),
        put: async (key: string, source: AsyncIterable<Uint8Array>) => {
          if (key.endsWith('/1')) return ctx.blobs.put(key, source);
          for await (const _chunk of source) break;
          throw new Unavailable('blobs', { cause: new Error('ENOSPC') });
        },
      },
    }));
    const before = await full.remains();
    const form = new FormData();
    form.append('message', JSON.stringify(draft));
    form.append('file', new Blob([Buffer.alloc(300_000)]), 'fits');
    form.append('file', new Blob([Buffer.alloc(5_000_000)]), 'does not fit');
    const { status, body } = await full.call('POST', '/messages', { raw: form });
    assert.deepEqual([status, body.code, body.part], [503, 'unavailable', 'blobs']);
    assert.deepEqual(await full.remains(), before);
    await full.close();
  });

  test('what nobody foresaw is 500 with a reference, and tells nothing else', async () => {
    const secret = 'Hemmelig Afgørelse';
    const broken = await openRest(db, {}, (ctx) => ({
      ...ctx,
      db: { ...ctx.db, transaction: () => Promise.reject(new TypeError(`cannot read ${secret}`)) },
    }));
    const { status, body } = await broken.call('POST', '/messages', {
      body: { ...draft, subject: secret },
      headers: { 'idempotency-key': 'broken' },
    });
    assert.deepEqual([status, body.code], [500, 'internal']);
    assert.equal(broken.failures.length, 1);
    assert.equal(broken.failures[0]?.reference, body.reference);
    const told = JSON.stringify(body);
    assert.ok(told.includes(body.reference));
    for (const word of [secret, 'TypeError', 'at ', '.ts']) assert.ok(!told.includes(word), word);
    await broken.close();
  });
});

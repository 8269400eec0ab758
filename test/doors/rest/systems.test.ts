import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import * as secretSchemas from '../../../src/doors/rest/schemas-secrets.ts';
import * as schemas from '../../../src/doors/rest/schemas-systems.ts';
import { withDatabases } from '../../support/database.ts';
import { rawRequest } from './support/raw-request.ts';
import { draft, openRest, type Rest, until } from './support/rest.ts';

withDatabases('Systems and secrets over REST', (db) => {
  let rest: Rest;
  let count = 0;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  const as = (token: () => string | null) => (method: string, path: string, body?: unknown) =>
    rest.call(method, path, { body, token: token() });
  const admin = as(() => rest.admin);
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const added = async (more: object = {}): Promise<{ id: string; secret: string }> => {
    const { status, body } = await admin('POST', '/systems', {
      name: `Added ${(count += 1)}`,
      from: ['*@example.dk'],
      ...more,
    });
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  };
  const secretsOf = async (id: string) =>
    secretSchemas.secrets.parse((await admin('GET', `/systems/${id}/secrets`)).body).secrets;
  const statusOf = async (token: string) => (await as(() => token)('GET', '/token')).status;

  test('a system is shown, listed and changed from the state that was read', async () => {
    const { id } = await added({ networks: ['10.1.2.0/24'] });
    const read = await admin('GET', `/systems/${id}`);
    assert.equal(read.status, 200);
    const { version, name, from, owner, networks, unit, state } = schemas.aSystem.parse(read.body);
    assert.deepEqual([owner, networks, unit, state], [null, ['10.1.2.0/24'], 'Borgerservice', 'open']);
    const listed = schemas.systems.parse((await admin('GET', '/systems')).body);
    assert.ok(listed.systems.some((each) => each.id === id));

    const change = { version, name, from, owner, networks: [], unit };
    const changed = await admin('PUT', `/systems/${id}`, change);
    assert.deepEqual([changed.status, changed.body.version, changed.body.networks], [200, version + 1, []]);
    const late = await admin('PUT', `/systems/${id}`, change);
    assert.deepEqual([late.status, late.body.code], [409, 'changed_meanwhile']);
    const { version: _, ...unversioned } = change;
    const without = await admin('PUT', `/systems/${id}`, unversioned);
    assert.deepEqual([without.status, without.body.field], [422, 'version']);
  });

  test('closing ends every secret at once; opening brings none back', async () => {
    const { id, secret } = await added();
    assert.equal(await statusOf(secret), 200);
    const closed = await admin('POST', `/systems/${id}/closures`, {});
    assert.deepEqual([closed.status, schemas.aSystem.parse(closed.body).state], [201, 'closed']);
    assert.equal(await statusOf(secret), 401);
    const none = await admin('POST', `/systems/${id}/secrets`, {});
    assert.deepEqual([none.status, none.body.code], [410, 'gone']);
    const opened = await admin('POST', `/systems/${id}/openings`, {});
    assert.deepEqual([opened.status, opened.body.state, opened.body.closedAt], [201, 'open', null]);
    assert.equal(await statusOf(secret), 401);
    const made = await admin('POST', `/systems/${id}/secrets`, {});
    assert.equal(await statusOf(made.body.secret), 200);
  });

  test('a secret is replaced: both work, the old one for the overlap', async () => {
    const { id, secret } = await added();
    const [old] = await secretsOf(id);
    const { status, body } = await admin('POST', `/systems/${id}/secrets`, {
      replaces: old!.id,
      overlapHours: 48,
    });
    assert.equal(status, 201);
    const made = secretSchemas.createdSecret.parse(body);
    assert.deepEqual([made.name, made.scopes, made.replaced?.id], [old!.name, old!.scopes, old!.id]);
    assert.ok(Math.abs(Date.parse(made.replaced!.expiresAt) - Date.now() - 48 * 3_600_000) < 60_000);
    for (const each of [secret, made.secret]) assert.equal(await statusOf(each), 200);
    const again = await admin('POST', `/systems/${id}/secrets`, { replaces: old!.id });
    assert.deepEqual([again.status, again.body.code], [409, 'changed_meanwhile']);
    const last = await admin('POST', `/systems/${id}/secrets`, { replaces: made.id, overlapHours: 0 });
    assert.equal(last.status, 201);
    assert.deepEqual(
      [await statusOf(made.secret), await statusOf(last.body.secret), await statusOf(secret)],
      [401, 200, 200],
    );
  });

  test('a revoked one is none, and a revocation twice is one', async () => {
    const { id, secret } = await added();
    const { id: first } = (await secretsOf(id))[0]!;
    for (let times = 0; times < 2; times += 1) {
      const { status, body } = await admin('POST', `/secrets/${first}/revocations`, {});
      assert.deepEqual([status, body], [201, { id: first, ended: true }]);
    }
    assert.equal((await secretsOf(id))[0]!.state, 'revoked');
    const refused = await as(() => secret)('GET', '/token');
    assert.deepEqual([refused.status, refused.body.detail], [401, 'This token is not valid here.']);
    const replaced = await admin('POST', `/systems/${id}/secrets`, { replaces: first });
    assert.deepEqual([replaced.status, replaced.body.field], [422, 'replaces']);
  });

  test('one that ends by itself is refused with the same words', async () => {
    const { id, secret } = await added({ expiresAt: inDays(1) });
    assert.equal(await statusOf(secret), 200);
    await db.database.query('update system_secrets set expires_at = now() where system_id = $1', [id]);
    const { status, body, headers } = await as(() => secret)('GET', '/token');
    assert.deepEqual([status, body.detail], [401, 'This token is not valid here.']);
    assert.match(headers.get('www-authenticate')!, /^Bearer/);
    assert.equal((await secretsOf(id))[0]!.state, 'expired');
  });

  test('a token says what it is, whatever it may be used for', async () => {
    const { id, secret } = await added({ scopes: ['contacts'], expiresAt: inDays(9) });
    const { status, body } = await as(() => secret)('GET', '/token');
    assert.equal(status, 200);
    const told = secretSchemas.token.parse(body);
    assert.deepEqual([told.name, told.scopes, told.system.id], ['first', ['contacts'], id]);
    assert.equal(Math.round((Date.parse(told.expiresAt!) - Date.now()) / 86_400_000), 9);
    assert.ok(!JSON.stringify(body).includes(secret));
  });

  test('what a scope does not cover is 403, naming it, and a token gives none that it lacks', async () => {
    const { secret } = await added({ scopes: ['systems', 'messages:read'] });
    const call = as(() => secret);
    const send = await call('POST', '/messages', draft);
    assert.deepEqual([send.status, send.body.code], [403, 'forbidden']);
    assert.match(send.body.detail, /messages:send/);
    const named = { name: 'By token', from: ['*@example.dk'] };
    for (const [path, body, missing] of [
      ['/systems', named, /messages:send, messages:act/],
      ['/systems', { ...named, scopes: ['policy'] }, /policy/],
      [`/systems/${rest.system}/secrets`, { scopes: ['people'] }, /people/],
    ] as const) {
      const { status, body: problem } = await call('POST', path, body);
      assert.deepEqual([status, problem.code, problem.field], [403, 'forbidden', 'scopes']);
      assert.match(problem.detail, missing);
    }
    const stronger = await added({ scopes: ['people'] });
    const { id: old } = (await secretsOf(stronger.id))[0]!;
    const stolen = await call('POST', `/systems/${stronger.id}/secrets`, { replaces: old });
    assert.deepEqual([stolen.status, stolen.body.field], [403, 'scopes']);
    assert.equal((await call('POST', '/systems', { ...named, scopes: ['messages:read'] })).status, 201);
  });

  test('without the scope nothing of systems can be seen or done', async () => {
    const { id } = await added();
    for (const [method, path] of [
      ['GET', '/systems'],
      ['GET', `/systems/${id}`],
      ['PUT', `/systems/${id}`],
      ['POST', `/systems/${id}/closures`],
      ['POST', `/systems/${id}/openings`],
      ['GET', `/systems/${id}/secrets`],
      ['POST', `/systems/${id}/secrets`],
      ['POST', `/secrets/${id}/revocations`],
    ] as const) {
      const { status, body } = await rest.call(method, path, method === 'GET' ? {} : { body: {} });
      assert.equal(status, 403, path);
      assert.match(body.detail, /systems/);
    }
  });

  const wrong: [string, object, string][] = [
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['an end in a hundred years', { expiresAt: '2127-01-01T00:00:00Z' }, 'expiresAt'],
    ['an end without a zone', { expiresAt: '2027-01-01T00:00:00' }, 'expiresAt'],
    ['no scopes', { scopes: [] }, 'scopes'],
    ['an unknown scope', { scopes: ['root'] }, 'scopes.0'],
    ['an overlap of 721 hours', { replaces: randomUUID(), overlapHours: 721 }, 'overlapHours'],
    ['an overlap of half an hour', { replaces: randomUUID(), overlapHours: 0.5 }, 'overlapHours'],
    ['an overlap of nothing', { overlapHours: 1 }, 'overlapHours'],
    ['a secret that is none', { replaces: randomUUID() }, 'replaces'],
    ['an id that is none', { replaces: 'x' }, 'replaces'],
    ['a huge name', { name: 'x'.repeat(101) }, 'name'],
    ['an unknown field', { hash: 'x' }, 'hash'],
  ];
  test('what a secret cannot be is refused, naming the field', async () => {
    const { id } = await added();
    for (const [what, body, field] of wrong) {
      const answer = await admin('POST', `/systems/${id}/secrets`, body);
      assert.deepEqual([answer.status, answer.body.code, answer.body.field], [422, 'invalid', field], what);
    }
    assert.equal((await secretsOf(id)).length, 1);
    for (const unknown of [randomUUID(), 'x', '%00']) {
      for (const path of [`/systems/${unknown}`, `/systems/${unknown}/secrets`]) {
        assert.equal((await admin('GET', path)).status, 404, path);
      }
      assert.equal((await admin('POST', `/secrets/${unknown}/revocations`, {})).status, 404, unknown);
    }
  });

  test('the system of SEGL_BOOTSTRAP_TOKEN is left alone', async () => {
    const { body } = await admin('GET', '/token');
    const { id } = secretSchemas.token.parse(body).system;
    for (const path of [`/systems/${id}/closures`, `/systems/${id}/openings`, `/systems/${id}/secrets`]) {
      const refused = await admin('POST', path, {});
      assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden'], path);
      assert.match(refused.body.detail, /SEGL_BOOTSTRAP_TOKEN/);
    }
    assert.equal((await admin('POST', `/secrets/${body.id}/revocations`, {})).status, 403);
    assert.equal((await admin('GET', '/token')).status, 200);
  });

  test('a token with spaces, twice, folded or huge proves nobody', async () => {
    const { secret } = await added();
    const asked = async (...lines: string[]) => {
      const raw = await rawRequest(rest.port, ['GET /api/v1/token HTTP/1.1', ...lines, 'Connection: close']);
      return Number((await raw.answer()).match(/^HTTP\/1\.1 (\d+)/)?.[1] ?? 0);
    };
    assert.equal(await asked(`Authorization: Bearer ${secret}`), 200);
    assert.equal(await asked(`Authorization: bearer   ${secret}  `), 200);
    const [start, end] = [secret.slice(0, 20), secret.slice(20)];
    for (const value of [
      `Bearer ${secret} ${secret}`,
      `Bearer ${start} ${end}`,
      `Bearer${secret}`,
      `Basic ${secret}`,
      'Bearer ',
      `Bearer ${secret.toUpperCase()}`,
      `Bearer ${secret}\u00e9`,
    ]) {
      assert.equal(await asked(`Authorization: ${value}`), 401, value);
    }
    // Folded lines are no HTTP any more (RFC 9112 §5.2).
    assert.equal(await asked(`Authorization: Bearer ${start}\r\n ${end}`), 400);
    assert.equal(await asked(`Authorization: Bearer ${start}\n${end}`), 400);
    assert.equal(await asked(`Authorization: Bearer ${'x'.repeat(20_000)}`), 431);
    assert.deepEqual(rest.failures, []);
  });

  test('a token that is revoked while its request is under way does nothing more', async () => {
    const { id, secret } = await added();
    const { id: first } = (await secretsOf(id))[0]!;
    const body = JSON.stringify({ ...draft, from: 'a@example.dk' });
    const before = await rest.remains();
    const raw = await rawRequest(rest.port, [
      'POST /api/v1/messages HTTP/1.1',
      `Authorization: Bearer ${secret}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ]);
    raw.write(body.slice(0, 20));
    const began = performance.now();
    await until('the token was seen', async () => {
      const { rows } = await db.database.query(
        'select from system_secrets where id = $1 and last_used_at is not null',
        [first],
      );
      return rows.length > 0;
    });
    assert.equal((await admin('POST', `/secrets/${first}/revocations`, {})).status, 201);
    // What stood within the last second is not asked for again.
    await until('a second is over', () => performance.now() - began > 1_500);
    raw.write(body.slice(20));
    const answer = await raw.answer();
    assert.match(answer, /^HTTP\/1\.1 401 /);
    assert.match(answer, /This token is not valid here/);
    assert.deepEqual(await rest.remains(), before);
  });

  test('fifty requests at once all succeed, and tell of the last use', async () => {
    const { id, secret } = await added();
    const answers = await Promise.all(Array.from({ length: 50 }, () => statusOf(secret)));
    assert.deepEqual(new Set(answers), new Set([200]));
    const { lastUsedAt } = (await secretsOf(id))[0]!;
    assert.ok(Math.abs(Date.parse(lastUsedAt!) - Date.now()) < 60_000);
    assert.equal((await admin('GET', `/systems/${id}`)).body.lastUsedAt, lastUsedAt);
  });
});

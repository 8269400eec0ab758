import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as schemas from '../../../src/doors/rest/schemas-contacts.ts';
import { withDatabases } from '../../support/database.ts';
import { openRest, type Rest, until } from './support/rest.ts';
import { rawRequest } from './support/raw-request.ts';

withDatabases('contacts for systems', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  const call = (method: string, path: string, body?: unknown) =>
    rest.call(method, path, { token: rest.admin, ...(body === undefined ? {} : { body }) });
  const send = (file: string | Buffer, query = '', headers: Record<string, string> = {}) =>
    rest.call('POST', `/contact-imports${query}`, {
      token: rest.admin,
      raw: typeof file === 'string' ? file : new Uint8Array(file),
      headers: { 'content-type': 'text/csv', ...headers },
    });
  const codeOf = ({ status, body }: Awaited<ReturnType<Rest['call']>>) => [status, body.code];

  test('are read, changed, deleted, and paged', async () => {
    const contacts = ['ana', 'bo', 'cy'].map((name) => ({
      email: `${name}@r.dk`,
      name,
      unit: 'Borgerservice',
    }));
    assert.equal((await call('POST', '/contacts', { contacts })).status, 201);
    const first = schemas.contactPage.parse((await call('GET', '/contacts?unit=borgerservice&limit=2')).body);
    assert.deepEqual(
      first.contacts.map(({ email }) => email),
      ['ana@r.dk', 'bo@r.dk'],
    );
    const rest = schemas.contactPage.parse((await call('GET', `/contacts?limit=2&after=${first.next}`)).body);
    assert.deepEqual([rest.contacts.map(({ email }) => email), rest.next], [['cy@r.dk'], undefined]);

    const [ana] = first.contacts;
    const path = `/contacts/${ana!.id}`;
    assert.deepEqual((await call('GET', path)).body, ana);
    const change = { version: 1, email: 'ana@r.dk', phone: '20123456', language: 'sv' };
    const changed = schemas.storedContact.parse((await call('PUT', path, change)).body);
    assert.deepEqual(changed, {
      id: ana!.id,
      version: 2,
      email: 'ana@r.dk',
      phone: '+4520123456',
      language: 'sv',
    });
    assert.deepEqual(codeOf(await call('PUT', path, change)), [409, 'changed_meanwhile']);
    assert.deepEqual(codeOf(await call('POST', `${path}/deletions`, { version: 1 })), [
      409,
      'changed_meanwhile',
    ]);
    const deleted = await call('POST', `${path}/deletions`, { version: 2 });
    assert.deepEqual([deleted.status, deleted.body], [201, { id: ana!.id, deleted: true }]);
    assert.deepEqual(codeOf(await call('GET', path)), [404, 'not_found']);
    assert.deepEqual(codeOf(await call('GET', `/contacts?after=${ana!.id}`)), [410, 'gone']);
  });

  test('are found by their address, in any case', async () => {
    await call('POST', '/contacts', {
      contacts: [{ email: 'Dea@r.dk' }, { email: 'dea@r.dk', unit: 'Borgerservice' }],
    });
    const { body } = await call('GET', '/contacts?email=DEA%40r.dk');
    assert.equal(body.contacts.length, 2);
    assert.deepEqual((await call('GET', '/contacts?email=nobody%40r.dk')).body, { contacts: [] });
  });

  test('belong to the token with the scope, and to no other', async () => {
    const id = '0197a3c2-7b1e-7c3a-9f00-000000000001';
    for (const [method, path] of [
      ['GET', '/contacts'],
      ['GET', `/contacts/${id}`],
      ['PUT', `/contacts/${id}`],
      ['POST', `/contacts/${id}/deletions`],
      ['POST', '/contact-imports'],
      ['GET', `/contact-imports/${id}`],
      ['GET', `/contact-imports/${id}/rows`],
      ['POST', `/contact-imports/${id}/applications`],
      ['POST', `/contact-imports/${id}/undos`],
    ] as const) {
      assert.deepEqual(codeOf(await rest.call(method, path)), [403, 'forbidden'], path);
      if (path === '/contact-imports' || path === '/contacts' || method === 'PUT') continue;
      assert.deepEqual(codeOf(await call(method, path)), [404, 'not_found'], path);
    }
  });

  test('come in a file: preview, rows, application, undo', async () => {
    const file = Buffer.from('E-mail;Navn\næbler@r.dk;Æ\nfin@r.dk;Søren\nx;\n=1;\n', 'latin1');
    const { status, body } = await send(file, '?unit=Borgerservice');
    assert.equal(status, 201);
    const preview = schemas.contactImport.parse(body);
    assert.equal(preview.findings.encoding, 'windows-1252');
    assert.deepEqual(preview.counts, { add: 2, change: 0, same: 0, problem: 2 });
    assert.deepEqual(
      preview.problems.map(({ line, problem }) => [line, problem]),
      [
        [4, { code: 'address_invalid' }],
        [5, { code: 'formula', detail: 'email' }],
      ],
    );
    const path = `/contact-imports/${preview.id}`;
    assert.deepEqual((await call('GET', path)).body, body);
    const rows = schemas.importRows.parse((await call('GET', `${path}/rows?action=add&limit=1`)).body);
    assert.deepEqual(rows, {
      rows: [{ line: 2, action: 'add', email: 'æbler@r.dk', name: 'Æ', unit: 'Borgerservice' }],
      next: 2,
    });
    const last = schemas.importRows.parse((await call('GET', `${path}/rows?action=add&after=2`)).body);
    assert.deepEqual([last.rows.length, last.next], [1, undefined]);

    const applied = await call('POST', `${path}/applications`);
    assert.equal(applied.status, 201);
    assert.deepEqual(schemas.contactImport.parse(applied.body).applied, { added: 2, changed: 0, skipped: 0 });
    assert.deepEqual(codeOf(await call('POST', `${path}/applications`)), [409, 'changed_meanwhile']);
    const undone = schemas.contactImport.parse((await call('POST', `${path}/undos`, {})).body);
    assert.deepEqual([undone.state, undone.undone], ['undone', { deleted: 2, restored: 0, kept: 0 }]);
    assert.deepEqual(codeOf(await call('POST', `${path}/undos`)), [409, 'changed_meanwhile']);
    assert.deepEqual(codeOf(await call('POST', `${path}/applications`)), [409, 'changed_meanwhile']);
  });

  const bad: [string, () => ReturnType<typeof send>, number, string, string?][] = [
    ['no file', () => send(''), 422, 'invalid', 'empty'],
    ['no header', () => send('a@r.dk\n'), 422, 'invalid', 'no_header'],
    [
      'a workbook',
      () => send(Buffer.from('504b030414000600', 'hex')),
      415,
      'unsupported_media_type',
      'workbook',
    ],
    ['JSON', () => send('{}', '', { 'content-type': 'application/json' }), 415, 'unsupported_media_type'],
    ['a compressed file', () => send('x', '', { 'content-encoding': 'gzip' }), 415, 'unsupported_media_type'],
    ['an unknown unit', () => send('mail\na@r.dk', '?unit=Nowhere'), 422, 'invalid'],
    ['an unknown parameter', () => send('mail\na@r.dk', '?units=x'), 422, 'invalid'],
  ];
  for (const [what, ask, status, code, reason] of bad) {
    test(`a file is refused that is, or names, ${what}`, async () => {
      const answer = await ask();
      assert.deepEqual([...codeOf(answer), answer.body.reason], [status, code, reason]);
      assert.ok(answer.body.detail);
    });
  }

  test('a file that breaks off leaves nothing', async () => {
    const { count: before } = await db.database.query('select from contact_imports');
    const request = await rawRequest(rest.port, [
      'POST /api/v1/contact-imports HTTP/1.1',
      `Authorization: Bearer ${rest.admin}`,
      'Content-Type: text/csv',
      'Content-Length: 1000000',
    ]);
    request.write(`mail\n${'a@r.dk\n'.repeat(10_000)}`);
    const kept = async () => (await db.database.query('select from contact_imports')).count;
    await until('the file is being read', async () => (await kept()) > before);
    request.cut();
    await until('nothing is left', async () => (await kept()) === before);
    assert.deepEqual(rest.failures, []);
  });
});

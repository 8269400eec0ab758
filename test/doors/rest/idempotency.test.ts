import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withDatabases } from '../../support/database.ts';
import { rawRequest } from './support/raw-request.ts';
import { draft, openRest, type Rest, until } from './support/rest.ts';

withDatabases('Idempotency-Key', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  const post = (key: string, body: unknown = draft, token?: string) =>
    rest.call('POST', '/messages', {
      body,
      headers: { 'idempotency-key': key },
      ...(token ? { token } : {}),
    });

  test('the same request gets the first answer again, and says so', async () => {
    const first = await post('same');
    const again = await post('same');
    assert.deepEqual([first.status, first.headers.get('idempotency-replayed')], [201, null]);
    assert.deepEqual([again.status, again.headers.get('idempotency-replayed')], [201, 'true']);
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers.get('location'), first.headers.get('location'));
  });

  test('JSON and multipart with the same meaning are the same request', async () => {
    const attachment = { filename: 'a.txt', contentType: 'text/plain' };
    const bytes = Buffer.alloc(200_000, 'x');
    const first = await post('forms', {
      ...draft,
      attachments: [{ ...attachment, content: bytes.toString('base64') }],
    });
    const form = new FormData();
    form.append('message', JSON.stringify(draft));
    form.append('file', new Blob([bytes], { type: 'text/plain' }), 'a.txt');
    const before = await rest.remains();
    const again = await rest.call('POST', '/messages', {
      raw: form,
      headers: { 'idempotency-key': 'forms' },
    });
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.deepEqual(again.body, first.body);
    assert.deepEqual(await rest.remains(), before);
  });

  test('another request under the same key is refused', async () => {
    await post('other');
    const { status, body } = await post('other', { ...draft, subject: 'Noget andet' });
    assert.deepEqual([status, body.code], [422, 'idempotency_mismatch']);
  });

  test('a key belongs to its system', async () => {
    const mine = await post('shared');
    const theirs = await post('shared', draft, rest.admin);
    assert.notEqual(theirs.body.id, mine.body.id);
  });

  test('a refused request lets go of its key', async () => {
    assert.equal((await post('refused', { ...draft, text: '' })).status, 422);
    assert.equal((await post('refused')).status, 201);
  });

  test('while one request is at work, another is told so at once', async () => {
    const text = JSON.stringify(draft);
    const raw = await rawRequest(rest.port, [
      'POST /api/v1/messages HTTP/1.1',
      `Authorization: Bearer ${rest.token}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Idempotency-Key: flight',
      'Connection: close',
    ]);
    const held = async () =>
      (await db.owner.query("select from idempotency_keys where key = 'flight'")).count === 1;
    await until('the key is held', held);
    const other = await post('flight');
    assert.deepEqual([other.status, other.body.code], [409, 'request_in_flight']);
    raw.write(text);
    assert.match(await raw.answer(), /^HTTP\/1\.1 201 /);
    assert.equal((await post('flight')).headers.get('idempotency-replayed'), 'true');
  });

  test('of twenty at once, one message comes', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('twenty')));
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id));
    assert.equal(ids.size, 1);
    assert.ok(answers.every(({ status }) => status === 201 || status === 409));
  });

  test('a key of 1 to 255 characters', async () => {
    for (const key of ['', 'x'.repeat(256)]) {
      const { status, body } = await post(key);
      assert.deepEqual([status, body.code], [422, 'invalid']);
    }
    assert.equal((await post('x'.repeat(255))).status, 201);
  });
});

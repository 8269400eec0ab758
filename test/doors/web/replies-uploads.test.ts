import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { type Answerable, answerable, keptOf } from './replies-support.ts';
import { type Answer, Visitor } from './visitor.ts';

describe('A file of an answer that comes in pieces', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  const kept = ({ delivery }: Answerable) => keptOf(db, delivery);
  const json = (visitor: Visitor, method: string, path: string, body: unknown) =>
    visitor.ask(path, {
      method,
      headers: { 'content-type': 'application/json', origin: app.url },
      body: JSON.stringify(body),
    });
  const codeOf = (answer: Answer) => (JSON.parse(answer.text) as { code: string }).code;

  async function begin({ visitor, path }: Answerable, size: number, more: object = {}): Promise<string> {
    const file = { form: randomUUID(), filename: 'plan.bin', contentType: 'image/png', size, ...more };
    const answer = await json(visitor, 'POST', `${path}/uploads`, file);
    assert.equal(answer.status, 201, answer.text);
    return answer.headers.location!;
  }
  const patch = ({ visitor }: Answerable, url: string, offset: number | string, body: Buffer, headers = {}) =>
    visitor.ask(url, {
      method: 'PATCH',
      headers: {
        'content-type': 'application/partial-upload',
        'upload-offset': String(offset),
        origin: app.url,
        ...headers,
      },
      body,
    });
  /** A piece of two million bytes of which only these come. */
  async function beginPatch({ visitor }: Answerable, url: string, offset: number, bytes: Buffer) {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    socket.write(
      `PATCH ${url} HTTP/1.1\r\nhost: x\r\norigin: ${app.url}\r\ncookie: ${cookie}\r\nupload-offset: ${offset}\r\n` +
        'content-type: application/partial-upload\r\ncontent-length: 2000000\r\n\r\n',
    );
    socket.write(bytes);
    return socket;
  }
  const offsetOf = async ({ visitor }: Answerable, url: string): Promise<[number, string]> => {
    const { headers } = await visitor.ask(url, { method: 'HEAD' });
    return [Number(headers['upload-offset']), headers['upload-complete'] as string];
  };

  it('goes on where it stopped, also after a cut in the middle of a piece, and is whole when it is sent', async () => {
    const one = await answerable(app);
    const bytes = randomBytes(3_000_000);
    const url = await begin(one, bytes.length);
    assert.equal((await patch(one, url, 0, bytes.subarray(0, 1000))).headers['upload-offset'], '1000');
    // The connection breaks after some of what was promised.
    const socket = await beginPatch(one, url, 1000, bytes.subarray(1000, 1_500_000));
    await until('under way', 10, async () => (await kept(one)).blobs === 1);
    socket.destroy();
    await until('kept', 10, async () => (await offsetOf(one, url))[0] > 1000);
    const [offset, isWhole] = await offsetOf(one, url);
    assert.ok(offset <= 1_500_000);
    assert.equal(isWhole, '?0');

    // It is not sent as long as it is not whole, and is shown as begun.
    const early = await one.visitor.post(one.path, { form: randomUUID(), text: 'Here' });
    assert.equal(early.status, 422);
    assert.match(early.text, /A file has not come whole yet/);
    assert.match((await one.visitor.get(one.path)).text, /data-unfinished/);
    const last = await patch(one, url, offset, bytes.subarray(offset));
    assert.equal(last.status, 204);
    assert.equal(last.headers['upload-complete'], '?1');
    assert.deepEqual(await offsetOf(one, url), [bytes.length, '?1']);
    assert.equal((await db.database.query('select from reply_pieces')).count, 0);
    assert.equal((await one.visitor.post(one.path, { form: randomUUID(), text: 'Here' })).status, 303);
    assert.deepEqual(await kept(one), { sent: 1, drafts: 0, parts: 2, uploads: 0, blobs: 0 });

    const page = await one.visitor.get(one.path);
    const own = await one.visitor.get(
      page.text.match(/href="(\/m\/[\w-]{43}\/replies\/[0-9a-f-]{36})"/)![1]!,
    );
    const href = own.text.match(/href="(\/m\/[^"]+\/attachments\/[0-9a-f-]{36})"/)![1]!;
    const whole = await one.visitor.get(href);
    assert.ok(whole.bytes.equals(bytes));
    assert.equal(whole.headers['content-type'], 'image/png');
    assert.match(whole.headers['content-disposition'] as string, /plan\.bin/);
    assert.equal(
      (await one.visitor.ask(url, { method: 'HEAD' })).status,
      404,
      'what is sent takes nothing more',
    );
  });

  it('takes a piece at the right byte alone, and of several at one byte one', async () => {
    const one = await answerable(app);
    const bytes = randomBytes(400_000);
    const url = await begin(one, bytes.length);
    const wrong = await patch(one, url, 5, bytes.subarray(5));
    assert.equal(wrong.status, 409);
    assert.equal(codeOf(wrong), 'upload_offset');
    assert.equal(wrong.headers['upload-offset'], '0');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => patch(one, url, 0, bytes.subarray(0, 200_000))),
    );
    const [first, ...others] = answers.map(({ status }) => status).sort();
    assert.equal(first, 204);
    assert.deepEqual(
      others.filter((status) => status !== 409 && status !== 503),
      [],
    );
    const ends = await Promise.all(
      Array.from({ length: 3 }, () => patch(one, url, 200_000, bytes.subarray(200_000))),
    );
    assert.equal(ends.filter(({ status }) => status === 204).length >= 1, true);
    assert.deepEqual(await offsetOf(one, url), [bytes.length, '?1']);
    assert.deepEqual(await kept(one), { sent: 0, drafts: 1, parts: 1, uploads: 1, blobs: 0 });
    const again = await patch(one, url, bytes.length, Buffer.alloc(0));
    assert.equal(again.headers['upload-complete'], '?1');
    const beyond = await patch(one, url, bytes.length, Buffer.from('x'));
    assert.equal(beyond.status, 413);
  });

  it('takes three pieces at once at most, so that nobody fills the disk with what is never kept', async () => {
    const one = await answerable(app);
    const url = await begin(one, 3_000_000);
    const bytes = randomBytes(1_500_000);
    const sockets = await Promise.all(Array.from({ length: 3 }, () => beginPatch(one, url, 0, bytes)));
    await until('under way', 10, async () => (await kept(one)).blobs === 3);
    for (const again of [url, url.replace(/[^/]+$/, (id) => id.toUpperCase())]) {
      const more = await patch(one, again, 0, bytes);
      assert.deepEqual([more.status, codeOf(more)], [503, 'overloaded']);
    }
    const other = await begin(one, 5);
    assert.equal((await patch(one, other, 0, Buffer.from('other'))).headers['upload-complete'], '?1');
    for (const socket of sockets) socket.destroy();
    await until('free again', 10, async () => {
      const [offset] = await offsetOf(one, url);
      return offset > 0 && (await patch(one, url, offset, Buffer.alloc(0))).status === 204;
    });
    await until('one is kept', 10, async () => (await kept(one)).blobs === 0);
  });

  it('is refused before it begins where it is too large, or one too many', async () => {
    const one = await answerable(app);
    const { visitor, path } = one;
    const file = (size: unknown) => ({ form: randomUUID(), filename: 'a', contentType: '', size });
    for (const size of [2_000_000_000, 1024 ** 3 + 1]) {
      const large = await json(visitor, 'POST', `${path}/uploads`, file(size));
      assert.deepEqual([large.status, codeOf(large)], [413, 'too_large']);
    }
    for (const size of [-1, 1.5, '5', null, undefined]) {
      const strange = await json(visitor, 'POST', `${path}/uploads`, file(size));
      assert.deepEqual([strange.status, codeOf(strange)], [422, 'invalid']);
    }
    await begin(one, 1024 ** 3 - 10);
    const second = await json(visitor, 'POST', `${path}/uploads`, file(11));
    assert.deepEqual([second.status, codeOf(second)], [413, 'too_large']);
    for (let n = 1; n < 50; n += 1) await begin(one, 0);
    const more = await json(visitor, 'POST', `${path}/uploads`, file(0));
    assert.deepEqual([more.status, codeOf(more)], [422, 'too_many_attachments']);
    const url = `${path}/uploads/${(await db.database.query<{ id: string }>('select id from reply_uploads where size > 0')).rows[0]!.id}`;
    const big = await patch(one, url, 0, Buffer.alloc(9 * 1024 * 1024));
    assert.deepEqual([big.status, codeOf(big)], [413, 'too_large']);
  });

  it('can be empty, be removed, and be thrown away with its draft', async () => {
    const one = await answerable(app);
    const url = await begin(one, 0);
    assert.equal((await patch(one, url, 0, Buffer.alloc(0))).headers['upload-complete'], '?1');
    const other = await begin(one, 300_000);
    await patch(one, other, 0, randomBytes(100_000));
    const remove = (path: string) =>
      one.visitor.ask(path, { method: 'DELETE', headers: { origin: app.url } });
    assert.equal((await remove(other)).status, 204);
    assert.equal((await remove(other)).status, 404);
    assert.equal((await one.visitor.ask(other, { method: 'HEAD' })).status, 404);
    assert.deepEqual(await kept(one), { sent: 0, drafts: 1, parts: 1, uploads: 1, blobs: 0 });
    await one.visitor.post(one.path, { form: randomUUID(), text: '', do: 'discard' });
    assert.deepEqual(await kept(one), { sent: 0, drafts: 0, parts: 0, uploads: 0, blobs: 0 });
  });

  it('takes its words by themselves, and none of a form that was sent', async () => {
    const one = await answerable(app);
    const form = randomUUID();
    const put = (text: string) => json(one.visitor, 'PUT', `${one.path}/draft`, { form, text });
    assert.equal((await put('')).status, 204);
    assert.equal((await kept(one)).drafts, 0);
    assert.equal((await put('One')).status, 204);
    assert.equal((await put('One and two')).status, 204);
    assert.match((await one.visitor.get(one.path)).text, />\nOne and two<\/textarea>/);
    assert.equal((await one.visitor.post(one.path, { form, text: 'All three' })).status, 303);
    const late = await put('One and two');
    assert.deepEqual([late.status, codeOf(late)], [409, 'changed_meanwhile']);
    assert.deepEqual(await kept(one), { sent: 1, drafts: 0, parts: 1, uploads: 0, blobs: 0 });
  });

  it('is nobody else’s, and ends with the session and the message', async () => {
    const one = await answerable(app);
    const other = await answerable(app);
    const url = await begin(one, 100);
    const id = url.split('/').at(-1)!;
    for (const foreign of [`${other.path}/uploads/${id}`, `${other.path}/uploads/x`]) {
      assert.equal((await patch(other, foreign, 0, Buffer.from('x'))).status, 404);
      assert.equal((await other.visitor.ask(foreign, { method: 'HEAD' })).status, 404);
      const gone = await other.visitor.ask(foreign, { method: 'DELETE', headers: { origin: app.url } });
      assert.equal(gone.status, 404);
    }
    const stranger = { ...one, visitor: new Visitor(app.url) };
    assert.equal((await patch(stranger, url, 0, Buffer.from('x'))).status, 401);
    assert.equal((await json(stranger.visitor, 'PUT', `${one.path}/draft`, { text: 'x' })).status, 401);
    assert.equal(
      (await patch(one, url, 0, Buffer.from('x'), { origin: 'https://evil.example' })).status,
      403,
    );
    assert.equal((await patch(one, url, 0, Buffer.from('x'), { 'content-type': 'text/plain' })).status, 415);
    for (const offset of ['', '-1', '1e3', 'x', '9'.repeat(20)])
      assert.equal((await patch(one, url, offset, Buffer.from('x'))).status, 422, offset);
    await app.post(`/api/v1/messages/${one.message}/recalls`, { reason: 'wrong_recipient' });
    const late = await patch(one, url, 0, Buffer.from('x'));
    assert.deepEqual([late.status, codeOf(late)], [410, 'gone']);
    assert.deepEqual(await kept(one), { sent: 0, drafts: 0, parts: 0, uploads: 0, blobs: 0 });
  });
});

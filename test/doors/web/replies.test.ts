import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { type Answerable, answerable, keptOf, secret } from './replies-support.ts';
import { ask, Visitor } from './visitor.ts';

describe('An answer', () => {
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
  const nothing = { sent: 0, drafts: 0, parts: 0, uploads: 0, blobs: 0 };
  const file = (name: string, bytes: Buffer, type = 'application/octet-stream') => ({ name, type, bytes });

  async function ownHref({ path, visitor }: Answerable): Promise<string> {
    return (await visitor.get(path)).text.match(/href="(\/m\/[\w-]{43}\/replies\/[0-9a-f-]{36})"/)![1]!;
  }

  /** A socket on which the head of a multipart form was sent, with the text and a file that is begun. */
  async function begin(
    one: Answerable,
    headers: string,
    parts = '',
  ): Promise<{ socket: Socket; answer: () => string }> {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    const cookie = [...one.visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    socket.write(
      `POST ${one.path} HTTP/1.1\r\nhost: x\r\norigin: ${app.url}\r\ncookie: ${cookie}\r\n` +
        `content-type: multipart/form-data; boundary=b\r\n${headers}\r\n\r\n${parts}`,
    );
    return { socket, answer: () => answer };
  }
  const field = (name: string, value: string) =>
    `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const begun = '--b\r\ncontent-disposition: form-data; name="files"; filename="a.bin"\r\n\r\n';
  const chunk = (text: string | Buffer) =>
    Buffer.concat([Buffer.from(`${text.length.toString(16)}\r\n`), Buffer.from(text), Buffer.from('\r\n')]);

  it('is offered with the message, written, sent, and kept for its writer, who reads when it was read', async () => {
    const one = await answerable(app);
    const { visitor, path, delivery } = one;
    const message = await visitor.get(`/m/${one.token}`);
    assert.ok(message.text.includes(`href="${path}"`));
    const page = await visitor.get(path);
    assert.equal(page.status, 200);
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.ok(!page.text.includes(secret), 'the message is referred to, not quoted');
    const before = await kept(one);
    assert.deepEqual(before, nothing, 'showing the form keeps nothing');

    const small = Buffer.from('small file');
    const large = randomBytes(300_000);
    const answer = await visitor.postFiles(
      path,
      [
        ['form', await one.form()],
        ['text', 'Dear all\r\nhere it is'],
        ['do', 'send'],
      ],
      [file('ansøgning æ.txt', small, 'text/plain'), file('photo.jpg', large, 'image/jpeg')],
    );
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, `${path}?done=sent`);
    assert.match((await visitor.get(`${path}?done=sent`)).text, /Your answer is sent/);
    assert.deepEqual(await kept(one), { ...nothing, sent: 1, parts: 3 });

    const { rows: events } = await db.database.query<{
      details: Record<string, unknown>;
      fields: { content: object[] };
    }>(
      `select e.details, f.fields from events e join event_fields f on f.event = e.id
        where e.delivery = $1 and e.type = 'delivery.replied'`,
      [delivery],
    );
    assert.equal(events.length, 1);
    const { details, fields } = events[0]!;
    assert.deepEqual(Object.keys(details).sort(), ['attachments', 'bytes', 'reply']);
    assert.equal(details.attachments, 2);
    assert.equal(fields.content.length, 3);
    assert.doesNotMatch(JSON.stringify([details, fields]), /ansøgning|Dear all/);

    const href = await ownHref(one);
    const own = await visitor.get(href);
    assert.equal(own.status, 200);
    assert.match(own.text, /Dear all\nhere it is/);
    assert.match(own.text, /has not read it yet/);
    const files = [...own.text.matchAll(/href="(\/m\/[^"]+\/attachments\/[0-9a-f-]{36})"/g)].map(
      ([, to]) => to!,
    );
    assert.equal(files.length, 2);
    const whole = await visitor.get(files[1]!);
    assert.deepEqual(whole.bytes, large);
    assert.equal(whole.headers['content-type'], 'image/jpeg');
    assert.match(whole.headers['content-security-policy'] as string, /sandbox/);
    const range = await visitor.get(files[1]!, { range: 'bytes=299990-' });
    assert.equal(range.status, 206);
    assert.deepEqual(range.bytes, large.subarray(299_990));
    assert.equal((await visitor.get(files[0]!, { range: 'bytes=10-' })).status, 416);
    assert.match((await visitor.get(files[0]!)).headers['content-disposition'] as string, /ans%C3%B8gning/);
    const read = await app.get(`/api/v1/replies/${details.reply}`);
    const told = (await read.json()) as {
      text: string;
      attachments: { filename: string; sha256?: string }[];
    };
    assert.equal(told.text, 'Dear all\nhere it is');
    assert.deepEqual(
      told.attachments.map(({ filename }) => filename),
      ['ansøgning æ.txt', 'photo.jpg'],
    );
    assert.match((await visitor.get(href)).text, / read it on /);
    assert.match((await visitor.get(path)).text, /Read on /);
  });

  it('needs no more than its words, as a plain form, and tells whoever has the case', async () => {
    const one = await answerable(app);
    assert.equal((await one.visitor.post(one.path, { text: 'Thank you' })).status, 303);
    assert.match((await one.visitor.get(await ownHref(one))).text, /Thank you/);
    const { rows } = await db.database.query(
      "select from jobs where kind like 'reply_%' and payload ->> 'delivery' = $1",
      [one.delivery],
    );
    const told = async () =>
      (await app.outbox()).some(({ kind, text }) => kind === 'mail' && text.includes(one.message));
    assert.ok(rows.length > 0 || (await told()));
  });

  it('posted twice is one answer; changed after going back it is another', async () => {
    const one = await answerable(app);
    const form = await one.form();
    const post = (text: string) =>
      one.visitor.postFiles(
        one.path,
        [
          ['form', form],
          ['text', text],
        ],
        [file('a.txt', Buffer.from('a'))],
      );
    const answers = await Promise.all([post('Once'), post('Once'), post('Once')]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303, 303],
    );
    assert.deepEqual(await kept(one), { ...nothing, sent: 1, parts: 2 });
    assert.equal((await post('Once')).status, 303);
    assert.equal((await kept(one)).sent, 1);
    assert.equal((await post('Once more')).status, 303);
    assert.equal((await kept(one)).sent, 2);
  });

  it('is kept until it is sent, with its files, and can be thrown away', async () => {
    const one = await answerable(app);
    const { visitor, path } = one;
    const form = await one.form();
    const saved = await visitor.postFiles(
      path,
      [
        ['form', form],
        ['text', 'Half of <it>'],
        ['do', 'save'],
      ],
      [file('a.txt', Buffer.from('aaa')), file('b.bin', randomBytes(100_000))],
    );
    assert.equal(saved.headers.location, `${path}?done=saved`);
    assert.deepEqual(await kept(one), { ...nothing, drafts: 1, parts: 3, uploads: 2 });
    const page = await visitor.get(path);
    assert.match(page.text, />\nHalf of &lt;it&gt;<\/textarea>/);
    assert.match(page.text, /a\.txt/);
    const remove = page.text.match(/name="remove" value="([^"]+)"/)![1]!;
    assert.equal((await visitor.post(path, { form, text: 'Whole', remove })).status, 303);
    const second = await visitor.get(path);
    assert.doesNotMatch(second.text, /a\.txt/);
    assert.match(second.text, /b\.bin/);
    assert.equal(
      (
        await visitor.postFiles(
          path,
          [
            ['form', form],
            ['text', 'All'],
          ],
          [file('c.txt', Buffer.from('c'))],
        )
      ).status,
      303,
    );
    const own = await visitor.get(await ownHref(one));
    assert.match(own.text, /All/);
    assert.match(own.text, /b\.bin/);
    assert.match(own.text, /c\.txt/);
    assert.deepEqual(await kept(one), { ...nothing, sent: 1, parts: 3 });

    await visitor.post(path, { form: randomUUID(), text: 'Never', do: 'save' });
    assert.equal((await kept(one)).drafts, 1);
    const thrown = await visitor.post(path, { form: randomUUID(), text: 'Never', do: 'discard' });
    assert.equal(thrown.headers.location, `${path}?done=discarded`);
    assert.deepEqual(await kept(one), { ...nothing, sent: 1, parts: 3 });
    assert.doesNotMatch((await visitor.get(path)).text, /Never/);
  });

  it('comes back with its words where it cannot be sent', async () => {
    const one = await answerable(app);
    const { visitor, path } = one;
    const empty = await visitor.post(path, { text: ' \n ' });
    assert.equal(empty.status, 422);
    assert.match(empty.text, /<title>Error: /);
    assert.match(empty.text, /Write something, or choose a file/);
    const many = await visitor.postFiles(
      path,
      [['text', 'My words']],
      Array.from({ length: 51 }, (_, at) => file(`${at}.txt`, Buffer.from('x'))),
    );
    assert.equal(many.status, 422);
    assert.match(many.text, /at most 50 files/);
    assert.match(many.text, /My words/);
    assert.match(many.text, /choose the files again/);
    const long = await visitor.post(path, { text: 'x'.repeat(20 * 1024 * 1024) });
    assert.equal(long.status, 413);
    assert.match(long.text, /The text is too long/);
    assert.deepEqual(await kept(one), nothing);
  });

  it('of 2 GB is refused at once, in a plain sentence, before and while it comes', async () => {
    const one = await answerable(app);
    const said = await begin(one, 'content-length: 2000000000', field('text', 'My words') + begun);
    await until('answered', 10, async () => said.answer().includes('</html>'));
    assert.match(said.answer(), /^HTTP\/1\.1 413 /);
    assert.match(said.answer(), /hold more than 1 GB together/);
    assert.match(said.answer(), /My words/);
    said.socket.destroy();
    const silent = await begin(one, 'content-length: 2000000000');
    await until('answered without a byte', 10, async () => silent.answer().includes('</html>'));
    assert.match(silent.answer(), /^HTTP\/1\.1 413 /);
    silent.socket.destroy();

    // Who does not say how much comes: what the draft holds and what has come count together.
    const form = randomUUID();
    const held = await one.visitor.ask(`${one.path}/uploads`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.url },
      body: JSON.stringify({ form, filename: 'a', contentType: '', size: 1024 ** 3 - 5_000_000 }),
    });
    assert.equal(held.status, 201);
    const chunked = await begin(one, 'transfer-encoding: chunked');
    chunked.socket.write(chunk(field('form', form) + field('text', 'My words') + begun));
    chunked.socket.write(chunk(Buffer.alloc(6_000_000)));
    await until('answered in the middle', 20, async () => chunked.answer().includes('</html>'));
    assert.match(chunked.answer(), /^HTTP\/1\.1 413 /);
    chunked.socket.destroy();
    await until('taken back', 20, async () => (await kept(one)).blobs === 0);
    assert.equal((await kept(one)).sent, 0);
  });

  it('that is cut off leaves nothing', async () => {
    const one = await answerable(app);
    const { socket } = await begin(one, 'content-length: 10000000', field('text', 'x') + begun);
    socket.write(Buffer.alloc(3_000_000));
    await until('under way', 10, async () => (await kept(one)).blobs === 1);
    socket.destroy();
    await until('taken back', 10, async () => (await kept(one)).blobs === 0);
    assert.deepEqual(await kept(one), nothing);
    assert.deepEqual(
      app.logged.filter((line) => line.includes('request failed')),
      [],
    );
  });

  it('is read three at a time, so that nobody fills the disk with what is never sent', async () => {
    const one = await answerable(app);
    const parts = field('text', 'x') + begun;
    const forms = await Promise.all([1, 2, 3].map(() => begin(one, 'content-length: 900000000', parts)));
    for (const { socket } of forms) socket.write(Buffer.alloc(500_000));
    await until('under way', 10, async () => (await kept(one)).blobs === 3);
    const more = await one.visitor.post(one.path, { text: 'One more' });
    assert.equal(more.status, 503);
    for (const { socket } of forms) socket.destroy();
    await until('taken back', 10, async () => (await kept(one)).blobs === 0);
    assert.equal((await one.visitor.post(one.path, { text: 'One more' })).status, 303);
  });

  it('under way when the message is recalled is cut, and drafts go; what was sent stays, and quotes nothing', async () => {
    const one = await answerable(app);
    const { visitor, path } = one;
    await visitor.post(path, { text: 'My own words' });
    await visitor.post(path, { form: randomUUID(), text: 'Not yet', do: 'save' });
    const { socket, answer } = await begin(one, 'content-length: 100000000', field('text', 'x') + begun);
    socket.write(Buffer.alloc(3_000_000));
    await until('under way', 10, async () => (await kept(one)).blobs === 1);
    const href = await ownHref(one);
    await app.post(`/api/v1/messages/${one.message}/recalls`, { reason: 'wrong_recipient' });
    await until('answered', 15, async () => answer().includes('</html>'));
    assert.match(answer(), /^HTTP\/1\.1 410 /);
    socket.destroy();
    await until('taken back', 10, async () => (await kept(one)).blobs === 0);
    assert.deepEqual(await kept(one), { ...nothing, sent: 1, parts: 1 });
    for (const to of [path, href]) {
      assert.equal((await visitor.get(to)).status, 410);
      assert.equal((await ask(app.url, to, { method: 'HEAD' })).status, 410);
    }
    assert.equal((await visitor.post(path, { text: 'Too late' })).status, 410);
    assert.equal((await kept(one)).sent, 1);
  });

  it('after the time is over is refused with the page that says so', async () => {
    const one = await answerable(app);
    const page = await one.visitor.get(one.path);
    assert.equal(page.status, 200);
    await db.database.query("update deliveries set expires_at = now() - interval '1 second' where id = $1", [
      one.delivery,
    ]);
    const late = await one.visitor.postFiles(one.path, [['text', 'Late']], [file('a', randomBytes(100_000))]);
    assert.equal(late.status, 410);
    assert.match(late.text, /expired|no longer/i);
    assert.deepEqual(await kept(one), nothing);
  });

  it('is nobody else’s: not without a session, of another delivery, of a reader, or where none is wanted', async () => {
    const one = await answerable(app);
    const other = await answerable(app);
    await one.visitor.post(one.path, { text: 'Mine' });
    const href = await ownHref(one);
    const stranger = new Visitor(app.url);
    const lost = await stranger.post(one.path, { text: 'Typed for <an> hour' });
    assert.equal(lost.status, 401);
    assert.match(lost.text, /Typed for &lt;an&gt; hour/);
    assert.equal((await stranger.get(one.path)).status, 401);
    assert.equal((await stranger.get(href)).status, 401);
    assert.equal((await stranger.get(`/m/${'x'.repeat(43)}/replies`)).status, 404);
    const foreign = href.replace(one.path, other.path);
    assert.equal((await other.visitor.get(foreign)).status, 404);
    assert.equal((await other.visitor.get(`${other.path}/x`)).status, 404);
    for (const origin of ['null', 'https://evil.example', '']) {
      assert.equal((await one.visitor.post(one.path, { text: 'x' }, { origin })).status, 403);
    }
    await db.database.query("update deliveries set parted = 'reader', parent_id = $2 where id = $1", [
      other.delivery,
      one.delivery,
    ]);
    assert.equal((await other.visitor.get(other.path)).status, 403);
    assert.equal((await other.visitor.post(other.path, { text: 'x' })).status, 403);
    assert.doesNotMatch((await other.visitor.get(`/m/${other.token}`)).text, /\/replies"/);
    await db.database.query('insert into message_terms (message_id, replies) values ($1, false)', [
      one.message,
    ]);
    assert.equal((await one.visitor.post(one.path, { text: 'x' })).status, 403);
    assert.equal((await kept(one)).sent, 1);
    assert.equal((await kept(other)).sent, 0);
  });

  it('is one of twenty a day', async () => {
    const one = await answerable(app);
    for (let n = 0; n < 20; n += 1)
      assert.equal((await one.visitor.post(one.path, { text: `${n}` })).status, 303);
    const more = await one.visitor.post(one.path, { text: 'One more' });
    assert.equal(more.status, 429);
    assert.match(more.text, /One more/);
    assert.equal((await kept(one)).sent, 20);
  });

  it('has an answer for every strange form, and never one of 500', async () => {
    const one = await answerable(app);
    const { visitor, path } = one;
    const multipart = 'multipart/form-data; boundary=b';
    const strange: readonly (readonly [string, string | Buffer])[] = [
      [multipart, ''],
      [multipart, '--b'],
      ['multipart/form-data', 'x'],
      [multipart, `--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--`],
      [multipart, `${field('text', 'a')}${field('x', 'y').repeat(100_000)}--b--`],
      [multipart, `${field('text', 'a')}${begun}x\r\n`.concat(`${begun}\r\n`.repeat(100_000), '--b--')],
      ['text/plain', 'text=x'],
      ['application/json', '{"text":"x"}'],
      ['application/x-www-form-urlencoded', 'text=%00%00&do=%00&remove=%00'],
      ['application/x-www-form-urlencoded', 'text[]=x&form=1&do=constructor'],
      ['application/x-www-form-urlencoded', `remove=${randomUUID()}&text=x`],
      ['application/x-www-form-urlencoded', `${'a=b&'.repeat(1000)}text=x`],
    ];
    for (const [type, body] of strange) {
      const answer = await visitor.ask(path, {
        method: 'POST',
        headers: { 'content-type': type, origin: app.url },
        body,
      });
      assert.ok(
        answer.status < 500 && answer.status >= 300,
        `${type} ${body.toString().slice(0, 60)}: ${answer.status}`,
      );
    }
    const names = [
      '../../etc/passwd',
      'a\0b.txt',
      '..',
      `${'ø'.repeat(400)}.pdf`,
      'a"b\r\nSet-Cookie: x=y.txt',
      '\u202egnp.exe',
    ];
    const answer = await visitor.postFiles(
      path,
      [
        ['form', randomUUID()],
        ['text', 'nul\0s'],
      ],
      names.map((name) => file(name, Buffer.from('x'), 'text/html; charset="x"\r\n')),
    );
    assert.equal(answer.status, 303);
    const own = await visitor.get(await ownHref(one));
    for (const [, href] of own.text.matchAll(/href="(\/m\/[^"]+\/attachments\/[0-9a-f-]{36})"/g)) {
      const got = await visitor.get(href!);
      assert.equal(got.status, 200);
      assert.match(got.headers['content-disposition'] as string, /^attachment/);
      assert.doesNotMatch(got.headers['content-disposition'] as string, /\.\.\/|\r|\n|\u202e/);
      assert.equal(got.headers['set-cookie'], undefined);
      assert.equal(got.headers['x-content-type-options'], 'nosniff');
    }
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { ask, askCode, linkTo, openLink, otherCode, Visitor } from './visitor.ts';

describe('The recipient’s routes', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let count = 0;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  interface Sent {
    token: string;
    path: string;
    phone: string;
    delivery: string;
  }

  /** A message to somebody of its own, notified. */
  async function send(more: Record<string, unknown> = {}): Promise<Sent> {
    count += 1;
    const email = `r${count}@example.com`;
    const phone = `+4530${String(100_000 + count)}`;
    const answer = await app.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email, phone, language: 'en' }],
      subject: 'The decision',
      text: 'Words for you alone',
      ...more,
    });
    assert.equal(answer.status, 201);
    const { deliveries } = (await answer.json()) as { deliveries: { id: string }[] };
    const token = await linkTo(app, email);
    const delivery = deliveries[0]!.id;
    await until('notified', 10, async () => (await statusOf(delivery)).status === 'notified');
    return { token, path: `/m/${token}`, phone, delivery };
  }

  const eventsOf = async (delivery: string): Promise<string[]> => {
    const { rows } = await db.database.query<{ type: string }>(
      'select type from events where delivery = $1 order by seq',
      [delivery],
    );
    return rows.map(({ type }) => type.replace('delivery.', ''));
  };
  const statusOf = async (delivery: string): Promise<{ status: string; tries: number }> => {
    const { rows } = await db.database.query<{ status: string; tries: number }>(
      'select status, wrong_tries as tries from deliveries where id = $1',
      [delivery],
    );
    return rows[0]!;
  };

  it('answer a link that nobody has with 404, however it is written', async () => {
    for (const token of [
      'x',
      'x'.repeat(43),
      'x'.repeat(44),
      'ø'.repeat(43),
      '%00'.repeat(43),
      'x'.repeat(42),
    ]) {
      const path = `/m/${encodeURI(token)}`;
      for (const [method, rest] of [
        ['GET', ''],
        ['HEAD', ''],
        ['GET', '/content'],
        ['GET', '/attachments/x'],
        ['HEAD', '/attachments/x'],
        ['POST', '/codes'],
        ['POST', '/openings'],
      ] as const) {
        const answer = await ask(app.url, path + rest, { method });
        assert.equal(answer.status, 404, `${method} ${path}${rest}`);
      }
    }
  });

  it('take no other method', async () => {
    const { path } = await send();
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const { status, headers } = await ask(app.url, path, { method, headers: { origin: app.url } });
      assert.ok(method === 'OPTIONS' || [404, 405].includes(status), `${method}: ${status}`);
      assert.equal(headers['access-control-allow-origin'], undefined);
    }
  });

  it('note a link that is fetched at once, later ones hourly, and HEAD never', async () => {
    const { path, delivery } = await send();
    for (const tail of ['', '/content', '/attachments/x']) {
      const head = await ask(app.url, path + tail, { method: 'HEAD' });
      assert.equal(head.status, 200);
      assert.equal(head.bytes.length, 0);
    }
    assert.deepEqual(await eventsOf(delivery), ['available', 'notified']);
    for (let n = 0; n < 3; n += 1) assert.equal((await ask(app.url, path)).status, 200);
    assert.deepEqual(await eventsOf(delivery), ['available', 'notified', 'link_followed']);
    await db.database.query(
      "update deliveries set fetches_logged_at = fetches_logged_at - interval '61 minutes' where id = $1",
      [delivery],
    );
    await Promise.all(Array.from({ length: 10 }, () => ask(app.url, path)));
    assert.deepEqual(await eventsOf(delivery), ['available', 'notified', 'link_followed', 'link_followed']);
    const { rows } = await db.database.query<{ count: number }>(
      `select (details ->> 'count')::int as count from events where delivery = $1 and type = 'delivery.link_followed' order by seq`,
      [delivery],
    );
    assert.equal(rows[0]!.count, 1);
    assert.ok(rows[1]!.count >= 4 && rows[1]!.count <= 13);
  });

  it('show a stranger with the link who wrote and when, and not a word more', async () => {
    const { path } = await send({ html: '<p>Words for you alone</p>' });
    const { text } = await ask(app.url, path);
    assert.doesNotMatch(text, /decision|Words for you|r\d+@example\.com|\+4530/);
    for (const tail of ['/content', '/attachments/none', '/attachments/../content']) {
      const answer = await ask(app.url, path + tail);
      assert.ok(answer.status === 401 || answer.status === 404, `${tail}: ${answer.status}`);
      assert.doesNotMatch(answer.text, /decision|Words for you/);
    }
  });

  it('lead from a code to the message: 303, the cookie, the text, and the events of it', async () => {
    const { path, phone, token, delivery } = await send();
    const visitor = new Visitor(app.url);
    const code = await askCode(visitor, app, token, phone);
    const wrong = await visitor.post(`${path}/openings`, { code: otherCode(code) });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /14/);
    const malformed = await visitor.post(`${path}/openings`, { code: 'abcdef' });
    assert.equal(malformed.status, 422);
    assert.deepEqual(visitor.setCookies, []);
    const opened = await visitor.post(`${path}/openings`, { code: ` ${code.slice(0, 3)} ${code.slice(3)}` });
    assert.equal(opened.status, 303);
    assert.equal(opened.headers.location, path);
    assert.equal(visitor.setCookies.length, 1);
    assert.match(
      visitor.setCookies[0]!,
      /^__Host-segl=[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.equal((await statusOf(delivery)).tries, 1);
    const head = await visitor.ask(path, { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal((await eventsOf(delivery)).includes('opened'), false);
    const message = await visitor.get(path);
    assert.equal(message.status, 200);
    assert.match(message.text, /The decision/);
    assert.match(message.text, /Words for you alone/);
    await visitor.get(path);
    // The end of the first release is recorded when its page has left, before or after the second reading.
    const events = (await eventsOf(delivery)).filter((type) => type !== 'content_sent');
    assert.deepEqual(events.slice(-3), ['code_verified', 'opened', 'reopened']);
    const reused = await new Visitor(app.url).post(`${path}/openings`, { code });
    assert.equal(reused.status, 422);
    assert.equal((await statusOf(delivery)).tries, 1, 'no code lives, so nothing is counted');
  });

  it('bring the code by a call where one is asked for', async () => {
    const { path, phone, token } = await send();
    const visitor = new Visitor(app.url);
    const code = await askCode(visitor, app, token, phone, 'call');
    assert.equal((await visitor.post(`${path}/openings`, { code })).status, 303);
  });

  it('open for one browser what another one may not see', async () => {
    const [one, two] = [await send(), await send()];
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, one.token, one.phone);
    assert.doesNotMatch((await visitor.get(two.path)).text, /Words for you/);
    assert.doesNotMatch((await new Visitor(app.url).get(one.path)).text, /Words for you/);
    await openLink(visitor, app, two.token, two.phone);
    for (const { path } of [one, two]) assert.match((await visitor.get(path)).text, /Words for you/);
  });

  it('do not take a cookie that is stolen in part, altered, doubled, or a member of staff’s', async () => {
    const { path, phone, token } = await send();
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, token, phone);
    const good = visitor.cookies.get('__Host-segl')!;
    const parts = good.split('.');
    const altered = [
      ...parts.slice(0, 3),
      `${parts[3]![0] === 'A' ? 'B' : 'A'}${parts[3]!.slice(1)}`,
      parts[4],
    ];
    for (const value of [
      good.slice(0, -2),
      altered.join('.'),
      `${good}; __Host-segl=${good}`,
      '',
      'x',
      '....',
      'e30.e30.e30.e30.e30',
    ]) {
      const { status, text } = await ask(app.url, path, { headers: { cookie: `__Host-segl=${value}` } });
      assert.equal(status, 200, value.slice(0, 10));
      assert.doesNotMatch(text, /Words for you/);
    }
    const asStaff = await ask(app.url, '/desk/messages', { headers: { cookie: `__Host-segl-desk=${good}` } });
    assert.equal(asStaff.status, 303);
    assert.match((await visitor.get(path)).text, /Words for you/);
  });

  it('end the session at sign-out, and after twenty minutes without a sign of life', async () => {
    const { path, phone, token, delivery } = await send();
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, token, phone);
    const cookie = `__Host-segl=${visitor.cookies.get('__Host-segl')}`;
    const out = await visitor.post(`${path}/sign-out`, {});
    assert.equal(out.status, 200);
    assert.equal(visitor.cookies.size, 0);
    assert.match(visitor.setCookies.at(-1)!, /^__Host-segl=; Path=\/; Expires=Thu, 01 Jan 1970/);
    assert.doesNotMatch((await ask(app.url, path, { headers: { cookie } })).text, /Words for you/);

    await openLink(visitor, app, token, phone);
    await db.database.query(
      `update recipient_sessions set last_seen_at = now() - interval '21 minutes'
        where id_hash in (select session_hash from session_deliveries where delivery_id = $1)`,
      [delivery],
    );
    assert.doesNotMatch((await visitor.get(path)).text, /Words for you/);
  });

  it('refuse forms that another site sends, and count nothing for them', async () => {
    const { path, phone, token, delivery } = await send();
    const visitor = new Visitor(app.url);
    const code = await askCode(visitor, app, token, phone);
    for (const origin of [
      'null',
      'https://evil.example',
      app.url.replace('http', 'https'),
      `${app.url}.evil.example`,
      '',
    ]) {
      for (const [tail, form] of [
        ['openings', { code }],
        ['codes', { via: 'sms' }],
        ['sign-out', {}],
      ] as const) {
        const { status } = await visitor.post(`${path}/${tail}`, form as Record<string, string>, { origin });
        assert.equal(status, 403, `${origin} ${tail}`);
      }
    }
    const crossSite = await ask(app.url, `${path}/openings`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      body: `code=${code}`,
    });
    assert.equal(crossSite.status, 403);
    assert.deepEqual(await statusOf(delivery), { status: 'notified', tries: 0 });
    assert.equal((await visitor.post(`${path}/openings`, { code })).status, 303);
  });

  it('count fifteen of forty wrong codes at once, lock the delivery, and say so with 410', async () => {
    const { path, phone, token, delivery } = await send();
    const visitor = new Visitor(app.url);
    const code = await askCode(visitor, app, token, phone);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => visitor.post(`${path}/openings`, { code: otherCode(code) })),
    );
    const counts = Map.groupBy(answers, ({ status }) => status);
    // A wrong try whose page is made after the lock is told of the lock.
    assert.ok((counts.get(422)?.length ?? 0) <= 14);
    assert.equal((counts.get(422)?.length ?? 0) + (counts.get(410)?.length ?? 0), 40);
    assert.deepEqual(await statusOf(delivery), { status: 'locked', tries: 15 });
    assert.equal((await visitor.post(`${path}/openings`, { code })).status, 410);
    assert.equal((await visitor.post(`${path}/codes`, { via: 'sms' })).status, 410);
    const locked = await visitor.get(path);
    assert.equal(locked.status, 410);
    assert.match(locked.text, /locked/i);
    assert.equal((await visitor.ask(path, { method: 'HEAD' })).status, 410);
    const events = await eventsOf(delivery);
    assert.equal(events.filter((each) => each === 'locked').length, 1);
    assert.equal(events.at(-1), 'open_refused');
  });

  it('send five codes an hour and say then when the next may go', async () => {
    const { path } = await send();
    const visitor = new Visitor(app.url);
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1)
      statuses.push((await visitor.post(`${path}/codes`, { via: 'sms' })).status);
    assert.deepEqual(statuses, [303, 303, 303, 303, 303]);
    const sixth = await visitor.post(`${path}/codes`, { via: 'call' });
    assert.equal(sixth.status, 429);
    const seconds = Number(sixth.headers['retry-after']);
    assert.ok(seconds >= 60 && seconds <= 3600);
  });

  it('say with 410 that a message has expired, was recalled or bounced, at every door of it', async () => {
    for (const [change, word] of [
      ["expires_at = now() - interval '1 second'", /ran out/],
      ["status = 'recalled'", /called the message back/],
      ["status = 'bounced'", /was not sent/],
    ] as const) {
      const { path, phone, token, delivery } = await send();
      const visitor = new Visitor(app.url);
      await openLink(visitor, app, token, phone);
      await db.database.query(`update deliveries set ${change} where id = $1`, [delivery]);
      const landing = await visitor.get(path);
      assert.equal(landing.status, 410);
      assert.match(landing.text, word);
      assert.doesNotMatch(landing.text, /Words for you/);
      for (const tail of ['/content', '/attachments/x']) {
        assert.equal((await visitor.get(path + tail)).status, 410, tail);
      }
      assert.equal((await visitor.ask(path, { method: 'HEAD' })).status, 410);
      assert.equal((await visitor.post(`${path}/codes`, { via: 'sms' })).status, 410);
      assert.equal((await visitor.post(`${path}/openings`, { code: '123456' })).status, 410);
      await visitor.get(path);
      const refusals = (await eventsOf(delivery)).filter((each) => each === 'open_refused');
      assert.equal(refusals.length, 1, 'the first at once, later ones hourly');
    }
  });

  it('have an answer for every strange form, and never one of 500', async () => {
    const { path, phone, token } = await send();
    const visitor = new Visitor(app.url);
    const code = await askCode(visitor, app, token, phone);
    const type = 'application/x-www-form-urlencoded';
    const bodies: [string, string, number[]][] = [
      [type, '', [422]],
      [type, `code=${code}&code=${code}`, [422]],
      [type, `code[]=${code}`, [422]],
      [type, 'code=%00', [422]],
      [type, `code=%E0%A4%A`, [422]],
      [type, `code=${'1'.repeat(15_000)}`, [422]],
      [type, `code=${'1'.repeat(20_000)}`, [413]],
      [type, Array.from({ length: 50 }, (_, n) => `f${n}=1`).join('&'), [413]],
      [type, '__proto__=1&constructor=2&toString=3', [422]],
      [`${type}; charset=utf-7`, `code=${code}`, [415]],
      ['application/json', JSON.stringify({ code }), [415, 422]],
      ['text/plain', `code=${code}`, [415, 422]],
      ['multipart/form-data; boundary=x', `--x\r\n\r\n--x--`, [415, 422]],
    ];
    for (const [contentType, body, wanted] of bodies) {
      const headers = { 'content-type': contentType, origin: app.url };
      const { status } = await ask(app.url, `${path}/openings`, { method: 'POST', headers, body });
      assert.ok(wanted.includes(status), `${contentType} ${body.slice(0, 30)}: ${status}`);
    }
    for (const form of [{ via: 'fax' }, { via: 'sms', for: 'Acknowledgement' }, { via: 'SMS' }]) {
      assert.equal((await visitor.post(`${path}/codes`, form as Record<string, string>)).status, 422);
    }
    assert.equal((await visitor.post(`${path}/openings`, { code })).status, 303, 'and nothing of it counted');
  });

  it('show the mail’s own HTML in a frame that can do nothing', async () => {
    const { path, phone, token, delivery } = await send({
      text: undefined,
      html: '<p>Words <b>for</b> you</p>',
    });
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, token, phone);
    const page = await visitor.get(path);
    assert.match(page.text, /<iframe[^>]*sandbox/);
    const frame = await visitor.get(`${path}/content`);
    assert.match(frame.text, /Words <b>for<\/b> you/);
    assert.match(
      String(frame.headers['content-security-policy']),
      /default-src 'none'.*sandbox(?!.*allow-(scripts|same-origin|forms))/,
    );
    assert.equal(frame.headers['x-frame-options'], 'SAMEORIGIN');
    assert.equal(frame.headers['cache-control'], 'no-store');
    assert.equal((await eventsOf(delivery)).filter((each) => each === 'opened').length, 1);
    const direct = new Visitor(app.url);
    await openLink(direct, app, token, phone);
    await direct.get(`${path}/content`);
    assert.equal(
      (await eventsOf(delivery)).at(-1),
      'reopened',
      'asked for by itself it is a reading of its own',
    );
  });
});

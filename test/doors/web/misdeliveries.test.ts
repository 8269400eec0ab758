import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { misdeliveryReasons } from '../../../src/message/misdeliveries.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { ask, linkTo, openLink, otherCode, Visitor } from './visitor.ts';

const type = 'application/x-www-form-urlencoded';

describe('The routes of a wrong recipient', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let count = 0;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db, { SEGL_COMPLIANCE_MAIL: 'dpo@example.dk' });
  });
  after(async () => {
    await app.close();
    await drop();
  });

  interface Sent {
    message: string;
    delivery: string;
    email: string;
    phone: string;
    token: string;
    path: string;
  }

  async function send(): Promise<Sent> {
    count += 1;
    const email = `wrong${count}@example.com`;
    const phone = `+4531${String(100_000 + count)}`;
    const answer = await app.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email, phone, language: 'en' }],
      subject: 'The decision',
      text: 'Words for you alone',
    });
    const { id: message, deliveries } = (await answer.json()) as { id: string; deliveries: { id: string }[] };
    const delivery = deliveries[0]!.id;
    const token = await linkTo(app, email);
    await until('notified', 10, async () => (await statusOf(delivery)) === 'notified');
    return { message, delivery, email, phone, token, path: `/m/${token}` };
  }

  /** Opened, recalled, and asked for deletion: at the link that this was asked with. */
  async function recalled(): Promise<Sent> {
    const one = await send();
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, one.token, one.phone);
    assert.match((await visitor.get(one.path)).text, /Words for you alone/);
    const answer = await app.post(`/api/v1/messages/${one.message}/recalls`, { reason: 'wrong_recipient' });
    assert.equal(answer.status, 201);
    const mail = await app.waitFor(
      ({ kind, to, subject }) => kind === 'mail' && to === one.email && /by mistake/.test(subject ?? ''),
    );
    const token = mail.text.match(/\/m\/([\w-]{43})/)![1]!;
    return { ...one, token, path: `/m/${token}` };
  }

  async function deletionCode(visitor: Visitor, { path, phone }: Sent): Promise<string> {
    const since = new Date().toISOString().slice(0, 23);
    const answer = await visitor.post(`${path}/codes`, { via: 'sms', for: 'deletion' });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, path);
    const sms = await app.waitFor(
      (each) => each.kind === 'sms' && each.to === phone && each.at.slice(0, 23) >= since,
    );
    return sms.text.match(/\b\d{6}\b/)![0];
  }

  const statusOf = async (delivery: string): Promise<string> => {
    const { rows } = await db.database.query<{ status: string }>(
      'select status from deliveries where id = $1',
      [delivery],
    );
    return rows[0]!.status;
  };
  const eventsOf = async (delivery: string): Promise<string[]> => {
    const { rows } = await db.database.query<{ type: string }>(
      'select type from events where delivery = $1 order by seq',
      [delivery],
    );
    return rows.map((row) => row.type.replace('delivery.', ''));
  };

  it('lead from the landing page to the choices, and say nothing of the message', async () => {
    const { path, delivery } = await send();
    const landing = await ask(app.url, path);
    assert.match(landing.text, new RegExp(`href="${path}/misdeliveries"`));
    const before = await eventsOf(delivery);
    const page = await ask(app.url, `${path}/misdeliveries`);
    assert.equal(page.status, 200);
    for (const reason of misdeliveryReasons) assert.match(page.text, new RegExp(`value="${reason}"`));
    assert.doesNotMatch(page.text, /decision|Words for you|wrong\d+@|\+4531/);
    assert.equal(page.headers['cache-control'], 'no-store');
    const head = await ask(app.url, `${path}/misdeliveries`, { method: 'HEAD' });
    assert.deepEqual([head.status, head.bytes.length], [200, 0]);
    const early = await ask(app.url, `${path}/misdeliveries?done=1`);
    assert.match(early.text, /What is the matter/, 'nobody is thanked for what was not said');
    assert.deepEqual(await eventsOf(delivery), before, 'no GET and no HEAD records anything');
    assert.equal(await statusOf(delivery), 'notified');
  });

  it('take each reason, lead to thanks, and tell on the landing page that somebody said it', async () => {
    for (const reason of misdeliveryReasons) {
      const { path, delivery, message } = await send();
      const visitor = new Visitor(app.url);
      const answer = await visitor.post(`${path}/misdeliveries`, { reason });
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.location, `${path}/misdeliveries?done=1`);
      const thanks = await visitor.get(`${path}/misdeliveries?done=1`);
      assert.equal(thanks.status, 200);
      assert.match(thanks.text, /Thank you for your help/);
      assert.equal(await statusOf(delivery), 'reported');
      assert.match((await visitor.get(path)).text, /Somebody has said that this message is not for them/);
      const api = await app.get(`/api/v1/messages/${message}`);
      const told = (await api.json()) as { deliveries: { status: string; reason: string }[] };
      assert.deepEqual([told.deliveries[0]!.status, told.deliveries[0]!.reason], ['reported', reason]);
      await app.waitFor(
        ({ kind, to, text }) => kind === 'mail' && to === 'dpo@example.dk' && text.includes(message),
      );
    }
  });

  it('let a right code lift it', async () => {
    const { path, phone, token, delivery } = await send();
    await new Visitor(app.url).post(`${path}/misdeliveries`, { reason: 'not_me' });
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, token, phone);
    assert.match((await visitor.get(path)).text, /Words for you alone/);
    assert.equal(await statusOf(delivery), 'opened');
    assert.match((await visitor.get(path)).text, new RegExp(`href="${path}/misdeliveries"`));
  });

  it('show the choices again where none that there is was made, and refuse other sites', async () => {
    const { path, delivery } = await send();
    const headers = { 'content-type': type, origin: app.url };
    for (const body of [
      '',
      'reason=',
      'reason=other',
      'reason=not_me&reason=died',
      'reason[]=not_me',
      'reason=%00',
    ]) {
      const answer = await ask(app.url, `${path}/misdeliveries`, { method: 'POST', headers, body });
      assert.equal(answer.status, 422, body);
      assert.match(answer.text, /<title>Error: /);
    }
    const big = `reason=${'x'.repeat(20_000)}`;
    assert.equal(
      (await ask(app.url, `${path}/misdeliveries`, { method: 'POST', headers, body: big })).status,
      413,
    );
    for (const tail of ['misdeliveries', 'deletions']) {
      for (const origin of ['null', 'https://evil.example', '']) {
        const { status } = await new Visitor(app.url).post(
          `${path}/${tail}`,
          { reason: 'not_me' },
          { origin },
        );
        assert.equal(status, 403, `${tail} ${origin}`);
      }
    }
    assert.equal(await statusOf(delivery), 'notified');
    for (const [method, tail] of [
      ['GET', '/misdeliveries'],
      ['HEAD', '/misdeliveries'],
      ['POST', '/misdeliveries'],
      ['POST', '/deletions'],
    ] as const) {
      const { status } = await ask(app.url, `/m/${'x'.repeat(43)}${tail}`, { method, headers });
      assert.equal(status, 404, `${method} ${tail}`);
    }
    assert.ok([404, 405].includes((await ask(app.url, `${path}/deletions`)).status));
  });

  it('take it of what has ended too, where it may help', async () => {
    for (const [change, offered] of [
      ["expires_at = now() - interval '1 second'", true],
      ["status = 'locked'", true],
      ["status = 'bounced'", false],
    ] as const) {
      const { path, delivery } = await send();
      await db.database.query(`update deliveries set ${change} where id = $1`, [delivery]);
      const gone = await ask(app.url, path);
      assert.equal(gone.status, 410);
      assert.equal(gone.text.includes(`${path}/misdeliveries`), offered, change);
      const answer = await new Visitor(app.url).post(`${path}/misdeliveries`, { reason: 'not_me' });
      assert.equal(answer.status, offered ? 303 : 410);
      const said = (await eventsOf(delivery)).includes('misdelivery_reported');
      assert.equal(said, offered);
    }
  });

  it('tell who never opened a recalled message that there is nothing to do', async () => {
    const { path, message, delivery } = await send();
    await app.post(`/api/v1/messages/${message}/recalls`, { reason: 'wrong_recipient' });
    const gone = await ask(app.url, path);
    assert.equal(gone.status, 410);
    assert.match(gone.text, /Nothing of it was shown to anybody with this link/);
    assert.doesNotMatch(gone.text, /decision|Words for you|misdeliveries|for=deletion/);
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.get(`${path}/misdeliveries`)).status, 410);
    assert.equal((await visitor.post(`${path}/misdeliveries`, { reason: 'not_me' })).status, 410);
    assert.equal((await visitor.post(`${path}/codes`, { via: 'sms', for: 'deletion' })).status, 410);
    assert.equal((await visitor.post(`${path}/deletions`, { code: '123456', passedOn: 'no' })).status, 409);
    assert.equal((await eventsOf(delivery)).includes('misdelivery_reported'), false);
  });

  it('ask who opened it to delete it, and take the word for it with a code of its own', async () => {
    const one = await recalled();
    const { path, delivery } = one;
    const visitor = new Visitor(app.url);
    const page = await visitor.get(path);
    assert.equal(page.status, 410);
    assert.match(page.text, /Please delete what you have saved/);
    assert.doesNotMatch(page.text, /decision|Words for you|wrong\d+@|\+4531/);
    assert.equal((await visitor.post(`${path}/codes`, { via: 'sms' })).status, 410, 'none for opening');
    const code = await deletionCode(visitor, one);
    assert.match((await visitor.get(path)).text, /name="passedOn"/);
    const unanswered = await visitor.post(`${path}/deletions`, { code });
    assert.equal(unanswered.status, 422);
    assert.match(unanswered.text, new RegExp(`value="${code}"`), 'what was typed is kept');
    assert.match(unanswered.text, /<title>Error: /);
    const wrong = await visitor.post(`${path}/deletions`, { code: otherCode(code), passedOn: 'yes' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /You have 14 tries left/);
    assert.match(wrong.text, /value="yes"[^>]* checked/);
    assert.equal((await visitor.post(`${path}/deletions`, { code: 'abc', passedOn: 'no' })).status, 422);
    assert.equal((await visitor.post(`${path}/openings`, { code })).status, 410);
    const right = await visitor.post(`${path}/deletions`, { code, passedOn: 'no' });
    assert.equal(right.status, 303);
    assert.equal(right.headers.location, path);
    const thanks = await visitor.get(path);
    assert.equal(thanks.status, 410);
    assert.match(thanks.text, /Thank you for your help/);
    assert.doesNotMatch(thanks.text, /<form[^>]*(codes|deletions)/);
    assert.equal((await visitor.post(`${path}/deletions`, { code, passedOn: 'yes' })).status, 303, 'again');
    assert.equal((await visitor.post(`${path}/codes`, { via: 'sms', for: 'deletion' })).status, 410);
    const events = await eventsOf(delivery);
    assert.equal(events.includes('open_refused'), false, 'nobody tried to open it in vain');
    assert.equal(events.filter((each) => each === 'deletion_confirmed').length, 1);
    assert.equal(await statusOf(delivery), 'recalled');
    assert.deepEqual(visitor.setCookies, [], 'nobody is signed in by it');
  });

  it('take no more wrong codes than for an opening, and then say whom to call', async () => {
    const one = await recalled();
    const visitor = new Visitor(app.url);
    const code = await deletionCode(visitor, one);
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        visitor.post(`${one.path}/deletions`, { code: otherCode(code), passedOn: 'no' }),
      ),
    );
    assert.ok(answers.every(({ status }) => status === 422 || status === 410));
    const page = await visitor.get(one.path);
    assert.equal(page.status, 410);
    assert.match(page.text, /Please call the sender/);
    assert.equal((await visitor.post(`${one.path}/deletions`, { code, passedOn: 'no' })).status, 410);
    assert.equal((await visitor.post(`${one.path}/codes`, { via: 'sms', for: 'deletion' })).status, 410);
    const events = await eventsOf(one.delivery);
    assert.equal(events.includes('deletion_confirmed'), false);
    assert.equal(await statusOf(one.delivery), 'recalled');
  });

  it('keep codes for deletion from what nobody asked to delete, and within the budgets of all codes', async () => {
    const live = await send();
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post(`${live.path}/codes`, { via: 'sms', for: 'deletion' })).status, 409);
    assert.equal(
      (await visitor.post(`${live.path}/deletions`, { code: '123456', passedOn: 'no' })).status,
      409,
    );
    for (const [purpose, status] of [
      ['acknowledgement', 401],
      ['receipt', 409],
      ['DELETION', 422],
    ] as const) {
      assert.equal((await visitor.post(`${live.path}/codes`, { via: 'sms', for: purpose })).status, status);
    }
    const one = await recalled();
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      statuses.push((await visitor.post(`${one.path}/codes`, { via: 'call', for: 'deletion' })).status);
    }
    assert.deepEqual(statuses, [303, 303, 303, 303, 429], 'the opening took one of five');
  });

  it('offer a landline the call alone, and who has no number somebody to talk to', async () => {
    const one = await recalled();
    const visitor = new Visitor(app.url);
    await db.database.query("update deliveries set phone = '+4687950000' where id = $1", [one.delivery]);
    const landline = await visitor.get(one.path);
    assert.doesNotMatch(landline.text, /value="sms"/);
    const sms = await visitor.post(`${one.path}/codes`, { via: 'sms', for: 'deletion' });
    assert.equal(sms.status, 422);
    assert.match(sms.text, /landline/);
    await db.database.query('update deliveries set phone = null where id = $1', [one.delivery]);
    assert.match((await visitor.get(one.path)).text, /We have no phone number to send a code to/);
    assert.equal((await visitor.post(`${one.path}/codes`, { via: 'call', for: 'deletion' })).status, 422);
  });

  it('have an answer for every strange form, and never one of 500', async () => {
    const { path } = await recalled();
    for (const [contentType, body, wanted] of [
      [type, '', [422]],
      [type, 'passedOn=maybe&code=123456', [422]],
      [type, 'passedOn=no&passedOn=yes&code=123456', [422]],
      [type, 'passedOn=no&code=%00', [422]],
      [type, `passedOn=no&code=${'1'.repeat(15_000)}`, [422]],
      [type, `code=${'1'.repeat(15_000)}`, [422]],
      [type, '__proto__=1&passedOn=constructor', [422]],
      ['application/json', '{"code":"123456","passedOn":"no"}', [415, 422]],
      ['multipart/form-data; boundary=x', '--x--', [415, 422]],
    ] as const) {
      const headers = { 'content-type': contentType, origin: app.url };
      const { status } = await ask(app.url, `${path}/deletions`, { method: 'POST', headers, body });
      assert.ok((wanted as readonly number[]).includes(status), `${body.slice(0, 30)}: ${status}`);
    }
  });
});

/** Signing for a message, or declining to, as a browser without any script does it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { ask, linkTo, openLink, otherCode, Visitor } from './visitor.ts';

const statements = { en: 'I have read & understood it.', da: 'Jeg har læst det.' };

describe('The routes of signing', () => {
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
    readonly message: string;
    readonly delivery: string;
    readonly phone: string;
    readonly token: string;
    readonly path: string;
    readonly visitor: Visitor;
  }

  /** Sent, and opened with a code. */
  async function opened(acknowledgement: object | undefined): Promise<Sent> {
    count += 1;
    const email = `signer${count}@example.com`;
    const phone = `+4531${String(200_000 + count)}`;
    const answer = await app.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email, phone, language: 'en' }],
      subject: 'The decision',
      text: 'Words for you alone',
      ...(acknowledgement ? { acknowledgement: { statements, ...acknowledgement } } : {}),
    });
    assert.equal(answer.status, 201);
    const { id: message, deliveries } = (await answer.json()) as { id: string; deliveries: { id: string }[] };
    const token = await linkTo(app, email);
    await until('notified', 10, async () => (await statusOf({ delivery: deliveries[0]!.id })) === 'notified');
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, token, phone);
    return { message, delivery: deliveries[0]!.id, phone, token, path: `/m/${token}`, visitor };
  }

  async function signingCode({ visitor, path, phone }: Sent): Promise<string> {
    const since = new Date().toISOString().slice(0, 23);
    const answer = await visitor.post(`${path}/codes`, { via: 'sms', for: 'acknowledgement' });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, `${path}/acknowledgements`);
    const sms = await app.waitFor(
      ({ kind, to, text, at }) =>
        kind === 'sms' && to === phone && at.slice(0, 23) >= since && text.includes('asks you to sign'),
    );
    return sms.text.match(/\b\d{6}\b/)![0];
  }

  const statusOf = async ({ delivery }: Pick<Sent, 'delivery'>): Promise<string> => {
    const { rows } = await db.database.query<{ status: string }>(
      'select status from deliveries where id = $1',
      [delivery],
    );
    return rows[0]!.status;
  };
  const eventsOf = async ({ delivery }: Sent): Promise<string[]> => {
    const { rows } = await db.database.query<{ type: string }>(
      'select type from events where delivery = $1 order by seq',
      [delivery],
    );
    return rows.map((row) => row.type.replace('delivery.', ''));
  };

  it('show the words below the message, and sign them with a code of their own', async () => {
    const one = await opened({ dueAt: new Date(Date.now() + 86_400_000).toISOString() });
    const { visitor, path } = one;
    const page = await visitor.get(path);
    assert.match(page.text, /Words for you alone/);
    assert.match(
      page.text,
      /<blockquote class="statement" dir="auto" lang="en">I have read &amp; understood it\./,
    );
    assert.match(page.text, /Please answer by/);
    assert.match(page.text, /does not prove who you are/);
    assert.doesNotMatch(page.text, /name="code"/);
    const code = await signingCode(one);
    const form = await visitor.get(`${path}/acknowledgements`);
    assert.match(form.text, /name="code"/);
    assert.doesNotMatch(form.text, /Words for you alone/);
    const wrong = await visitor.post(`${path}/acknowledgements`, { code: otherCode(code) });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /<title>Error: /);
    assert.match(wrong.text, /You have \d+ tries left/);
    const right = await visitor.post(`${path}/acknowledgements`, { code });
    assert.deepEqual([right.status, right.headers.location], [303, path]);
    assert.equal(await statusOf(one), 'acknowledged');
    const after = await visitor.get(path);
    assert.match(after.text, /You signed on .* with a code to your phone\./);
    assert.match(after.text, new RegExp(`href="${path}/receipt"`));
    assert.match(after.text, /Words for you alone/);
    const twice = await visitor.post(`${path}/acknowledgements`, { code });
    assert.equal(twice.status, 409);
    assert.match(twice.text, /You have signed/);
    const late = await visitor.post(`${path}/declines`, { reason: 'No' });
    assert.equal(late.status, 409);
    assert.equal((await eventsOf(one)).filter((type) => type === 'acknowledged').length, 1);
    assert.equal((await visitor.get(`${path}/receipt`)).status, 200);
  });

  it('show nothing of a message that is to be signed for first but who asks and for what', async () => {
    const one = await opened({ moment: 'before' });
    const { visitor, path } = one;
    const page = await visitor.get(path);
    assert.equal(page.status, 200);
    assert.match(page.text, /asks you to sign before you read/);
    assert.match(page.text, /I have read &amp; understood it\./);
    assert.doesNotMatch(page.text, /decision|Words for you/);
    assert.equal((await visitor.get(`${path}/attachments/1`)).status, 401);
    assert.equal(await statusOf(one), 'notified');
    await visitor.post(`${path}/acknowledgements`, { code: await signingCode(one) });
    assert.match((await visitor.get(path)).text, /Words for you alone/);
    assert.equal(await statusOf(one), 'acknowledged');
  });

  it('say first what declining means, and tell the sender', async () => {
    const one = await opened({ moment: 'before' });
    const { visitor, path } = one;
    const form = await visitor.get(`${path}/declines`);
    assert.match(form.text, /The message stays closed for you/);
    assert.equal(await statusOf(one), 'notified');
    const long = await visitor.post(`${path}/declines`, { reason: `<b>${'å'.repeat(1_000)}` });
    assert.equal(long.status, 422);
    assert.match(long.text, /<title>Error: /);
    assert.match(long.text, /&lt;b&gt;å{1000}/);
    const answer = await visitor.post(`${path}/declines`, { reason: 'Not mine' });
    assert.deepEqual([answer.status, answer.headers.location], [303, `${path}/acknowledgements`]);
    assert.equal(await statusOf(one), 'declined');
    const after = await visitor.get(path);
    assert.match(after.text, /You declined on/);
    assert.doesNotMatch(after.text, /Words for you/);
    const signed = await visitor.post(`${path}/codes`, { via: 'sms', for: 'acknowledgement' });
    assert.equal(signed.status, 409);
    assert.match(signed.text, /You have declined to sign/);
  });

  it('sign what was shown, in the language in which it was shown', async () => {
    const one = await opened({});
    const { visitor, path } = one;
    const early = await visitor.post(`${path}/codes`, { via: 'sms', for: 'acknowledgement' });
    assert.equal(early.status, 409, 'it is to be read first');
    assert.equal((await visitor.get(`${path}/acknowledgements`)).headers.location, path);
    await visitor.get(path);
    const words = (text: string) => text.match(/name="words" value="([0-9a-f]{64})"/)?.[1];
    const code = await signingCode(one);
    const english = await visitor.get(`${path}/acknowledgements`);
    const danish = await visitor.get(`${path}/acknowledgements?lang=da`);
    assert.match(danish.text, /Jeg har læst det/);
    assert.equal(words(danish.text), undefined, 'the code signs other words');
    const changed = await visitor.post(`${path}/acknowledgements`, { code, words: 'ab'.repeat(32) });
    assert.equal(changed.status, 409);
    assert.equal(await statusOf(one), 'opened');
    const right = await visitor.post(`${path}/acknowledgements`, { code, words: words(english.text)! });
    assert.equal(right.status, 303);
  });

  it('refuse what nobody asked for, who has no session, and what has ended', async () => {
    const plain = await opened(undefined);
    assert.equal((await plain.visitor.get(plain.path)).text.includes('statement'), false);
    for (const path of [`${plain.path}/acknowledgements`, `${plain.path}/declines`]) {
      assert.equal((await plain.visitor.post(path, { code: '123456' })).status, 409);
    }
    const one = await opened({});
    await one.visitor.get(one.path);
    const stranger = new Visitor(app.url);
    for (const [path, form] of [
      ['acknowledgements', { code: '123456' }],
      ['declines', { reason: 'No' }],
      ['codes', { via: 'sms', for: 'acknowledgement' }],
    ] as const) {
      assert.equal((await stranger.post(`${one.path}/${path}`, form as never)).status, 401, path);
    }
    const odd = await one.visitor.post(`${one.path}/acknowledgements`, { method: 'thumb' });
    assert.equal(odd.status, 422);
    const none = await one.visitor.post(`${one.path}/acknowledgements`, { code: '123456' });
    assert.equal(none.status, 422);
    assert.match(none.text, /Ask for a new one/);
    const code = await signingCode(one);
    await app.post(`/api/v1/messages/${one.message}/recalls`, { reason: 'wrong_recipient' });
    const gone = await one.visitor.post(`${one.path}/acknowledgements`, { code });
    assert.equal(gone.status, 410);
    assert.equal(await statusOf(one), 'recalled');
    assert.equal((await ask(app.url, `/m/${'A'.repeat(43)}/acknowledgements`)).status, 404);
  });

  it('offer no weaker way than the sender asks for, and say what is missing', async () => {
    const one = await opened({});
    await db.database.query("update message_terms set at_least = 'eid' where message_id = $1", [one.message]);
    const page = await one.visitor.get(one.path);
    assert.match(page.text, /asks for an eID, and yours cannot be used here/);
    const refused = await one.visitor.post(`${one.path}/codes`, { via: 'sms', for: 'acknowledgement' });
    assert.equal(refused.status, 403);
    assert.match(refused.text, /stronger way of signing/);
  });

  it('give whoever has signed their receipt with a code, once the message has ended', async () => {
    const one = await opened({});
    const { path, phone } = one;
    await one.visitor.get(path);
    const standing = await one.visitor.post(`${path}/codes`, { via: 'sms', for: 'receipt' });
    assert.equal(standing.status, 409, 'the receipt is on the message’s page');
    await one.visitor.post(`${path}/acknowledgements`, { code: await signingCode(one) });
    await app.post(`/api/v1/messages/${one.message}/recalls`, { reason: 'wrong_content' });
    const visitor = new Visitor(app.url);
    const html = { accept: 'text/html' };
    const page = await visitor.get(path);
    assert.equal(page.status, 410);
    assert.match(page.text, new RegExp(`href="${path}/receipt"`));
    assert.match((await visitor.get(`${path}/receipt`, html)).text, /Your receipt is still here/);
    const asked = await visitor.post(`${path}/codes`, { via: 'sms', for: 'receipt' });
    assert.deepEqual([asked.status, asked.headers.location], [303, `${path}/receipt`]);
    const sms = await app.waitFor(
      ({ kind, to, text }) => kind === 'sms' && to === phone && text.includes('code for the receipt'),
    );
    const code = sms.text.match(/\b\d{6}\b/)![0];
    const wrong = await visitor.post(`${path}/receipt`, { code: otherCode(code) });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /You have \d+ tries left/);
    const right = await visitor.post(`${path}/receipt`, { code });
    assert.deepEqual([right.status, right.headers.location], [303, `${path}/receipt`]);
    assert.match((await visitor.get(`${path}/receipt`, html)).text, /format=json/);
    await until('logged', 10, async () => {
      const { rows } = await db.database.query<{ waits: boolean }>(
        'select exists (select from pending_events) as waits',
      );
      return !rows[0]!.waits;
    });
    const receipt = await visitor.get(`${path}/receipt?format=json`);
    assert.equal(receipt.status, 200);
    assert.equal((await visitor.get(path)).status, 410, 'and nothing else of it');
    assert.doesNotMatch((await visitor.get(path)).text, /Words for you/);
    const unsigned = await opened({});
    await app.post(`/api/v1/messages/${unsigned.message}/recalls`, { reason: 'wrong_content' });
    const none = await visitor.post(`${unsigned.path}/codes`, { via: 'sms', for: 'receipt' });
    assert.equal(none.status, 409);
  });
});

import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { linkTo, Visitor } from './visitor.ts';

const secret = 'auth-token';

describe('The telephone provider’s callbacks', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let provider: Server;
  /** What the provider was asked to do, newest last. */
  const asked: URLSearchParams[] = [];
  before(async () => {
    provider = createServer(async (request, response) => {
      asked.push(new URLSearchParams(await text(request)));
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ sid: `SM${'0'.repeat(32)}`, status: 'queued' }));
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    ({ db, drop } = await makeDatabase());
    app = await startApp(db, {
      SEGL_SMS: `twilio://AC${'0'.repeat(32)}:${secret}@api.twilio.com?from=%2B4512345678&base=${encodeURIComponent(base)}`,
    });
  });
  after(async () => {
    await app.close();
    await drop();
    provider.close();
  });

  /** Twilio's scheme: HMAC-SHA-1 over the address followed by each field's name and value, sorted by name. */
  function signed(path: string, form: Record<string, string>, key = secret): string {
    const fields = Object.keys(form).sort();
    const data = app.url + path + fields.map((name) => name + form[name]).join('');
    return createHmac('sha1', key).update(data).digest('base64');
  }

  async function report(path: string, form: Record<string, string>, signature = signed(path, form)) {
    return new Visitor(app.url).post(path, form, { 'x-twilio-signature': signature, origin: 'https://x' });
  }

  let count = 0;
  async function attempt(via: 'sms' | 'call'): Promise<{ id: string; token: string; delivery: string }> {
    count += 1;
    const email = `r${count}@example.com`;
    const phone = `+4520${100_000 + count}`;
    const sent = await app.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email, phone, language: 'en' }],
      subject: 'x',
      text: 'x',
    });
    const { deliveries } = (await sent.json()) as { deliveries: { id: string }[] };
    const token = await linkTo(app, email);
    const seen = asked.length;
    assert.equal((await new Visitor(app.url).post(`/m/${token}/codes`, { via })).status, 303);
    await until('at the provider', 10, async () => asked.length > seen);
    const address = asked.at(-1)!.get('StatusCallback')!;
    const [, id] = new URL(address).pathname.match(/^\/(?:sms|calls)\/([0-9a-f-]{36})/)!;
    await until('recorded', 10, async () => (await outcomeOf(id!)) !== null);
    return { id: id!, token, delivery: deliveries[0]!.id };
  }

  const outcomeOf = async (id: string): Promise<string | null> =>
    (await db.database.query<{ outcome: string | null }>('select outcome from codes where id = $1', [id]))
      .rows[0]!.outcome;

  it('count only with the signature of the account, over this very address and these fields', async () => {
    const { id } = await attempt('sms');
    const path = `/sms/${id}`;
    const form = { MessageSid: 'SM1', MessageStatus: 'delivered' };
    for (const signature of [
      '',
      'x',
      signed(path, form, 'other'),
      signed(`/sms/${id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))}`, form),
      signed(path, { ...form, MessageStatus: 'failed' }),
      signed(`${path}?x=1`, form),
    ]) {
      assert.equal((await report(path, form, signature)).status, 403);
    }
    assert.equal(await outcomeOf(id), 'handed_over');
    const unknown = '/sms/01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
    assert.equal((await report(unknown, form)).status, 204);
    assert.equal((await report('/sms/none', form)).status, 403);
    assert.equal((await report(path, form)).status, 204);
    assert.equal(await outcomeOf(id), 'delivered');
    const late = { MessageSid: 'SM1', MessageStatus: 'failed', ErrorCode: '30003' };
    assert.equal((await report(path, late)).status, 204);
    assert.equal(await outcomeOf(id), 'delivered', 'the first final report counts');
  });

  it('are taken in their strangest forms', async () => {
    const { id } = await attempt('sms');
    const path = `/sms/${id}`;
    for (const form of [
      {},
      { MessageStatus: '__proto__' },
      { MessageStatus: 'flying' },
      { CallStatus: 'busy\0' },
    ]) {
      assert.equal((await report(path, form as Record<string, string>)).status, 204, JSON.stringify(form));
    }
    const failed = { MessageStatus: 'undelivered', ErrorCode: '300\0 03' };
    assert.equal((await report(path, failed)).status, 204);
    assert.equal(await outcomeOf(id), 'failed');
  });

  it('have the code read out after a key was pressed, and only while it lives', async () => {
    const { id, token, delivery } = await attempt('call');
    assert.equal(asked.at(-1)!.get('Url'), `${app.url}/calls/${id}`);
    const greeting = await report(`/calls/${id}`, { CallSid: 'CA1' });
    assert.equal(greeting.status, 200);
    assert.match(String(greeting.headers['content-type']), /^text\/xml/);
    assert.match(greeting.text, /<Gather/);
    assert.ok(greeting.text.includes(`/calls/${id}/digits`));
    assert.doesNotMatch(greeting.text, /\d[ ,.]{1,3}\d[ ,.]{1,3}\d/);
    const reading = await report(`/calls/${id}/digits`, { CallSid: 'CA1', Digits: '1' });
    const code = reading.text
      .replace(/<[^>]*>/g, ' ')
      .match(/(?:\d\D{0,5}){6}/)![0]
      .replace(/\D/g, '');
    const visitor = new Visitor(app.url);
    const opened = await visitor.post(`/m/${token}/openings`, { code });
    assert.equal(opened.status, 303, 'the code that was read out opens');
    const again = await report(`/calls/${id}/digits`, { CallSid: 'CA1', Digits: '1' });
    assert.equal(again.status, 200);
    assert.doesNotMatch(again.text.replace(/<[^>]*>/g, ' '), /(?:\d\D{0,5}){6}/);
    assert.equal((await report(`/calls/${id}`, {}, 'wrong')).status, 403);
    assert.equal((await report(`/calls/${id}/status`, { CallStatus: 'busy' })).status, 204);
    const { rows } = await db.database.query<{ sealed: string | null }>(
      'select sealed from codes where delivery_id = $1',
      [delivery],
    );
    assert.deepEqual(rows, [{ sealed: null }]);
  });

  it('say that a message waits after a key was pressed, and that it does not once it was opened', async () => {
    const { delivery } = await attempt('sms');
    const id = randomUUID();
    await db.database.query(
      `insert into ladder_attempts (id, delivery_id, via, attempted_at, outcome)
        values ($1, $2, 'call', now(), 'handed_over')`,
      [id, delivery],
    );
    const { rows } = await db.database.query<{ reference: string }>(
      'select reference from deliveries where id = $1',
      [delivery],
    );
    const spelled = [...rows[0]!.reference.replace('-', '')].join(', ');
    const greeting = await report(`/calls/${id}`, { CallSid: 'CA1' });
    assert.match(greeting.text, /A secure message waits for you/);
    assert.ok(greeting.text.includes(`/calls/${id}/digits`));
    assert.ok(!greeting.text.includes(spelled), 'nothing for a machine that answered');
    const said = await report(`/calls/${id}/digits`, { CallSid: 'CA1', Digits: '1' });
    assert.ok(said.text.includes(spelled));
    assert.equal((await report(`/calls/${id}/status`, { CallStatus: 'busy' })).status, 204);
    assert.equal((await report(`/calls/${id}/status`, { CallStatus: 'busy' })).status, 204);
    const events = await db.database.query(
      `select details ->> 'outcome' as outcome from events where delivery = $1 and type = 'delivery.escalated'`,
      [delivery],
    );
    assert.deepEqual(events.rows, [{ outcome: 'failed' }]);
    await db.database.query("update deliveries set status = 'opened' where id = $1", [delivery]);
    for (const path of [`/calls/${id}`, `/calls/${id}/digits`]) {
      const { text } = await report(path, { CallSid: 'CA1' });
      assert.match(text, /does not wait for you any more/);
      assert.doesNotMatch(text, /<Gather/);
    }
    assert.equal((await report(`/calls/${randomUUID()}`, {})).status, 404);
  });

  it('are no pages: a browser finds nothing there', async () => {
    const visitor = new Visitor(app.url);
    for (const path of ['/sms/x', '/calls/x', '/calls/x/digits', '/calls/x/status']) {
      assert.equal((await visitor.get(path)).status, 404, path);
    }
  });
});

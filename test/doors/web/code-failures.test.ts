import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { type PhoneProvider, startPhoneProvider } from '../../support/phone-provider.ts';
import { until } from '../../support/process.ts';
import { linkTo, Visitor } from './visitor.ts';

describe('Codes that do not arrive', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let provider: PhoneProvider;
  let count = 0;
  before(async () => {
    provider = await startPhoneProvider();
    ({ db, drop } = await makeDatabase());
    app = await startApp(db, { SEGL_SMS: provider.sms });
  });
  after(async () => {
    await app.close();
    await drop();
    provider.close();
  });

  async function send(phone: string): Promise<{ id: string; path: string; visitor: Visitor }> {
    count += 1;
    const email = `r${count}@example.com`;
    const answer = await app.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email, phone, language: 'en' }],
      subject: 'x',
      text: 'x',
    });
    const { id } = (await answer.json()) as { id: string };
    return { id, path: `/m/${await linkTo(app, email)}`, visitor: new Visitor(app.url) };
  }

  /** The ways that the page's own buttons offer, first things first. */
  const offered = (html: string) => [...html.matchAll(/name="via" value="(\w+)"/g)].map(([, via]) => via);

  /** Asks for a code, and has the provider report how that ended. */
  async function attempt(
    { path, visitor }: { path: string; visitor: Visitor },
    phone: string,
    via: 'sms' | 'call',
    report: Record<string, string>,
  ): Promise<void> {
    assert.equal((await visitor.post(`${path}/codes`, { via })).status, 303);
    const made = await provider.next(phone);
    await until('taken down', 10, async () => {
      const { rows } = await db.database.query('select from codes where outcome is null');
      return rows.length === 0;
    });
    assert.equal(await made.report(report), 204);
  }

  it('are offered as a call alone where the number is a landline', async () => {
    const phone = '+4687950001';
    const sent = await send(phone);
    const page = await sent.visitor.get(sent.path);
    assert.deepEqual(offered(page.text), ['call']);
    assert.match(page.text, /cannot receive text messages/);
    const refused = await sent.visitor.post(`${sent.path}/codes`, { via: 'sms' });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /This number is a landline.*We can call it/);
    assert.deepEqual(offered(refused.text), ['call']);
    assert.doesNotMatch(refused.text, /8795/);
    await attempt(sent, phone, 'call', { CallSid: 'CA1', CallStatus: 'no-answer' });
    const failed = await sent.visitor.get(sent.path);
    assert.deepEqual(offered(failed.text), ['call']);
    assert.doesNotMatch(failed.text, /choose SMS/);
  });

  it('are offered by SMS to a mobile, and to a number that might be one', async () => {
    for (const phone of ['+46701740605', '+4533133333', '+4512345678']) {
      const { path, visitor } = await send(phone);
      assert.deepEqual(offered((await visitor.get(path)).text), ['sms', 'call'], phone);
    }
  });

  it('are offered as a call first from then on where the number turned out to take no SMS', async () => {
    const phone = '+4533133301';
    const sent = await send(phone);
    await attempt(sent, phone, 'sms', { MessageStatus: 'undelivered', ErrorCode: '30006' });
    assert.deepEqual(offered((await sent.visitor.get(sent.path)).text), ['call', 'sms']);
    await db.owner.query("update codes set expires_at = now() - interval '1 second'");
    const later = await sent.visitor.get(sent.path);
    assert.deepEqual(offered(later.text), ['call', 'sms']);
    assert.match(later.text, /An SMS to this number did not get through/);
  });

  it('are in the timeline of systems by type and time, without server’s words or provider’s code', async () => {
    const phone = '+4520300001';
    const sent = await send(phone);
    await attempt(sent, phone, 'sms', { MessageStatus: 'failed', ErrorCode: '30003' });
    const answer = await app.get(`/api/v1/messages/${sent.id}`);
    const { deliveries } = (await answer.json()) as {
      deliveries: { timeline: Record<string, unknown>[] }[];
    };
    const last = deliveries[0]!.timeline.at(-1)!;
    assert.equal(last.type, 'delivery.code_failed');
    for (const event of deliveries[0]!.timeline) {
      assert.deepEqual(
        Object.keys(event).filter((key) => !['type', 'at', 'seq', 'details', 'server'].includes(key)),
        [],
      );
    }
    assert.doesNotMatch(JSON.stringify(deliveries), /30003|20300001/);
  });
});

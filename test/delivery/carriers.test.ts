import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { smtpMailer } from '../../src/backends/mailer/smtp.ts';
import { twilioPhones } from '../../src/backends/sms/twilio.ts';
import { codeState } from '../../src/delivery/code-state.ts';
import { findDelivery } from '../../src/delivery/find-delivery.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal, recipientDraft } from '../support/portal.ts';
import { startPrism } from '../support/prism.ts';
import { type Sink, type SinkOptions, smtpSink } from '../support/smtp-sink.ts';

const client = { ip: '192.0.2.7', userAgent: 'test' };

withDatabases('Notices through a foreign SMTP server', (db) => {
  let portal: Portal;
  let sink: Sink;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());
  afterEach(async () => {
    await portal.carriers.mailer.close();
    await sink.close();
  });

  async function through(options: SinkOptions): Promise<void> {
    sink = await smtpSink(options);
    portal.carriers.mailer = smtpMailer({ url: `smtp://127.0.0.1:${sink.port}` });
  }

  const makeReady = () =>
    db.database.query("update jobs set run_at = now() where kind <> 'expire' and kind <> 'sweep'");

  it('carry who wrote, the reference and the link, and no word of the message', async () => {
    await through({});
    const { deliveries } = await portal.send({ subject: 'Hemmelighed', text: 'Ingen må se dette' });
    await portal.work();
    const { raw, to } = sink.received[0]!;
    const mail = raw.toString().replace(/=\r\n/g, '');
    assert.deepEqual(to, [recipientDraft.email]);
    assert.match(mail, /^From: .*Borgerservice/m);
    assert.match(mail, /Reference: [A-Z]{5}-[A-Z]{5}/);
    assert.match(mail, /http:\/\/localhost:3000\/m\/[\w-]{43}/);
    assert.doesNotMatch(mail, /Hemmelighed|Ingen m/);
    const events = await portal.events(deliveries[0]!.id);
    assert.equal(events.at(-1)?.type, 'delivery.notified');
    assert.equal(events.at(-1)?.details.via, 'smtp');
  });

  it('refused for good are bounced, and the one who answers for the message is told once', async () => {
    await through({
      onRcpt: (address) =>
        address === 'nobody@example.com' ? { code: 550, words: '5.1.1 No such user' } : undefined,
    });
    const { deliveries, id } = await portal.send({
      to: [{ ...recipientDraft, email: 'nobody@example.com' }],
    });
    await portal.work();
    const { rows } = await db.database.query<{ status: string; reason: string }>(
      'select status, reason from deliveries where message_id = $1',
      [id],
    );
    assert.deepEqual(rows[0], { status: 'bounced', reason: 'refused' });
    const failed = (await portal.events(deliveries[0]!.id)).at(-1)!;
    assert.equal(failed.type, 'delivery.notice_failed');
    assert.equal(JSON.stringify(failed).includes('No such user'), false, 'the reply is a committed field');
    const told = sink.received.filter((mail) => mail.to.includes('dpo@fredericia.example'));
    assert.equal(told.length, 1);
    assert.match(told[0]!.raw.toString(), /nobody@example\.com/);
  });

  it('of a reminder, refused, leave a delivery that was notified where it is', async () => {
    let isGone = false;
    await through({ onRcpt: () => (isGone ? { code: 550, words: '5.1.1 No such user' } : undefined) });
    const { id, deliveries } = await portal.send();
    await portal.work();
    isGone = true;
    await remindRecipients(portal.ctx, { kind: 'system', id: portal.sender.id, grants: [] }, id);
    await portal.work();
    await db.database.query('delete from jobs');
    const { rows } = await db.database.query<{ status: string }>(
      'select status from deliveries where message_id = $1',
      [id],
    );
    assert.equal(rows[0]?.status, 'notified');
    assert.equal((await portal.events(deliveries[0]!.id)).at(-1)?.type, 'delivery.notice_failed');
  });

  it('put off are tried again later, and arrive once', async () => {
    let asked = 0;
    await through({ onRcpt: () => (++asked === 1 ? { code: 451, words: '4.7.1 Greylisted' } : undefined) });
    const { deliveries } = await portal.send();
    await portal.work();
    assert.equal(sink.received.length, 0);
    assert.equal((await portal.events(deliveries[0]!.id)).at(-1)?.type, 'delivery.available');
    const { rows } = await db.database.query<{ waits: number }>(
      "select extract(epoch from run_at - now())::float8 as waits from jobs where kind = 'notice'",
    );
    assert.ok(rows[0]!.waits > 30, 'a server that said later is not asked at once');
    await makeReady();
    await portal.work();
    assert.equal(sink.received.length, 1);
  });

  it('given up after all tries count as bounced', async () => {
    await through({ onMail: () => ({ code: 421, words: '4.3.2 Closing' }) });
    const { deliveries } = await portal.send();
    for (let tries = 0; tries < 12; tries += 1) {
      await makeReady();
      await portal.work();
    }
    const last = (await portal.events(deliveries[0]!.id)).at(-1)!;
    assert.equal(last.type, 'delivery.notice_failed');
    assert.equal(last.details.reason, 'undeliverable');
    await db.database.query('delete from jobs');
  });
});

withDatabases('Codes through Twilio’s own description', (db) => {
  let portal: Portal;
  let prism: Awaited<ReturnType<typeof startPrism>>;
  before(async () => {
    [portal, prism] = await Promise.all([openPortal(db), startPrism('twilio-messages-calls.openapi.json')]);
  });
  after(async () => {
    await portal.close();
    await prism.close();
  });

  for (const via of ['sms', 'call'] as const) {
    it(`are taken as ${via}, and stamped as sent`, async () => {
      const email = `${via}@example.com`;
      const { deliveries } = await portal.send({ to: [{ ...recipientDraft, email }] });
      await portal.work();
      const delivery = (await findDelivery(db.database, await portal.tokenFor(email)))!;
      const { phones } = portal.carriers;
      portal.carriers.phones = twilioPhones({
        account: `AC${'0'.repeat(32)}`,
        token: 'f'.repeat(32),
        from: '+4570102030',
        base: prism.url,
        publicUrl: 'https://mail.fredericia.example',
      });
      await requestCode(portal.ctx, delivery, via, 'opening', client);
      await portal.work();
      portal.carriers.phones = phones;
      const sent = (await portal.events(deliveries[0]!.id)).at(-1)!;
      assert.equal(sent.type, 'delivery.code_sent');
      assert.equal(sent.details.via, via);
      assert.equal((await codeState(db.database, delivery.id, 'opening'))?.state, 'handed_over');
    });
  }
});

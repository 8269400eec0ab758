/** What servers report of a notice, and what that changes. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { commitmentOf, type PersonalFields } from '../../src/evidence/commitment.ts';
import { recordEvent } from '../../src/evidence/record-event.ts';
import { recipient } from '../../src/delivery/actors.ts';
import { endingOf, findDelivery } from '../../src/delivery/find-delivery.ts';
import { type NoticeReport, recordNoticeReport } from '../../src/delivery/record-notice-report.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { showMessage } from '../../src/delivery/show-message.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail, addPerson } from '../support/gateway-mail.ts';
import { openPortal, type Portal, recipientDraft } from '../support/portal.ts';

const failed: NoticeReport = {
  kind: 'failed',
  text: '550 5.1.1 No such user ana@example.com',
  status: '5.1.1',
  server: 'mx.example.com',
  recipient: 'ana@example.com',
};
const types = {
  failed: 'delivery.notice_failed',
  delayed: 'delivery.notice_delayed',
  delivered: 'delivery.notice_confirmed',
  relayed: 'delivery.notice_relayed',
  unclear: 'delivery.notice_reported',
} as const;

withDatabases('A report on a notice', (db) => {
  let portal: Portal;
  let author = '';
  let authorId = '';
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    author = 'author@fredericia.example';
    authorId = await addPerson(db, portal, author);
  });
  afterEach(async () => {
    for (const table of ['outbox', 'jobs', 'failures']) await db.database.query(`delete from ${table}`);
  });
  after(() => portal.close());

  /** A delivery whose notice was taken. */
  async function notified() {
    const email = `ana${(count += 1)}@example.com`;
    const sender = { ...portal.sender, author: authorId };
    const { id, deliveries } = await acceptMail(portal, { sender, to: [{ ...recipientDraft, email }] });
    await portal.work();
    return { message: id, delivery: deliveries[0]!.id, token: await portal.tokenFor(email) };
  }

  const report = (delivery: string, what: NoticeReport, reminder = false) =>
    recordNoticeReport(portal.ctx, delivery, what, reminder);
  const status = async (token: string) => (await findDelivery(portal.ctx.db, token))!.status;
  const typesOf = async (delivery: string) => (await portal.events(delivery)).map(({ type }) => type);
  const tellings = async () => {
    await portal.work();
    return (await portal.outbox()).filter(({ to }) => to === author).length;
  };

  for (const kind of ['failed', 'delayed', 'delivered', 'relayed', 'unclear'] as const) {
    it(`“${kind}” becomes an event whose words, server and address are committed, not told`, async () => {
      const { delivery, message } = await notified();
      await report(delivery, { ...failed, kind });
      const { rows } = await db.database.query<{
        type: string;
        details: object;
        commitment: Buffer;
        k: Buffer;
        fields: PersonalFields;
      }>(
        `select e.type, e.details, e.commitment, f.k, f.fields from events e join event_fields f on f.event = e.id
          where e.delivery = $1 order by e.seq desc limit 1`,
        [delivery],
      );
      const event = rows[0]!;
      assert.equal(event.type, types[kind]);
      assert.deepEqual(event.details, { via: 'report', report: kind, reminder: false, code: '5.1.1' });
      assert.deepEqual(event.fields, { reply: failed.text, server: failed.server, email: failed.recipient });
      assert.deepEqual(event.commitment, commitmentOf(event.k, event.fields));
      const viewer = { kind: 'person', id: authorId, grants: [] } as const;
      const shown = (await showMessage(portal.ctx, viewer, message)).deliveries[0]!.timeline.at(-1)!;
      assert.equal(shown.server, 'mx.example.com');
      assert.equal(shown.reply, failed.text);
    });
  }

  it('“failed” ends the delivery and tells the sender once, however often it comes', async () => {
    const { delivery, token } = await notified();
    await report(delivery, failed);
    assert.equal(await status(token), 'bounced');
    assert.equal(endingOf((await findDelivery(portal.ctx.db, token))!), 'refused');
    assert.equal(await tellings(), 1);
    for (let times = 0; times < 49; times += 1) await report(delivery, failed);
    const events = (await typesOf(delivery)).filter((type) => type === 'delivery.notice_failed');
    assert.ok(events.length >= 1 && events.length <= 5, String(events.length));
    assert.equal(await tellings(), 1);
    await db.database.query("update failures set at = at - interval '25 hours'");
    await db.database.query('delete from outbox');
    await report(delivery, failed);
    assert.equal(await tellings(), 0, 'nor a day later');
  });

  it('fifty times at the same moment is recorded at most five times, and told once', async () => {
    const { delivery } = await notified();
    await Promise.all(Array.from({ length: 50 }, () => report(delivery, failed)));
    const events = (await typesOf(delivery)).filter((type) => type === 'delivery.notice_failed');
    assert.equal(events.length, 5);
    assert.equal(await tellings(), 1);
  });

  it('of a reminder that came back undoes nothing, and the sender hears of it once a day', async () => {
    const { delivery, token, message } = await notified();
    const viewer = { kind: 'system', id: portal.sender.id, grants: [] } as const;
    await remindRecipients(portal.ctx, viewer, message);
    await portal.work();
    for (let times = 0; times < 3; times += 1) {
      await report(delivery, failed, true);
      assert.equal(await tellings(), 1);
    }
    assert.equal(await status(token), 'notified');
    assert.equal(endingOf((await findDelivery(portal.ctx.db, token))!), undefined, 'the link still opens');
  });

  it('of the first notice still ends the delivery after five reminders came back', async () => {
    const { delivery, token } = await notified();
    for (let times = 0; times < 6; times += 1) await report(delivery, failed, true);
    await report(delivery, failed);
    assert.equal(await status(token), 'bounced');
  });

  it('“failed” after the opening un-opens nothing and troubles nobody', async () => {
    const { delivery, token } = await notified();
    await recordEvent(db.database, delivery, { type: 'delivery.opened', actor: recipient(delivery) });
    await report(delivery, failed);
    assert.equal(await status(token), 'opened');
    assert.equal((await typesOf(delivery)).at(-1), 'delivery.notice_failed', 'yet it is evidence');
    assert.equal(await tellings(), 0);
  });

  it('“delivered” after “failed” is recorded, and revives nothing that has ended', async () => {
    const { delivery, token } = await notified();
    await report(delivery, failed);
    await report(delivery, { kind: 'delivered', text: 'at last', server: 'mx.example.com' });
    assert.equal(await status(token), 'bounced');
    assert.deepEqual((await typesOf(delivery)).slice(-2), [
      'delivery.notice_failed',
      'delivery.notice_confirmed',
    ]);
  });

  it('of any other kind changes no status and is no failure', async () => {
    const { delivery, token } = await notified();
    for (const kind of ['delayed', 'delivered', 'relayed', 'unclear'] as const)
      await report(delivery, { kind, text: 'Words that nobody understands' });
    assert.equal(await status(token), 'notified');
    assert.equal(await tellings(), 0);
  });

  it('that nobody understands does not crowd out one that is understood', async () => {
    const { delivery } = await notified();
    for (let times = 0; times < 9; times += 1) await report(delivery, { kind: 'unclear', text: '?' });
    await report(delivery, { kind: 'delayed', text: 'Still trying' });
    const events = await portal.events(delivery);
    assert.equal(events.at(-1)!.details.report, 'delayed');
    assert.equal(events.filter(({ details }) => details.report === 'unclear').length, 5);
  });

  it('that is faster than our own record of the hand-over stands', async () => {
    const { deliveries } = await portal.send({ to: [{ ...recipientDraft, email: 'fast@example.com' }] });
    await report(deliveries[0]!.id, failed);
    await recordEvent(db.database, deliveries[0]!.id, {
      type: 'delivery.notified',
      actor: recipient(deliveries[0]!.id),
    });
    const { rows } = await db.database.query<{ status: string }>(
      'select status from deliveries where id = $1',
      [deliveries[0]!.id],
    );
    assert.equal(rows[0]!.status, 'bounced');
    await portal.work();
    assert.equal((await portal.outbox()).filter(({ to }) => to === 'fast@example.com').length, 0);
  });

  it('on a delivery that is gone is nothing', async () => {
    await report('00000000-0000-7000-8000-000000000000', failed);
    assert.equal(await tellings(), 0);
  });

  it('is told of a notice whose link nobody can read any more, rather than forgotten', async () => {
    const sender = { ...portal.sender, author: authorId };
    const { deliveries } = await acceptMail(portal, { sender, to: [recipientDraft] });
    await db.database.query("update jobs set sealed = null where kind = 'notice'");
    assert.equal(await tellings(), 1);
    const last = (await portal.events(deliveries[0]!.id)).at(-1)!;
    assert.deepEqual([last.type, last.details.reason], ['delivery.notice_failed', 'undeliverable']);
  });
});

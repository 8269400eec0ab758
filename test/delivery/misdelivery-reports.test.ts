/** “This is not for me”: who is told, what stops, what a robot costs, and how it is lifted. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { eraseMessage } from '../../src/delivery/erase-message.ts';
import { expireDeliveries } from '../../src/delivery/expire-deliveries.ts';
import { findDelivery, type LinkedDelivery } from '../../src/delivery/find-delivery.ts';
import { lastReport } from '../../src/delivery/last-report.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { findAttachment, readAttachment } from '../../src/delivery/read-attachment.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { reportMisdelivery } from '../../src/delivery/report-misdelivery.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { sessionBody } from '../../src/delivery/session-body.ts';
import { unlockDelivery } from '../../src/delivery/unlock-delivery.ts';
import { makeProof } from '../../src/desk/proofs/make-proof.ts';
import { verifyBundle } from '../../src/evidence/verification/verify-bundle.ts';
import { type MisdeliveryReason, misdeliveryReasons } from '../../src/message/misdeliveries.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { noTrust } from '../../src/message/verification.ts';
import { misdeliveries } from '../../views/languages/da/misdeliveries.ts';
import { type Bench, drain, makeBench } from '../evidence/sequencer/support.ts';
import { withDatabases } from '../support/database.ts';
import { type File, openPortal, type Portal } from '../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../support/staff.ts';

const client = { ip: '203.0.113.7', userAgent: 'A stranger’s browser' };
const dpo = 'dpo@fredericia.example';

withDatabases('A report that it is not for them', (db) => {
  let portal: Portal;
  let bench: Bench;
  let author: Colleague;
  let viewer: Viewer;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    bench = await makeBench(db);
    author = await addColleague(db, await addUnit(db));
    viewer = author.viewer;
    Object.assign(portal.sender, author.sender);
  });
  afterEach(async () => {
    for (const table of ['jobs', 'outbox', 'failures', 'budgets'])
      await db.owner.query(`delete from ${table}`);
  });
  after(async () => {
    await bench.remove();
    await portal.close();
  });

  interface Arrived {
    readonly message: string;
    readonly id: string;
    readonly email: string;
    readonly phone: string;
    readonly token: string;
    found(): Promise<LinkedDelivery>;
    say(reason: MisdeliveryReason): Promise<void>;
  }

  async function arrived(files: readonly File[] = []): Promise<Arrived> {
    count += 1;
    const email = `wrong${count}@example.com`;
    const phone = `+4520${String(200_000 + count)}`;
    const { id: message, deliveries } = await portal.send({ to: [{ email, phone, language: 'en' }] }, files);
    await portal.work();
    const token = await portal.tokenFor(email);
    const found = async () => (await findDelivery(db.database, token))!;
    const say = async (reason: MisdeliveryReason) =>
      reportMisdelivery(portal.ctx, await found(), reason, client);
    return { message, id: deliveries[0]!.id, email, phone, token, found, say };
  }

  async function open({ found, phone }: Arrived): Promise<string> {
    const linked = await found();
    await requestCode(portal.ctx, linked, 'sms', 'opening', client);
    await portal.work();
    return openDelivery(portal.ctx, linked, await portal.codeFor(phone), undefined, client);
  }

  const typesOf = async (id: string) =>
    (await portal.events(id)).map(({ type }) => type.replace('delivery.', ''));
  const reportsOf = async (id: string) =>
    (await portal.events(id)).filter(({ type }) => type === 'delivery.misdelivery_reported');
  const mailsTo = async (address: string) =>
    (await portal.outbox()).filter(({ kind, to }) => kind === 'mail' && to === address);
  const later = (interval: string) =>
    db.owner.query(
      `update misdeliveries set logged_at = logged_at - $1::interval, told_at = told_at - $1::interval`,
      [interval],
    );

  /** The evidence as it is handed out says the status that the table has. */
  async function confirm(message: string): Promise<void> {
    await drain(bench.writer());
    const { bytes } = await makeProof(portal.ctx, viewer, message, 'json');
    const report = await verifyBundle(new Uint8Array(Buffer.concat([...bytes])), noTrust);
    assert.deepEqual([report.verdict, report.findings], ['consistent', []]);
  }

  it('is an event and a status, and the sender and compliance are told at once, each reason alike', async () => {
    for (const reason of misdeliveryReasons) {
      const { id, say, found, message, email } = await arrived();
      await say(reason);
      assert.equal((await found()).status, 'reported');
      assert.equal(await lastReport(db.database, id), reason);
      const [event] = await reportsOf(id);
      assert.deepEqual(event!.details, { reason, count: 1 });
      await portal.work();
      const [mail, ...more] = await mailsTo(author.email);
      assert.match(mail!.text, new RegExp(email.replace('.', '\\.')));
      assert.ok(mail!.text.includes(misdeliveries.told[reason]));
      assert.deepEqual(more, []);
      const [alarm, ...others] = await mailsTo(dpo);
      assert.match(alarm!.text, new RegExp(message));
      assert.doesNotMatch(alarm!.text, /wrong\d+@/);
      assert.deepEqual(others, []);
      await db.owner.query('delete from outbox');
      await confirm(message);
    }
  });

  it('hides who said it behind a commitment', async () => {
    const { id, say } = await arrived();
    await say('died');
    const { rows } = await db.database.query<{ details: object; fields: object }>(
      `select e.details, f.fields from events e join event_fields f on f.event = e.id
        where e.delivery = $1 and e.type = 'delivery.misdelivery_reported'`,
      [id],
    );
    assert.deepEqual(rows, [{ details: { reason: 'died', count: 1 }, fields: { ...client } }]);
  });

  it('stops reminders: those that wait, those whose mail was deferred, and those asked for afterwards', async () => {
    const { message, id, say, email } = await arrived();
    await db.owner.query('delete from outbox');
    await remindRecipients(portal.ctx, viewer, message);
    await say('not_me');
    const waiting = await db.database.query("select from jobs where kind = 'notice'");
    assert.deepEqual(waiting.rows, []);
    await portal.work();
    assert.deepEqual(await mailsTo(email), []);
    await assert.rejects(
      remindRecipients(portal.ctx, viewer, message),
      (error: unknown) => error instanceof Refusal && error.code === 'delivery_final',
    );
    // As if it had been leased in the moment of the report, and deferred by the next server.
    const other = await arrived();
    await remindRecipients(portal.ctx, viewer, other.message);
    await db.owner.query("update jobs set leased_until = now() + interval '1 minute' where kind = 'notice'");
    await other.say('left');
    await db.owner.query("update jobs set leased_until = null where kind = 'notice'");
    await db.owner.query('delete from outbox');
    await portal.work();
    assert.deepEqual(await mailsTo(other.email), []);
    const { rows } = await db.database.query("select from jobs where kind = 'notice'");
    assert.equal(rows.length, 0);
    assert.equal((await typesOf(id)).includes('notice_failed'), false);
  });

  it('leaves the first notice on its way, for it is no reminder', async () => {
    const { id, say } = await arrived();
    await db.owner.query("insert into jobs (kind, payload, sealed) values ('notice', $1, 'x')", [
      JSON.stringify({ delivery: id, reminder: false }),
    ]);
    await say('not_me');
    const { rows } = await db.database.query("select from jobs where kind = 'notice'");
    assert.equal(rows.length, 1);
  });

  it('said again by machines is counted, hourly an event, daily a mail, and five events a day', async () => {
    const { id, say } = await arrived();
    await Promise.all(Array.from({ length: 20 }, () => say('not_me')));
    assert.equal((await reportsOf(id)).length, 1);
    await later('61 minutes');
    await say('not_me');
    await say('not_me');
    const [, second, ...more] = await reportsOf(id);
    assert.deepEqual([second!.details, more], [{ reason: 'not_me', count: 21 }, []]);
    await portal.work();
    assert.equal((await mailsTo(author.email)).length, 1);
    await later('24 hours');
    await say('not_me');
    await portal.work();
    assert.equal((await mailsTo(author.email)).length, 2);
    for (const reason of misdeliveryReasons) await say(reason);
    for (const reason of misdeliveryReasons) await say(reason);
    assert.equal((await reportsOf(id)).length, 5);
    await portal.work();
    const alarms = await mailsTo(dpo);
    assert.ok(alarms.length >= 3 && alarms.length <= 4, `${alarms.length} alarms`);
  });

  it('by all of a message’s recipients at once is ten mails to compliance, and each stands in the inbox', async () => {
    const { id: message, deliveries } = await portal.send({
      to: Array.from({ length: 14 }, (_, n) => ({
        email: `all${n}@shut.example`,
        phone: `+45202100${10 + n}`,
        language: 'da' as const,
      })),
    });
    await portal.work();
    for (const { id } of deliveries) {
      await reportMisdelivery(portal.ctx, { id, message } as LinkedDelivery, 'domain', client);
    }
    await portal.work();
    assert.equal((await mailsTo(dpo)).length, 10);
    const { count: noted } = await db.owner.query("select from failures where about = 'reported'");
    assert.equal(noted, 14);
    for (const { id } of deliveries) assert.equal((await reportsOf(id)).length, 1);
    const one = await arrived();
    await one.say('domain');
    await portal.work();
    assert.equal((await mailsTo(dpo)).length, 11, 'another message has its own');
  });

  it('is lifted by a right code, and status and evidence go back to where the recipient was', async () => {
    const one = await arrived();
    await one.say('not_me');
    assert.ok(await open(one));
    assert.equal((await one.found()).status, 'notified');
    assert.deepEqual((await typesOf(one.id)).slice(-3), ['code_sent', 'code_verified', 'report_lifted']);
    const session = await open(one);
    assert.ok(await readMessage(portal.ctx, one.token, session, client));
    assert.equal((await one.found()).status, 'opened');
    await confirm(one.message);

    await one.say('domain');
    assert.equal((await one.found()).status, 'reported');
    assert.ok(await readMessage(portal.ctx, one.token, session, client), 'who reads already reads on');
    assert.equal((await one.found()).status, 'reported');
    await open(one);
    assert.equal((await one.found()).status, 'opened');
    await confirm(one.message);
    assert.equal((await typesOf(one.id)).filter((type) => type === 'report_lifted').length, 2);
  });

  it('said anew after it was lifted is told anew: a machine said it first, and a person now', async () => {
    const one = await arrived();
    const told = async () => {
      await portal.work();
      const counts = [(await mailsTo(author.email)).length, (await mailsTo(dpo)).length];
      await db.owner.query('delete from outbox');
      return counts;
    };
    await one.say('not_me');
    assert.deepEqual(await told(), [1, 1]);
    await open(one);
    await told();
    await one.say('not_me');
    assert.deepEqual(await told(), [1, 1]);
    assert.equal((await one.found()).status, 'reported');
    assert.deepEqual(
      (await reportsOf(one.id)).map(({ details }) => details),
      [
        { reason: 'not_me', count: 1 },
        { reason: 'not_me', count: 2 },
      ],
    );
    await correctPhone(portal.ctx, viewer, one.id, '20 99 88 65');
    await one.say('not_me');
    assert.deepEqual(await told(), [1, 1]);
    await confirm(one.message);
  });

  it('said while a session is open that has read nothing yet: who reads then changes no status, and the evidence agrees', async () => {
    const one = await arrived();
    const session = await open(one);
    await one.say('not_me');
    assert.ok(await readMessage(portal.ctx, one.token, session, client));
    assert.equal((await one.found()).status, 'reported');
    await confirm(one.message);
  });

  it('of what only a file was taken of goes back to opened: by a code, a correction and an unlocking', async () => {
    const took = async () => {
      const one = await arrived([
        { filename: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('Words') },
      ]);
      const session = await open(one);
      const body = await sessionBody(portal.ctx, one.token, session);
      const id = body!.content.attachments[0]!.id;
      const found = (await findAttachment(portal.ctx, one.token, session, id))!;
      assert.ok(await readAttachment(portal.ctx, one.token, session, found, { from: 0, to: 5 }, client));
      assert.equal((await one.found()).status, 'opened');
      return one;
    };
    const [one, corrected, locked] = [await took(), await took(), await took()];
    await one.say('not_me');
    await open(one);
    await corrected.say('not_me');
    await correctPhone(portal.ctx, viewer, corrected.id, '20 99 88 64');
    await requestCode(portal.ctx, await locked.found(), 'sms', 'opening', client);
    await portal.work();
    const wrong = String((Number(await portal.codeFor(locked.phone)) + 1) % 1_000_000).padStart(6, '0');
    for (let tries = 0; tries < 15; tries += 1) {
      const linked = await locked.found();
      await assert.rejects(openDelivery(portal.ctx, linked, wrong, undefined, client), Refusal);
    }
    await unlockDelivery(portal.ctx, viewer, locked.id);
    for (const each of [one, corrected, locked]) {
      assert.equal((await each.found()).status, 'opened');
      await confirm(each.message);
    }
    await db.owner.query("update deliveries set expires_at = now() - interval '1 minute' where id = $1", [
      one.id,
    ]);
    const job = { id: 0, kind: 'expire', payload: {}, sealed: null, attempts: 1 };
    await expireDeliveries(portal.ctx)(job, async () => undefined);
    const { rows } = await db.owner.query("select from failures where about = 'expired_unread'");
    assert.deepEqual(rows, []);
  });

  it('is not lifted by wrong codes, which lock, and an unlocking leaves it behind', async () => {
    const one = await arrived();
    await one.say('not_me');
    await requestCode(portal.ctx, await one.found(), 'sms', 'opening', client);
    await portal.work();
    const right = Number(await portal.codeFor(one.phone));
    const wrong = String((right + 1) % 1_000_000).padStart(6, '0');
    for (let tries = 0; tries < 15; tries += 1) {
      const linked = await one.found();
      await assert.rejects(openDelivery(portal.ctx, linked, wrong, undefined, client), Refusal);
    }
    assert.equal((await one.found()).status, 'locked');
    await one.say('phone');
    assert.equal((await one.found()).status, 'locked');
    assert.equal((await reportsOf(one.id)).length, 2);
    await unlockDelivery(portal.ctx, viewer, one.id);
    assert.equal((await one.found()).status, 'notified');
    await confirm(one.message);
  });

  it('is lifted when the sender corrects the number', async () => {
    const one = await arrived();
    await one.say('phone');
    await correctPhone(portal.ctx, viewer, one.id, '20 99 88 66');
    const { status, phone } = await one.found();
    assert.deepEqual([status, phone], ['notified', '+4520998866']);
    assert.deepEqual((await typesOf(one.id)).slice(-2), ['corrected', 'report_lifted']);
    assert.equal((await remindRecipients(portal.ctx, viewer, one.message))[0]!.reminded, true);
    await confirm(one.message);
  });

  it('expires like others, and is taken after the end too, without bringing anything back', async () => {
    const one = await arrived();
    await one.say('left');
    await db.owner.query("update deliveries set expires_at = now() - interval '1 minute' where id = $1", [
      one.id,
    ]);
    const job = { id: 0, kind: 'expire', payload: {}, sealed: null, attempts: 1 };
    await expireDeliveries(portal.ctx)(job, async () => undefined);
    assert.equal((await one.found()).status, 'expired');
    await one.say('not_me');
    assert.equal((await one.found()).status, 'expired');
    assert.equal((await reportsOf(one.id)).length, 2);
    await confirm(one.message);
  });

  it('of a recalled message changes nothing, whoever came first', async () => {
    const one = await arrived();
    const recall = { message: one.message, reason: 'wrong_recipient' } as const;
    await recallMessage(portal.ctx, viewer, recall);
    const before = await typesOf(one.id);
    await one.say('not_me');
    assert.deepEqual(await typesOf(one.id), before);

    for (let round = 0; round < 10; round += 1) {
      const racing = await arrived();
      await Promise.all([
        racing.say('not_me'),
        recallMessage(portal.ctx, viewer, { message: racing.message, reason: 'wrong_recipient' }),
      ]);
      assert.equal((await racing.found()).status, 'recalled');
      const types = await typesOf(racing.id);
      assert.equal(types.at(-1), 'recalled', 'nothing is said of it after the recall');
      await confirm(racing.message);
    }
  });

  it('races a right code: whichever came last stands, and the evidence agrees', async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = await arrived();
      await one.say('not_me');
      await requestCode(portal.ctx, await one.found(), 'sms', 'opening', client);
      await portal.work();
      const code = await portal.codeFor(one.phone);
      await Promise.all([
        openDelivery(portal.ctx, await one.found(), code, undefined, client),
        one.say('domain'),
      ]);
      const types = await typesOf(one.id);
      const last = types.findLast((type) => type === 'report_lifted' || type === 'misdelivery_reported');
      assert.equal((await one.found()).status, last === 'report_lifted' ? 'notified' : 'reported');
      await confirm(one.message);
    }
  });

  it('goes with the recipient when they are erased', async () => {
    const one = await arrived();
    await one.say('died');
    const eraser = { actor: { kind: 'staff', id: author.id }, name: 'Olga', units: null } as const;
    await eraseMessage(portal.ctx, eraser, { message: one.message, reason: 'requested' });
    assert.equal(await lastReport(db.database, one.id), undefined);
    await reportMisdelivery(
      portal.ctx,
      { id: one.id, message: one.message } as LinkedDelivery,
      'left',
      client,
    );
    assert.equal(await lastReport(db.database, one.id), undefined);
  });
});

/** Somebody is erased in the very moment in which something else happens to their delivery. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { answerReply } from '../../src/delivery/answer-reply.ts';
import type { Context } from '../../src/delivery/context.ts';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { DownloadLeases } from '../../src/delivery/download-leases.ts';
import { eraseLeftovers } from '../../src/delivery/erase-leftovers.ts';
import { type Eraser, eraseMessage } from '../../src/delivery/erase-message.ts';
import { extendDeliveries } from '../../src/delivery/extend-deliveries.ts';
import { findDelivery, type LinkedDelivery } from '../../src/delivery/find-delivery.ts';
import { followLink } from '../../src/delivery/follow-link.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import type { CodeMessage, MailOutcome, OutgoingMail } from '../../src/delivery/ports.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { recordNoticeReport } from '../../src/delivery/record-notice-report.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import type { Database, Queryable } from '../../src/evidence/ports.ts';
import { Unavailable } from '../../src/message/refusals.ts';
import { until } from '../doors/rest/support/rest.ts';
import { withDatabases } from '../support/database.ts';
import { everythingKept } from '../support/everything-kept.ts';
import { acceptMail } from '../support/gateway-mail.ts';
import { once, openPortal, type Portal } from '../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../support/staff.ts';
import { find } from '../system/search.ts';
import { signal, together } from './together.ts';

const client = { ip: '198.51.100.202', userAgent: 'Brøndvogn/9' };
const name = 'Åse Kirsebærgård';
const unused = async () => undefined as never;

withDatabases('Erased at the same moment', (db) => {
  let portal: Portal;
  let author: Colleague;
  let eraser: Eraser;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    Object.assign(portal.ctx.settings, { bounces: 'bounces.fredericia.example' });
    const unit = await addUnit(db);
    author = await addColleague(db, unit);
    eraser = { actor: { kind: 'staff', id: author.id }, name: 'Olga', units: null };
  });
  afterEach(async () => {
    for (const table of ['jobs', 'outbox', 'failures', 'budgets'])
      await db.owner.query(`delete from ${table}`);
  });
  after(() => portal.close());

  interface Sent {
    readonly message: string;
    readonly delivery: string;
    readonly email: string;
    readonly phone: string;
    readonly token: string;
    readonly linked: LinkedDelivery;
    readonly code: string;
    readonly session: string;
  }

  /** A delivery that was opened once, with another code that nobody has used. */
  async function opened(): Promise<Sent> {
    count += 1;
    const email = `aase${count}@kirsebaer.example`;
    const phone = `+45201300${String(count).padStart(2, '0')}`;
    const sender = { ...portal.sender, author: author.id };
    const { id, deliveries } = await acceptMail(portal, { sender, to: [{ email, phone, name }] });
    await portal.work();
    const token = await portal.tokenFor(email);
    const linked = (await findDelivery(portal.ctx.db, token))!;
    const code = async () => {
      await requestCode(portal.ctx, linked, 'sms', 'opening', client);
      await portal.work();
      return portal.codeFor(phone);
    };
    const session = await openDelivery(portal.ctx, linked, await code(), undefined, client);
    return {
      message: id,
      delivery: deliveries[0]!.id,
      email,
      phone,
      token,
      linked,
      code: await code(),
      session,
    };
  }

  const erase =
    ({ message }: Sent, chosen?: string) =>
    (ctx: Context) =>
      eraseMessage(ctx, eraser, { message, deliveries: chosen ? [chosen] : undefined, reason: 'requested' });

  /** Whatever came first: nothing of them is left, and the events count without a gap to one erasure. */
  async function assertErased(
    { delivery, email, phone }: Sent,
    besides: readonly string[] = [],
  ): Promise<void> {
    await portal.work();
    const { rows } = await db.owner.query<{ status: string }>('select status from deliveries where id = $1', [
      delivery,
    ]);
    assert.equal(rows[0]!.status, 'erased');
    const events = await portal.events(delivery);
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, index) => index + 1),
    );
    assert.equal(events.filter(({ type }) => type === 'delivery.erased').length, 1);
    const kept = await everythingKept(db, portal.data);
    const lies = [email, phone, name, client.ip, client.userAgent, ...besides].flatMap((needle) =>
      find(kept, needle),
    );
    assert.deepEqual(lies, []);
    for (const table of ['codes', 'link_tokens', 'session_deliveries']) {
      const left = await db.owner.query(`select from ${table} where delivery_id = $1`, [delivery]);
      assert.equal(left.count, 0, table);
    }
  }

  const verbs: Readonly<Record<string, (sent: Sent) => (ctx: Context) => Promise<unknown>>> = {
    'opening with a code': (sent) => (ctx) => openDelivery(ctx, sent.linked, sent.code, undefined, client),
    'giving a wrong code': (sent) => (ctx) =>
      openDelivery(ctx, sent.linked, sent.code === '000000' ? '000001' : '000000', undefined, client),
    reading: (sent) => (ctx) => readMessage(ctx, sent.token, sent.session, client),
    'asking for a code': (sent) => (ctx) => requestCode(ctx, sent.linked, 'sms', 'opening', client),
    'following the link': (sent) => (ctx) => followLink(ctx, sent.linked, client),
    'correcting the number': (sent) => (ctx) =>
      correctPhone(ctx, author.viewer, sent.delivery, '+4520139999'),
    reminding: (sent) => (ctx) => remindRecipients(ctx, author.viewer, sent.message),
    extending: (sent) => (ctx) =>
      extendDeliveries(
        ctx,
        author.viewer,
        sent.message,
        new Date(Date.now() + 200 * 86_400_000).toISOString(),
      ),
    'a bounce':
      ({ delivery, email }) =>
      (ctx) =>
        recordNoticeReport(ctx, delivery, { kind: 'failed', text: `No ${email}`, recipient: email }, false),
    'an answer by mail':
      ({ delivery }) =>
      (ctx) =>
        answerReply(ctx, delivery),
    'erasing the recipient': (sent) => erase(sent, sent.delivery),
    'erasing the message': (sent) => erase(sent),
  };

  for (const [what, act] of Object.entries(verbs)) {
    it(`by whoever is first, then ${what}`, async () => {
      const sent = await opened();
      const [erased, other] = await together(db, portal.ctx, erase(sent), act(sent));
      assert.equal(erased!.status, 'fulfilled');
      if (what === 'reading') assert.deepEqual(other, { status: 'fulfilled', value: undefined });
      await assertErased(sent, ['+4520139999']);
    });

    it(`after ${what}, which was first`, async () => {
      const sent = await opened();
      if (what === 'reminding') {
        await db.database.query(
          "update deliveries set status = 'notified', opened_seq = null where id = $1",
          [sent.delivery],
        );
      }
      const [, erased] = await together(db, portal.ctx, act(sent), erase(sent));
      assert.equal(erased!.status, 'fulfilled', String((erased as PromiseRejectedResult).reason));
      await assertErased(sent, ['+4520139999']);
    });
  }

  it('while a notice is handed over: that it left is recorded, to whom is not', async () => {
    const { mailer } = portal.carriers;
    const [left, leave] = signal();
    const [gate, letGo] = signal();
    portal.carriers.mailer = {
      ...mailer,
      async send(mail: OutgoingMail): Promise<MailOutcome> {
        leave();
        await gate;
        return { outcome: 'handed_over', server: 'mx.kirsebaer.example', reply: `250 queued for ${mail.to}` };
      },
    };
    const email = 'aase.notice@kirsebaer.example';
    const phone = '+4520131111';
    const { id, deliveries } = await portal.send({ to: [{ email, phone, name }] });
    const working = portal.work();
    await left;
    await eraseMessage(portal.ctx, eraser, { message: id, reason: 'requested' });
    assert.equal(
      (await db.owner.query("select from jobs where kind = 'notice' and sealed is not null")).count,
      0,
    );
    letGo();
    await working;
    portal.carriers.mailer = mailer;
    const events = await portal.events(deliveries[0]!.id);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['delivery.available', 'delivery.erased', 'delivery.notified'],
    );
    await db.owner.query('update jobs set run_at = now()');
    await portal.work();
    const kept = await everythingKept(db, portal.data);
    assert.deepEqual(
      [email, phone, 'mx.kirsebaer.example'].flatMap((needle) => find(kept, needle)),
      [],
    );
    const { rows } = await db.owner.query('select status from deliveries where message_id = $1', [id]);
    assert.deepEqual(rows, [{ status: 'erased' }]);
    assert.equal((await db.owner.query("select from jobs where kind <> 'gather_failures'")).count, 0);
  });

  it('while a code is brought: that it was sent is recorded, and its number is not', async () => {
    const sent = await opened();
    const { phones } = portal.carriers;
    const [left, leave] = signal();
    const [gate, letGo] = signal();
    portal.carriers.phones = {
      ...phones,
      async sms(message: CodeMessage) {
        leave();
        await gate;
        return phones.sms(message);
      },
    };
    await requestCode(portal.ctx, sent.linked, 'sms', 'opening', client);
    const working = portal.work();
    await left;
    await erase(sent)(portal.ctx);
    letGo();
    await working;
    portal.carriers.phones = phones;
    assert.equal((await portal.events(sent.delivery)).at(-1)!.type, 'delivery.code_sent');
    await db.owner.query('update jobs set run_at = now()');
    await assertErased(sent);
    assert.deepEqual(await portal.outbox(), [], 'what came into the outbox meanwhile is gone too');
  });

  it('while their mail is passed on: it breaks off, and is not tried again', async () => {
    const { mailer } = portal.carriers;
    const [left, leave] = signal();
    const [gate, letGo] = signal();
    const tries: string[] = [];
    portal.carriers.mailer = {
      ...mailer,
      async send({ raw }: OutgoingMail): Promise<MailOutcome> {
        let bytes = 0;
        tries.push('begun');
        try {
          for await (const chunk of raw as AsyncIterable<Uint8Array>) {
            bytes += chunk.length;
            leave();
            await gate;
          }
        } catch (error) {
          tries.push(`broken off before its end: ${bytes < 5_000_000}`);
          throw new Unavailable('mail', { cause: error });
        }
        return { outcome: 'handed_over', server: 'mx', reply: '250' };
      },
    };
    const email = 'aase.relayed@kirsebaer.example';
    const { id, deliveries } = await acceptMail(portal, {
      sender: { ...portal.sender, author: author.id },
      passOn: [{ email, envelope: { from: 'x@fredericia.example', orcpt: `rfc822;${email}` } }],
      raw: once(Buffer.alloc(5_000_000, 'Subject: x\r\n\r\n')),
    });
    const working = portal.work();
    await left;
    await eraseMessage(portal.ctx, eraser, { message: id, reason: 'requested' });
    letGo();
    await working;
    await db.owner.query('update jobs set run_at = now()');
    await portal.work();
    portal.carriers.mailer = mailer;
    assert.deepEqual(tries, ['begun', 'broken off before its end: true']);
    const types = (await portal.events(deliveries[0]!.id)).map(({ type }) => type);
    assert.deepEqual(types, ['delivery.exempted', 'delivery.erased']);
    assert.equal((await db.owner.query('select from parts where message_id = $1', [id])).count, 0);
    assert.equal((await db.owner.query("select from jobs where kind = 'relay'")).count, 0);
    assert.deepEqual(find(await everythingKept(db, portal.data), email), []);
  });

  it('cuts a download that is running', async () => {
    const sent = await opened();
    const lease = new DownloadLeases(db.database).hold(sent.delivery);
    assert.equal(lease.isFresh(), true);
    await erase(sent)(portal.ctx);
    await until('it is cut', () => lease.lost.aborted);
    lease.release();
  });

  it('is done wholly or not at all, whichever statement breaks', async () => {
    // The first thing asked for is the transaction: broken after it was done, the answer to its commit is lost.
    for (const [isDone, from] of [
      [false, 1],
      [true, 2],
      [true, 1],
    ] as const) {
      const sent = await opened();
      for (let at: number = from; ; at += 1) {
        let asked = 0;
        const around = async <Result>(work: () => Promise<Result>): Promise<Result> => {
          asked += 1;
          if (asked !== at) return work();
          if (isDone) await work();
          throw new Unavailable('database');
        };
        const broken = (tx: Queryable): Queryable => ({
          query: (text, values) => around(() => tx.query(text, values)),
        });
        const breaking: Database = {
          ...portal.ctx.db,
          ...broken(portal.ctx.db),
          transaction: (work) => around(() => portal.ctx.db.transaction((tx) => work(broken(tx)))),
        };
        const failure = await erase(sent)({ ...portal.ctx, db: breaking }).then(
          () => undefined,
          (error: unknown) => error,
        );
        const { rows } = await db.owner.query<{
          erased: boolean;
          email: string;
          openings: number;
          wraps: number;
        }>(
          `select d.status = 'erased' as erased, d.email,
              (select count(*)::int from event_fields f where f.delivery = d.id) as openings,
              (select count(*)::int from wraps w where w.message_id = d.message_id) as wraps
            from deliveries d where d.id = $1`,
          [sent.delivery],
        );
        const { erased, email, openings, wraps } = rows[0]!;
        if (erased) assert.deepEqual([email, openings, wraps], ['', 1, 0]);
        else assert.ok(email === sent.email && openings >= 5 && wraps === 2, 'it is as it was');
        if (!failure) {
          assert.ok(at > 15 || (isDone && from === 1), 'several statements were broken');
          break;
        }
        assert.ok(failure instanceof Unavailable, String(failure));
      }
      await assertErased(sent);
    }
  });

  it('deletes its blobs in the end, however often that breaks off', async () => {
    const { id } = await portal.send({}, [
      { filename: 'a', contentType: 'text/plain', bytes: Buffer.alloc(100_000) },
      { filename: 'b', contentType: 'text/plain', bytes: Buffer.alloc(100_000) },
    ]);
    await eraseMessage(portal.ctx, eraser, { message: id, reason: 'requested' });
    const staged = async () => (await db.owner.query('select from staged_blobs')).count;
    assert.equal(await staged(), 2);
    let left = 1;
    const blobs = {
      ...portal.ctx.blobs,
      async delete(key: string) {
        if (left === 0) throw new Unavailable('blobs');
        left -= 1;
        await portal.ctx.blobs.delete(key);
      },
    };
    const job = { id: 0, kind: 'erase_leftovers', payload: { message: id }, sealed: null, attempts: 1 };
    await assert.rejects(eraseLeftovers({ ...portal.ctx, blobs })(job, unused), Unavailable);
    assert.equal(await staged(), 1);
    await eraseLeftovers(portal.ctx)(job, unused);
    assert.equal(await staged(), 0);
    await eraseLeftovers(portal.ctx)(job, unused);
  });
});

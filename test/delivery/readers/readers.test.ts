/** One other person whom a recipient lets read: a delivery of their own, which ends with the recipient's. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { correctPhone } from '../../../src/delivery/correct-phone.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { extendDeliveries } from '../../../src/delivery/extend-deliveries.ts';
import { endingOf, findDelivery } from '../../../src/delivery/find-delivery.ts';
import type { Viewer } from '../../../src/delivery/message-access.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { endReader } from '../../../src/delivery/readers/end-reader.ts';
import { enterNotices } from '../../../src/delivery/ladder/enter-notices.ts';
import { expireDeliveries } from '../../../src/delivery/expire-deliveries.ts';
import { findParting } from '../../../src/delivery/readers/find-parting.ts';
import { listParted } from '../../../src/delivery/readers/list-parted.ts';
import { nameReader, type ReaderDraft } from '../../../src/delivery/readers/name-reader.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { redirectDelivery } from '../../../src/delivery/redirect-delivery.ts';
import { reportMisdelivery } from '../../../src/delivery/report-misdelivery.ts';
import { segl } from '../../../src/delivery/actors.ts';
import { makeProof } from '../../../src/desk/proofs/make-proof.ts';
import { verifyBundle } from '../../../src/evidence/verification/verify-bundle.ts';
import { noTrust } from '../../../src/message/verification.ts';
import { drain, makeBench } from '../../evidence/sequencer/support.ts';
import { withDatabases } from '../../support/database.ts';
import { everythingKept } from '../../support/everything-kept.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { client, refused, senderOf } from '../recall-support.ts';
import { together } from '../together.ts';
import { enter, newReader, nextNumber, type Opened, sendOpened } from './support.ts';

const hour = 60 * 60 * 1000;

withDatabases('A reader', (db) => {
  let portal: Portal;
  let sender: Viewer;
  before(async () => {
    portal = await openPortal(db);
    sender = senderOf(portal);
  });
  afterEach(() => db.owner.query('delete from jobs'));
  after(() => portal.close());

  const name = async (opened: Opened, to: Partial<ReaderDraft['to']> = {}, until?: string) =>
    nameReader(portal.ctx, await opened.parting(), { to: { ...newReader(), ...to }, until }, client);

  /** Named, told, and reading. */
  async function reading(draft = {}) {
    const opened = await sendOpened(portal, draft);
    const to = newReader();
    const reader = await name(opened, to);
    await portal.work();
    const token = await portal.tokenFor(to.email);
    const session = await enter(portal, token, to.phone);
    return { opened, to, reader, token, session };
  }
  const reads = async ({ token, session }: { token: string; session: string }) =>
    (await readMessage(portal.ctx, token, session, client)) !== undefined;
  const statusOf = async (id: string) =>
    (await db.database.query<{ status: string }>('select status from deliveries where id = $1', [id]))
      .rows[0]!.status;
  const typesOf = async (id: string) => (await portal.events(id)).map(({ type }) => type);

  it('has a notice, a code and events of their own, and cannot name another one', async () => {
    const { opened, to, reader, token, session } = await reading();
    const notice = (await portal.outbox()).find((each) => each.to === to.email)!;
    assert.match(notice.text, /has chosen you to read it with them/);
    const message = (await readMessage(portal.ctx, token, session, client))!;
    assert.deepEqual(
      [message.content.subject, message.delivery, message.parted],
      ['Afgørelse', reader, 'reader'],
    );
    const events = await portal.events(reader);
    assert.deepEqual(
      [events[0]!.type, events[0]!.details],
      ['delivery.available', { readerOf: opened.delivery }],
    );
    const named = (await portal.events(opened.delivery)).at(-1)!;
    assert.deepEqual([named.type, named.details.reader], ['delivery.reader_named', reader]);
    assert.doesNotMatch(JSON.stringify([events, named]), /law\.example|Lars/);
    const [shown] = await listParted(db.database, opened.delivery, 'reader');
    assert.equal(shown!.living && shown!.openedAt !== null, true);
    const own = (await findParting(db.database, token, session))!;
    await assert.rejects(nameReader(portal.ctx, own, { to: newReader() }, client), refused('not_permitted'));
  });

  it('reads for thirty days where nothing was said, and never longer than the recipient', async () => {
    const daysOf = async (id: string) =>
      (
        await db.database.query<{ days: number }>(
          `select round(extract(epoch from expires_at - now()) / 86400)::int as days from deliveries where id = $1`,
          [id],
        )
      ).rows[0]!.days;
    assert.equal(await daysOf(await name(await sendOpened(portal))), 30);
    const soon = new Date(Date.now() + 48 * hour).toISOString();
    assert.equal(await daysOf(await name(await sendOpened(portal, { expiresAt: soon }))), 2);
    const opened = await sendOpened(portal, { expiresAt: soon });
    for (const until of [new Date(Date.now() - hour), new Date(Date.now() + 49 * hour), 'soon']) {
      const given = typeof until === 'string' ? until : until.toISOString();
      await assert.rejects(name(opened, {}, given), refused('expiry_invalid'), given);
    }
    const reader = await name(opened, {}, new Date(Date.now() + 24 * hour).toISOString());
    const later = new Date(Date.now() + 90 * 24 * hour).toISOString();
    const extended = await extendDeliveries(portal.ctx, sender, opened.message, later);
    assert.deepEqual(
      extended.map((each) => [each.extended, each.reason]),
      [
        [true, undefined],
        [false, 'reader'],
      ],
    );
    assert.equal(await daysOf(reader), 1);
  });

  it('is judged as anybody is, and is one alone', async () => {
    const one = await sendOpened(portal);
    for (const [to, code] of [
      [{ email: one.email.toUpperCase() }, 'same_address'],
      [{ email: 'sagsbehandler@fredericia.example' }, 'already_exists'],
      [{ email: 'nobody' }, 'email_invalid'],
      [{ email: 'evil@example.com\r\nBcc: all@example.com' }, 'email_invalid'],
      [{ phone: '' }, 'no_phone'],
      [{ phone: 'call me' }, 'phone_invalid'],
    ] as const) {
      await assert.rejects(name(one, to), refused(code), JSON.stringify(to));
    }
    await db.database.query(
      `insert into blocks (id, pattern, reason, made_by) values (gen_random_uuid(), 'blocked.example', 'x', $1)`,
      [sender.id],
    );
    await assert.rejects(name(one, { email: 'a@blocked.example' }), refused('blocked_address'));
    const first = await name(one, { name: '<b>Lars\u0000\u202e\n"; drop table deliveries; --' });
    await assert.rejects(name(one), refused('already_exists'));
    await endReader(portal.ctx, await one.parting(), first, client);
    assert.notEqual(await name(one), first);
  });

  it('tells nobody who else has the message: who has named five in a day asks no more', async () => {
    const other = newReader();
    const n = nextNumber() + 1;
    const own = { email: `parent${n}@example.com`, phone: `+45206${10_000 + n}`, language: 'en' } as const;
    const one = await sendOpened(portal, { to: [own, other] });
    await assert.rejects(name(one, { email: other.email }), refused('already_exists'));
    for (let left = 5; left > 0; left -= 1) {
      await endReader(portal.ctx, await one.parting(), await name(one), client);
    }
    await assert.rejects(name(one, { email: 'nobody@law.example' }), refused('budget_spent'));
    await assert.rejects(name(one, { email: other.email }), refused('budget_spent'));
  });

  it('is named only with the sender’s leave, after reading, and within a session', async () => {
    const plain = await sendOpened(portal, { options: {} });
    await assert.rejects(name(plain), refused('not_permitted'));
    const { token, parting, session } = await sendOpened(portal);
    const own = await parting();
    await assert.rejects(
      nameReader(portal.ctx, { ...own, opened: false }, { to: newReader() }, client),
      refused('not_permitted'),
    );
    await assert.rejects(
      nameReader(portal.ctx, { ...own, awaitsSignature: true }, { to: newReader() }, client),
      refused('not_permitted'),
    );
    assert.equal(await findParting(db.database, token, 'nobody'), undefined);
    assert.equal(await findParting(db.database, 'nothing', session), undefined);
    await db.database.query("update deliveries set status = 'locked' where id = $1", [own.delivery]);
    await assert.rejects(nameReader(portal.ctx, own, { to: newReader() }, client), refused('gone'), 'locked');
    await db.database.query("update deliveries set status = 'opened' where id = $1", [own.delivery]);
    await db.database.query('delete from session_deliveries where delivery_id = $1', [own.delivery]);
    await assert.rejects(nameReader(portal.ctx, own, { to: newReader() }, client), refused('gone'));
  });

  it('costs the recipient no more than five notices in a day', async () => {
    const opened = await sendOpened(portal);
    for (let count = 0; count < 5; count += 1) {
      await endReader(portal.ctx, await opened.parting(), await name(opened), client);
    }
    await assert.rejects(name(opened), refused('budget_spent'));
  });

  it('is ended by the recipient at once, who sees no other reader’s', async () => {
    const { opened, reader, token, session } = await reading();
    const stranger = await sendOpened(portal);
    await assert.rejects(
      endReader(portal.ctx, await stranger.parting(), reader, client),
      refused('not_found'),
    );
    await assert.rejects(endReader(portal.ctx, await opened.parting(), 'x', client), refused('not_found'));
    assert.ok(await reads({ token, session }));
    await endReader(portal.ctx, await opened.parting(), reader, client);
    await endReader(portal.ctx, await opened.parting(), reader, client);
    assert.equal(await reads({ token, session }), false);
    assert.equal(endingOf((await findDelivery(db.database, token))!), 'reading_ended');
    assert.deepEqual(
      (await typesOf(reader)).slice(-1),
      ['delivery.recalled'],
      'nobody is asked to delete it',
    );
    assert.deepEqual((await typesOf(opened.delivery)).slice(-1), ['delivery.reader_ended']);
    assert.ok(await reads(opened), 'the recipient reads on');
  });

  it('is reached by a recall, a redirect and an erasure of the recipient, and by nobody else’s', async () => {
    const recalled = await reading();
    const { deliveries } = await recallMessage(portal.ctx, sender, {
      message: recalled.opened.message,
      deliveries: [recalled.opened.delivery],
      reason: 'wrong_recipient',
    });
    assert.deepEqual(
      deliveries.map(({ id, status, readerOf }) => [id, status, readerOf]),
      [
        [recalled.opened.delivery, 'recalled', null],
        [recalled.reader, 'recalled', recalled.opened.delivery],
      ],
    );
    assert.equal(await reads(recalled), false);
    assert.equal(endingOf((await findDelivery(db.database, recalled.token))!), 'recalled');

    const redirected = await reading();
    await redirectDelivery(portal.ctx, sender, {
      message: redirected.opened.message,
      delivery: redirected.opened.delivery,
      to: newReader(),
    });
    assert.deepEqual([await statusOf(redirected.reader), await reads(redirected)], ['recalled', false]);

    const erased = await reading();
    await eraseMessage(
      portal.ctx,
      { actor: segl(portal.ctx), name: 'Mona', units: null },
      {
        message: erased.opened.message,
        deliveries: [erased.opened.delivery],
        reason: 'other',
        words: 'Asked',
      },
    );
    assert.deepEqual([await statusOf(erased.reader), await reads(erased)], ['erased', false]);
    for (const [where, bytes] of await everythingKept(db, portal.data)) {
      for (const word of [erased.to.email, erased.to.phone, erased.opened.email]) {
        assert.ok(!bytes.includes(word), `${word} stands in ${where}`);
      }
    }

    const alone = await reading();
    await recallMessage(portal.ctx, sender, {
      message: alone.opened.message,
      deliveries: [alone.reader],
      reason: 'other',
    });
    assert.deepEqual([await reads(alone), await reads(alone.opened)], [false, true]);
  });

  it('does not go on reading where the number of whoever named them was not the recipient’s', async () => {
    const { opened, reader, token, session } = await reading();
    const { delivery, parting } = opened;
    const phone = (await findDelivery(db.database, opened.token))!.phone!;
    await correctPhone(portal.ctx, sender, delivery, phone);
    assert.equal(await reads({ token, session }), true, 'the number is the one that it was');
    await correctPhone(portal.ctx, sender, delivery, '+4520711111');
    assert.equal(await reads({ token, session }), false);
    const { type, details } = (await portal.events(reader)).at(-1)!;
    assert.deepEqual([type, details.endedBy], ['delivery.recalled', delivery]);
    const again = { ...opened, session: await enter(portal, opened.token, '+4520711111') };
    await name({
      ...again,
      parting: async () => (await findParting(db.database, again.token, again.session))!,
    });
    assert.equal(await parting(), undefined, 'who had the old number is out');
  });

  it('reads nothing while the recipient’s own link is reported or locked, and again after', async () => {
    const one = await reading();
    const linked = (await findDelivery(db.database, one.opened.token))!;
    await reportMisdelivery(portal.ctx, linked, 'not_me', client);
    assert.equal(await reads(one), false);
    assert.equal(endingOf((await findDelivery(db.database, one.token))!), 'reading_ended');
    for (const [status, may] of [
      ['locked', false],
      ['opened', true],
      ['acknowledged', true],
    ] as const) {
      await db.database.query('update deliveries set status = $2 where id = $1', [
        one.opened.delivery,
        status,
      ]);
      assert.equal(await reads(one), may, status);
    }
  });

  it('is nobody whom the sender is to remind, to call or to be told of', async () => {
    const opened = await sendOpened(portal);
    const reader = await name(opened);
    await portal.work();
    await enterNotices(portal.ctx, false);
    await db.owner.query(
      "update ladder_progress set entered_until = now() - interval '1 hour', since = now() - interval '1 hour'",
    );
    await enterNotices(portal.ctx, true);
    const entered = await db.database.query('select from ladder where delivery_id = $1', [reader]);
    assert.equal(entered.count, 0);
    await db.database.query("update deliveries set expires_at = now() - interval '1 minute' where id = $1", [
      reader,
    ]);
    await expireDeliveries(portal.ctx)(
      { id: '', kind: 'expire', payload: {}, attempts: 1 } as never,
      async () => undefined,
    );
    assert.equal(await statusOf(reader), 'expired');
    const told = await db.database.query('select from failures where delivery_id = $1', [reader]);
    assert.equal(told.count, 0);
    assert.equal(await statusOf(opened.delivery), 'opened');
  });

  it('does not outlive a recall that comes at the same moment, whichever is first', async () => {
    for (const recallFirst of [true, false]) {
      const opened = await sendOpened(portal);
      const parting = await opened.parting();
      const naming = (ctx: Portal['ctx']) => nameReader(ctx, parting, { to: newReader() }, client);
      const recalling = (ctx: Portal['ctx']) =>
        recallMessage(ctx, sender, { message: opened.message, reason: 'other' });
      await together(db, portal.ctx, recallFirst ? recalling : naming, recallFirst ? naming : recalling);
      const { rows } = await db.database.query<{ status: string; wraps: number }>(
        `select status, (select count(*)::int from wraps w where w.delivery_id = d.id) as wraps
          from deliveries d where message_id = $1 order by position`,
        [opened.message],
      );
      const recalled = { status: 'recalled', wraps: 0 };
      assert.deepEqual(rows, recallFirst ? [recalled] : [recalled, recalled]);
    }
  });

  it('is one of two who are named at the same moment', async () => {
    const opened = await sendOpened(portal);
    const parting = await opened.parting();
    const naming = (ctx: Portal['ctx']) => nameReader(ctx, parting, { to: newReader() }, client);
    const outcomes = await together(db, portal.ctx, naming, naming);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  it('is confirmed by whoever verifies the evidence', async () => {
    const { opened, reader } = await reading();
    await endReader(portal.ctx, await opened.parting(), reader, client);
    const bench = await makeBench(db);
    await drain(bench.writer());
    const { bytes } = await makeProof(portal.ctx, sender, opened.message, 'json');
    await bench.remove();
    const report = await verifyBundle(new Uint8Array(Buffer.concat([...bytes])), noTrust);
    assert.deepEqual([report.verdict, report.findings], ['consistent', []]);
    assert.deepEqual(
      report.deliveries.map(({ status }) => status),
      ['opened', 'recalled'],
    );
  });
});

import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { callFirst } from '../../src/delivery/call-first.ts';
import { codeState } from '../../src/delivery/code-state.ts';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { codeDied } from '../../src/delivery/deliver-code.ts';
import { findDelivery, type LinkedDelivery } from '../../src/delivery/find-delivery.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import type { PhoneOutcome } from '../../src/delivery/ports.ts';
import { recordCodeOutcome } from '../../src/delivery/record-code-outcome.ts';
import { recordFailure } from '../../src/delivery/record-failure.ts';
import { requestCode, type Via } from '../../src/delivery/request-code.ts';
import { showMessage } from '../../src/delivery/show-message.ts';
import { Refusal, Unavailable } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';

const client = { ip: '192.0.2.7', userAgent: 'test' };

withDatabases('Codes that do not arrive', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  let carrier: Portal['carriers']['phones'];
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
    carrier = portal.carriers.phones;
  });
  after(() => portal.close());
  afterEach(() => {
    portal.carriers.phones = carrier;
  });

  async function arrived(phone?: string): Promise<LinkedDelivery> {
    count += 1;
    const email = `f${count}@example.com`;
    await portal.send({ to: [{ email, phone: phone ?? `+4521${100_000 + count}`, language: 'en' }] });
    await portal.work();
    return (await findDelivery(db.database, await portal.tokenFor(email)))!;
  }

  /** The phones' answer to the attempts that follow. */
  const answer = (outcome: PhoneOutcome | (() => never)) => {
    const give = async () => (typeof outcome === 'function' ? outcome() : outcome);
    portal.carriers.phones = { ...carrier, sms: give, call: give };
  };

  async function attempt(delivery: LinkedDelivery, via: Via = 'sms'): Promise<string> {
    await requestCode(portal.ctx, delivery, via, 'opening', client);
    await portal.work();
    const { rows } = await db.database.query<{ id: string }>(
      'select id from codes where delivery_id = $1 order by created_at desc limit 1',
      [delivery.id],
    );
    return rows[0]!.id;
  }

  const failuresOf = async (delivery: LinkedDelivery) =>
    (
      await db.database.query<{ about: string; reason: string | null; recipient: string }>(
        'select about, reason, recipient from failures where delivery_id = $1 order by at',
        [delivery.id],
      )
    ).rows;

  const lastEvent = async ({ id, message }: LinkedDelivery) => {
    const { deliveries } = await showMessage(portal.ctx, viewer, message);
    return deliveries.find((each) => each.id === id)!.timeline.at(-1)!;
  };

  it('because the provider turned them down are told to the sender, with its code', async () => {
    const delivery = await arrived();
    answer({ outcome: 'failed', providerCode: '21211' });
    await attempt(delivery);
    const { type, provider, details } = await lastEvent(delivery);
    assert.deepEqual([type, provider, details.via], ['delivery.code_failed', '21211', 'sms']);
    assert.deepEqual(await failuresOf(delivery), [
      { about: 'sms_failed', reason: '21211', recipient: `f${count}@example.com` },
    ]);
  });

  it('because the phone company says so later are told too, once in a day for a delivery', async () => {
    const [one, other] = [await arrived(), await arrived()];
    for (const delivery of [one, one, other]) {
      await recordCodeOutcome(portal.ctx, await attempt(delivery), 'failed', '30005');
    }
    assert.equal((await failuresOf(one)).length, 1);
    assert.equal((await failuresOf(other)).length, 1);
    await db.owner.query("update failures set at = at - interval '25 hours' where delivery_id = $1", [
      one.id,
    ]);
    await recordCodeOutcome(portal.ctx, await attempt(one), 'failed', '30005');
    assert.equal((await failuresOf(one)).length, 2);
  });

  it('at the same moment are told once', async () => {
    const delivery = await arrived();
    const attempts = [await attempt(delivery), await attempt(delivery), await attempt(delivery)];
    await Promise.all(attempts.map((id) => recordCodeOutcome(portal.ctx, id, 'failed', '30003')));
    const failed = (await portal.events(delivery.id)).filter(({ type }) => type === 'delivery.code_failed');
    assert.equal(failed.length, 3);
    assert.equal((await failuresOf(delivery)).length, 1);
  });

  it('this time only, or perhaps after all, are no mail to the sender', async () => {
    const delivery = await arrived();
    for (const status of ['busy', 'no-answer', 'canceled']) {
      await recordCodeOutcome(portal.ctx, await attempt(delivery, 'call'), 'failed', status);
      assert.equal((await lastEvent(delivery)).provider, status);
    }
    answer({ outcome: 'unknown', error: 'ECONNRESET' });
    await attempt(delivery);
    assert.equal((await lastEvent(delivery)).details.outcome, 'unknown');
    assert.deepEqual(await failuresOf(delivery), []);
  });

  it('leave nothing where the transaction fails', async () => {
    const delivery = await arrived();
    const work = db.database.transaction(async (tx) => {
      await recordFailure(tx, delivery.id, 'sms_failed', '30003');
      throw new Error('rolled back');
    });
    await assert.rejects(work, /rolled back/);
    assert.deepEqual(await failuresOf(delivery), []);
    await recordFailure(db.database, '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10', 'bounced');
  });

  it('are noted with the message’s system, its time and no more than is known', async () => {
    const delivery = await arrived();
    await recordFailure(db.database, delivery.id, 'bounced');
    const { rows } = await db.database.query(
      `select f.message_id = m.id as message, f.system_id = m.system_id as system, f.person_id, f.mail_id,
          f.sent_at = m.created_at as sent, f.reason, f.sender_notice, f.owner_notice
        from failures f join messages m on m.id = f.message_id where f.delivery_id = $1`,
      [delivery.id],
    );
    const nothing = { person_id: null, mail_id: null, reason: null, sender_notice: null, owner_notice: null };
    assert.deepEqual(rows, [{ message: true, system: true, sent: true, ...nothing }]);
  });

  it('while the provider was away end when their job is given up, and only then', async () => {
    const delivery = await arrived();
    answer(() => {
      throw new Unavailable('sms');
    });
    const code = await attempt(delivery);
    assert.equal((await codeState(db.database, delivery.id, 'opening'))?.state, 'on_its_way');
    const job = { id: 0, kind: 'code', payload: { code }, sealed: null, attempts: 11 };
    for (let times = 0; times < 2; times += 1) {
      await db.database.transaction((tx) => codeDied(portal.ctx)(job, tx));
    }
    assert.equal((await codeState(db.database, delivery.id, 'opening'))?.state, 'failed');
    assert.equal((await lastEvent(delivery)).provider, 'never_sent');
    const failed = (await portal.events(delivery.id)).filter(({ type }) => type === 'delivery.code_failed');
    assert.equal(failed.length, 1);
    await db.database.query('delete from jobs');
  });

  it('whose job came too late were never sent; those that were used or replaced did not fail', async () => {
    for (const [change, failed] of [
      ["expires_at = now() - interval '1 second'", true],
      ["expires_at = now() - interval '1 second', used_at = now()", false],
    ] as const) {
      const delivery = await arrived();
      await requestCode(portal.ctx, delivery, 'sms', 'opening', client);
      await db.database.query(`update codes set ${change} where delivery_id = $1`, [delivery.id]);
      await portal.work();
      assert.equal((await lastEvent(delivery)).provider === 'never_sent', failed, change);
      assert.equal((await failuresOf(delivery)).length, failed ? 1 : 0, change);
    }
  });

  for (const [name, fail] of [
    [
      'at once',
      async (delivery: LinkedDelivery) => {
        answer({ outcome: 'failed', providerCode: '21614' });
        await attempt(delivery);
      },
    ],
    [
      'later',
      async (delivery: LinkedDelivery) =>
        recordCodeOutcome(portal.ctx, await attempt(delivery), 'failed', '30006'),
    ],
  ] as const) {
    it(`because the number takes no SMS (said ${name}) put the call first, until the number is another`, async () => {
      const delivery = await arrived();
      assert.equal(await callFirst(db.database, delivery.id), false);
      await fail(delivery);
      assert.equal(await callFirst(db.database, delivery.id), true);
      await db.database.query('delete from codes where delivery_id = $1', [delivery.id]);
      assert.equal(await callFirst(db.database, delivery.id), true, 'codes are swept, the number stays');
      await correctPhone(portal.ctx, viewer, delivery.id, '+4520999999');
      assert.equal(await callFirst(db.database, delivery.id), false);
    });
  }

  it('for another reason, or by a call, put nothing first', async () => {
    const delivery = await arrived();
    await recordCodeOutcome(portal.ctx, await attempt(delivery), 'failed', '30003');
    await recordCodeOutcome(portal.ctx, await attempt(delivery, 'call'), 'failed', '30006');
    assert.equal(await callFirst(db.database, delivery.id), false);
  });

  it('are not even made for an SMS to a landline; a call is', async () => {
    const delivery = await arrived('+4687950000');
    await assert.rejects(
      requestCode(portal.ctx, delivery, 'sms', 'opening', client),
      (error) => error instanceof Refusal && error.code === 'invalid' && /landline.*call/.test(error.message),
    );
    const { rows } = await db.database.query('select from codes where delivery_id = $1', [delivery.id]);
    assert.equal(rows.length, 0);
    await attempt(delivery, 'call');
    assert.match(await portal.codeFor('+4687950000'), /^\d{6}$/);
  });
});

/** What the events say is counted without the status columns; whatever stands against it is found. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { correctPhone } from '../../../src/delivery/correct-phone.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { expireDeliveries } from '../../../src/delivery/expire-deliveries.ts';
import { findDelivery } from '../../../src/delivery/find-delivery.ts';
import type { Job } from '../../../src/delivery/job-types.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { recordLostNotice } from '../../../src/delivery/record-lost-notice.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { redirectDelivery } from '../../../src/delivery/redirect-delivery.ts';
import { reportMisdelivery } from '../../../src/delivery/report-misdelivery.ts';
import { requestCode } from '../../../src/delivery/request-code.ts';
import { unlockDelivery } from '../../../src/delivery/unlock-delivery.ts';
import { countEvidence, type Sums } from '../../../src/desk/reconciliation/count-evidence.ts';
import type { FindingKind } from '../../../src/message/reconciliation.ts';
import { recordEvent } from '../../../src/evidence/record-event.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';

const client = { ip: '192.0.2.7', userAgent: 'test' };

withDatabases('Counting the evidence', (db) => {
  let portal: Portal;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  const segl = () => ({ kind: 'system', id: portal.ctx.settings.installation }) as const;
  const system = () => ({ kind: 'system', id: portal.sender.id, grants: [] }) as const;
  const owner = (text: string, ...values: unknown[]) => db.owner.query(text, values);

  interface Sent {
    message: string;
    delivery: string;
    email: string;
    phone: string;
  }

  async function send(phone?: string | null): Promise<Sent> {
    count += 1;
    const email = `counted${count}@example.com`;
    const number = phone === undefined ? `+4520${200_000 + count}` : phone;
    const { id, deliveries } = await portal.send({
      to: [{ email, ...(number ? { phone: number } : {}), language: 'en' }],
    });
    return { message: id, delivery: deliveries[0]!.id, email, phone: number ?? '' };
  }

  async function notified(): Promise<Sent> {
    const sent = await send();
    await portal.work();
    return sent;
  }

  async function open({ email, phone }: Sent): Promise<void> {
    const token = await portal.tokenFor(email);
    const found = (await findDelivery(db.database, token))!;
    await requestCode(portal.ctx, found, 'sms', 'opening', client);
    await portal.work();
    const session = await openDelivery(portal.ctx, found, await portal.codeFor(phone), undefined, client);
    await readMessage(portal.ctx, token, session, client);
    await readMessage(portal.ctx, token, session, client);
  }

  const lock = (delivery: string) =>
    db.database.transaction((tx) => recordEvent(tx, delivery, { type: 'delivery.locked', actor: segl() }));

  const lose = (delivery: string, reminder: boolean) =>
    db.database.transaction((tx) =>
      recordLostNotice(portal.ctx, tx, {
        delivery,
        reminder,
        reason: 'refused',
        details: { reason: 'refused', reminder },
        personal: { reply: '550' },
      }),
    );

  const expire = async (delivery: string) => {
    await owner(`update deliveries set expires_at = now() - interval '1 minute' where id = $1`, delivery);
    await expireDeliveries(portal.ctx)({} as Job, async () => undefined);
  };

  const eraser = () => ({ actor: system(), name: 'Test', units: null });

  it('finds nothing where all happened by the roads there are, whatever the order', async () => {
    await send();
    const back = await notified();
    await lose(back.delivery, true);
    await open(await notified());
    const held = await send(null);
    await send(null);
    await correctPhone(portal.ctx, system(), held.delivery, '+4520998877');
    const unlocked = await notified();
    await lock(unlocked.delivery);
    await unlockDelivery(portal.ctx, system(), unlocked.delivery);
    const openedAndUnlocked = await notified();
    await open(openedAndUnlocked);
    await lock(openedAndUnlocked.delivery);
    await unlockDelivery(portal.ctx, system(), openedAndUnlocked.delivery);
    await lock((await notified()).delivery);
    await lose((await notified()).delivery, false);
    const late = await notified();
    await open(late);
    await expire(late.delivery);
    // A notice that is handed over only now changes nothing any more.
    await db.database.transaction((tx) =>
      recordEvent(tx, late.delivery, { type: 'delivery.notified', actor: segl() }),
    );
    const recalled = await notified();
    await open(recalled);
    await recallMessage(portal.ctx, system(), { message: recalled.message, reason: 'wrong_content' });
    for (const [index, phone] of ['+4520777777', undefined].entries()) {
      const { message, delivery } = await notified();
      const to = { email: `right${index}@example.com`, ...(phone ? { phone } : {}), language: 'en' as const };
      await redirectDelivery(portal.ctx, system(), { message, delivery, to });
    }
    const bounced = await notified();
    await lose(bounced.delivery, false);
    await recallMessage(portal.ctx, system(), { message: bounced.message, reason: 'wrong_content' });
    const report = async ({ email }: Sent) =>
      reportMisdelivery(
        portal.ctx,
        (await findDelivery(db.database, await portal.tokenFor(email)))!,
        'not_me',
        client,
      );
    const lifted = await notified();
    await report(lifted);
    await open(lifted);
    await report(await notified());
    const erased = await notified();
    await eraseMessage(
      portal.ctx,
      { ...eraser(), actor: segl() },
      { message: erased.message, reason: 'requested' },
    );
    await portal.send({
      to: [
        { email: 'right@example.com', phone: '+4520111111', language: 'en' },
        { email: 'no address', phone: '+4520111111', language: 'en' },
      ],
    });
    await portal.work();
    const sums = await countEvidence(db.database);
    assert.deepEqual(sums.findings, []);
    assert.equal(sums.differences, 0);
    const { rows } = await owner(
      'select status, count(*)::int as count from deliveries group by 1 order by 1',
    );
    const columns = Object.fromEntries(
      (rows as { status: string; count: number }[]).map((r) => [r.status, r.count]),
    );
    assert.deepEqual(sums.states, columns);
    for (const status of [
      'notified',
      'opened',
      'held',
      'locked',
      'bounced',
      'expired',
      'erased',
      'refused',
    ]) {
      assert.ok(columns[status]! > 0, `nothing is ${status}: the test has lost its road there`);
    }
    assert.equal(
      sums.deliveries,
      rows.reduce<number>((sum, row) => sum + (row as { count: number }).count, 0),
    );
    const messages = await owner('select count(*)::int as count from messages');
    assert.equal(sums.messages, (messages.rows[0] as { count: number }).count);
  });

  /** What is found beside what a test before has left; the examples name what was falsified. */
  async function finds(
    kinds: readonly FindingKind[],
    about: { message: string; delivery: string | null },
    repair?: () => Promise<unknown>,
  ): Promise<Sums> {
    const sums = await countEvidence(db.database);
    assert.deepEqual(
      sums.findings.map(({ kind, count, examples }) => [kind, count, examples]),
      kinds.map((kind) => [kind, 1, [kind === 'recipients' ? { ...about, delivery: null } : about]]),
    );
    assert.equal(sums.differences, kinds.length);
    await repair?.();
    if (repair) assert.deepEqual((await countEvidence(db.database)).findings, []);
    return sums;
  }

  const setStatus = (delivery: string, status: string) =>
    owner('update deliveries set status = $2 where id = $1', delivery, status);

  it('finds a status that was changed by hand, and counts by the events', async () => {
    const { message, delivery } = await notified();
    const before = await countEvidence(db.database);
    await setStatus(delivery, 'opened');
    const { states } = await finds(['status'], { message, delivery }, () => setStatus(delivery, 'notified'));
    assert.deepEqual(states, before.states);
  });

  it('finds a message that lost a recipient, and one that has one too many', async () => {
    const { message, delivery } = await notified();
    const kept = await owner('delete from deliveries where id = $1 returning *', delivery);
    const row = JSON.stringify(kept.rows[0]);
    const bring = () =>
      owner('insert into deliveries select * from jsonb_populate_record(null::deliveries, $1)', row);
    const sums = await countEvidence(db.database);
    assert.deepEqual(
      sums.findings.map(({ kind, examples }) => [kind, examples]),
      [
        ['recipients', [{ message, delivery: null }]],
        ['no_delivery', [{ message, delivery }]],
      ],
    );
    await bring();
    const other = randomUUID();
    await owner(
      `insert into deliveries select (jsonb_populate_record(null::deliveries,
        $1::jsonb || jsonb_build_object('id', $2::text, 'position', 99, 'reference', $2::text))).*`,
      row,
      other,
    );
    const more = await countEvidence(db.database);
    assert.deepEqual(
      more.findings.map(({ kind, examples }) => [kind, examples]),
      [
        ['recipients', [{ message, delivery: null }]],
        ['no_events', [{ message, delivery: other }]],
      ],
    );
    await owner('delete from deliveries where id = $1', other);
    // Its seal went with nothing: the wraps are the message's.
    assert.deepEqual((await countEvidence(db.database)).findings, []);
  });

  it('finds a message that was accepted and is gone altogether', async () => {
    const { message, delivery } = await notified();
    await owner('delete from messages where id = $1', message);
    const sums = await countEvidence(db.database);
    assert.deepEqual(
      sums.findings.map(({ kind, examples }) => [kind, examples]),
      [
        ['recipients', [{ message, delivery: null }]],
        ['no_delivery', [{ message, delivery }]],
      ],
    );
    // Evidence cannot be taken back, so here the owner switches off what guards it.
    await owner('alter table events disable trigger no_change');
    await owner('delete from events where message = $1', message);
    await owner('alter table events enable always trigger no_change');
    assert.deepEqual((await countEvidence(db.database)).findings, []);
  });

  it('finds a missing number', async () => {
    const { message, delivery } = await notified();
    await owner('update deliveries set seq = seq + 1 where id = $1', delivery);
    await finds(['gap'], { message, delivery }, () =>
      owner('update deliveries set seq = seq - 1 where id = $1', delivery),
    );
    await owner('update deliveries set seq = seq + 1 where id = $1', delivery);
    await db.database.transaction((tx) =>
      recordEvent(tx, delivery, { type: 'delivery.reminded', actor: segl() }),
    );
    await owner('alter table events disable trigger no_change');
    const repair = async () => {
      await owner('update events set seq = seq - 1 where delivery = $1 and seq > 2', delivery);
      await owner('update deliveries set seq = seq - 1 where id = $1', delivery);
      await owner('alter table events enable always trigger no_change');
    };
    await finds(['gap'], { message, delivery }, repair);
  });

  it('finds what ended twice, though its status fits', async () => {
    const { message, delivery } = await notified();
    await expire(delivery);
    await db.database.transaction((tx) =>
      recordEvent(tx, delivery, { type: 'delivery.declined', actor: segl() }),
    );
    await finds(['two_outcomes'], { message, delivery });
    await eraseMessage(portal.ctx, { ...eraser(), actor: segl() }, { message, reason: 'requested' });
    await finds(['two_outcomes'], { message, delivery });
    await owner('alter table events disable trigger no_change');
    await owner(`delete from events where delivery = $1`, delivery);
    await owner(`delete from events where message = $1`, message);
    await owner('alter table events enable always trigger no_change');
    await owner('delete from messages where id = $1', message);
    assert.deepEqual((await countEvidence(db.database)).findings, []);
  });

  it('finds what nobody ends, an hour after its time', async () => {
    const { message, delivery } = await notified();
    const set = (text: string) =>
      owner(`update deliveries set expires_at = now() ${text} where id = $1`, delivery);
    await set(`- interval '50 minutes'`);
    assert.deepEqual((await countEvidence(db.database)).findings, []);
    await set(`- interval '2 hours'`);
    await finds(['overdue'], { message, delivery }, () => set(`+ interval '2 hours'`));
  });

  it('finds what waits for nothing: no notice left, and no job will send it', async () => {
    const { message, delivery } = await send();
    await owner('alter table events disable trigger no_change');
    await owner(`update events set at = at - interval '2 hours' where delivery = $1`, delivery);
    await owner('alter table events enable always trigger no_change');
    assert.deepEqual((await countEvidence(db.database)).findings, [], 'its job still waits');
    await owner(`update jobs set dead_at = now() where payload ->> 'delivery' = $1`, delivery);
    await finds(['stuck'], { message, delivery }, async () => {
      await owner(`update jobs set dead_at = null where payload ->> 'delivery' = $1`, delivery);
      await portal.work();
    });
  });

  it('finds a seal that should be gone, and one that is missing', async () => {
    const { message, delivery } = await notified();
    const seals = await owner('delete from wraps where delivery_id = $1 returning *', delivery);
    await finds(['seal_missing'], { message, delivery });
    await expire(delivery);
    assert.deepEqual((await countEvidence(db.database)).findings, []);
    const row = JSON.stringify(seals.rows[0]);
    await owner('insert into wraps select * from jsonb_populate_record(null::wraps, $1)', row);
    await finds(['seal_left'], { message, delivery }, () =>
      owner('delete from wraps where delivery_id = $1', delivery),
    );
  });

  it('is not disturbed by what is being accepted and opened meanwhile', async () => {
    let busy = true;
    const traffic = (async () => {
      while (busy)
        await portal.send({ to: [{ email: 'busy@example.com', phone: '+4520333333', language: 'en' }] });
    })();
    try {
      for (let round = 0; round < 30; round += 1) {
        assert.deepEqual((await countEvidence(db.database)).findings, []);
      }
    } finally {
      busy = false;
      await traffic;
    }
  });
});

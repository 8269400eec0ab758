import assert from 'node:assert/strict';
import { after as afterAll, before, beforeEach, it } from 'node:test';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { findDelivery } from '../../src/delivery/find-delivery.ts';
import { climb } from '../../src/delivery/ladder/climb-ladder.ts';
import { planStep } from '../../src/delivery/ladder/plan-step.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { reportMisdelivery } from '../../src/delivery/report-misdelivery.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import type { LadderStep } from '../../src/message/policy.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { after, calendar, decide, escalations, unread } from './ladder-support.ts';

const client = { ip: '192.0.2.7', userAgent: 'test' };

it('Steps of the ladder fall into office hours, over Easter and the change of the clocks too', () => {
  const steps: LadderStep[] = [
    { afterHours: 1, do: 'reminder' },
    { afterHours: 9, do: 'sms' },
    { afterHours: 17, do: 'print_task' },
  ];
  // 27 March 2026, 15:30 in Copenhagen: a Friday, before the clocks are put on; Easter follows on 2 to 6 April.
  const startedAt = new Date('2026-03-27T14:30:00Z');
  const expiresAt = new Date('2026-06-01T00:00:00Z');
  const plan = (climbed: number, taken?: string) =>
    planStep(
      steps,
      { startedAt, climbed, expiresAt },
      calendar,
      taken ? new Date(taken) : undefined,
    ).toISOString();
  assert.equal(plan(0), '2026-03-30T06:30:00.000Z');
  assert.equal(plan(1), '2026-03-31T06:30:00.000Z');
  assert.equal(plan(9), '2026-04-01T06:30:00.000Z');
  assert.equal(plan(9, '2026-04-01T13:30:00Z'), '2026-04-07T06:30:00.000Z', 'an hour after a late step');
  assert.equal(plan(17), expiresAt.toISOString());
});

withDatabases('The ladder', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
  });
  afterAll(() => portal.close());
  // Each case has the rows of its own deliveries alone, and phones that are not worn out.
  beforeEach(async () => {
    await decide(portal, []);
    await climb(portal.ctx, new Date());
    await db.database.query("delete from budgets where scope like 'ladder/%'");
  });

  const failures = async (delivery: string) =>
    (
      await db.database.query<{ about: string }>(
        'select about from failures where delivery_id = $1 order by id',
        [delivery],
      )
    ).rows.map(({ about }) => about);

  const standing = async (delivery: string) =>
    (
      await db.database.query<{ climbed: number; due: string }>(
        'select climbed, due_at as due from ladder where delivery_id = $1',
        [delivery],
      )
    ).rows[0];

  it('reminds, writes to the phone, and hands over to people, each at its hour and once', async () => {
    await decide(portal, [
      { afterHours: 4, do: 'reminder' },
      { afterHours: 8, do: 'sms' },
      { afterHours: 12, do: 'call' },
      { afterHours: 16, do: 'phone_task' },
      { afterHours: 40, do: 'print_task' },
    ]);
    const { id, phone, email, startedAt } = await unread(portal);
    const mails = async () => (await portal.outbox()).filter(({ to }) => to === email);
    const rings = async () => (await portal.outbox()).filter(({ to }) => to === phone);

    await climb(portal.ctx, after(startedAt, 4, -1000));
    assert.deepEqual(await escalations(portal, id), []);
    await climb(portal.ctx, after(startedAt, 4, 1000));
    await climb(portal.ctx, after(startedAt, 4, 2000));
    await portal.work();
    assert.deepEqual(await escalations(portal, id), [{ step: 'reminder', afterHours: 4 }]);
    assert.equal((await mails()).length, 2);
    assert.match((await mails())[0]!.subject!, /^Reminder/);

    await climb(portal.ctx, after(startedAt, 8, 1000));
    await db.database.query("update jobs set run_at = 'infinity' where kind = 'ladder_phone'");
    assert.deepEqual((await escalations(portal, id)).at(-1), { step: 'sms', afterHours: 8, via: 'sms' });
    await climb(portal.ctx, after(startedAt, 12, 1000));
    assert.deepEqual((await escalations(portal, id)).at(-1), { step: 'call', afterHours: 12, via: 'call' });
    assert.equal((await rings()).length, 0, 'no code, no SMS before its job');

    await climb(portal.ctx, after(startedAt, 16, 1000));
    await climb(portal.ctx, after(startedAt, 40, 1000));
    await climb(portal.ctx, after(startedAt, 80));
    assert.deepEqual(
      (await escalations(portal, id)).map(({ step }) => step),
      ['reminder', 'sms', 'call', 'phone_task', 'print_task'],
    );
    assert.deepEqual(await failures(id), ['phone_task', 'print_task']);
    await portal.work();
    const told = (await portal.outbox()).filter(({ to }) => to === 'dpo@fredericia.example');
    assert.ok(told.length > 0, 'somebody is told of the tasks by mail');
  });

  it('stops where a person has opened, and where the delivery has ended', async () => {
    await decide(portal, [{ afterHours: 4, do: 'reminder' }]);
    const opened = await unread(portal);
    const token = await portal.tokenFor(opened.email);
    const found = (await findDelivery(portal.ctx.db, token))!;
    await requestCode(portal.ctx, found, 'sms', 'opening', client);
    await portal.work();
    const session = await openDelivery(
      portal.ctx,
      found,
      await portal.codeFor(opened.phone),
      undefined,
      client,
    );
    await readMessage(portal.ctx, token, session, client);
    const recalled = await unread(portal);
    await recallMessage(portal.ctx, viewer, { message: recalled.message, reason: 'too_early' });
    const expired = await unread(portal);
    await db.database.query("update deliveries set expires_at = now() - interval '1 second' where id = $1", [
      expired.id,
    ]);
    await climb(portal.ctx, after(expired.startedAt, 5));
    for (const { id } of [opened, recalled, expired]) {
      assert.deepEqual(await escalations(portal, id), []);
      assert.equal(await standing(id), undefined);
    }
  });

  it('waits while somebody says that the message is not for them, and goes on where that is lifted', async () => {
    await decide(portal, [{ afterHours: 4, do: 'reminder' }]);
    const { id, email, startedAt } = await unread(portal);
    const found = (await findDelivery(portal.ctx.db, await portal.tokenFor(email)))!;
    await reportMisdelivery(portal.ctx, found, 'not_me', client);
    await climb(portal.ctx, after(startedAt, 5));
    assert.deepEqual(await escalations(portal, id), []);
    await db.database.query("update deliveries set status = 'notified' where id = $1", [id]);
    await climb(portal.ctx, after(startedAt, 6, 1000));
    assert.deepEqual(await escalations(portal, id), [{ step: 'reminder', afterHours: 4 }]);
  });

  it('passes over what cannot be done, says so, and goes on to the next step', async () => {
    await decide(portal, [
      { afterHours: 4, do: 'sms' },
      { afterHours: 6, do: 'phone_task' },
      { afterHours: 8, do: 'print_task' },
    ]);
    const { id, startedAt } = await unread(portal, null);
    for (const hours of [4, 6, 8]) await climb(portal.ctx, after(startedAt, hours, 1000));
    assert.deepEqual(await escalations(portal, id), [
      { step: 'sms', afterHours: 4, skipped: 'no_phone' },
      { step: 'phone_task', afterHours: 6, skipped: 'no_phone' },
      { step: 'print_task', afterHours: 8 },
    ]);
    assert.deepEqual(await failures(id), ['print_task']);
  });

  it('keeps to the reminders of a day, whoever sends them', async () => {
    await decide(portal, [
      { afterHours: 1, do: 'reminder' },
      { afterHours: 2, do: 'print_task' },
    ]);
    const { id, startedAt } = await unread(portal);
    await db.database.query(
      `insert into budgets (scope, subject, window_start, used)
        select 'reminder/delivery/day', $1, to_timestamp(floor(extract(epoch from now()) / 86400) * 86400), 5`,
      [id],
    );
    await climb(portal.ctx, after(startedAt, 1, 1000));
    assert.deepEqual(await escalations(portal, id), [
      { step: 'reminder', afterHours: 1, skipped: 'budget_spent' },
    ]);
    await climb(portal.ctx, after(startedAt, 2, 1000));
    assert.deepEqual(await failures(id), ['print_task']);
  });

  it('calls a number that takes no SMS, and rings nobody at night', async () => {
    await decide(portal, [{ afterHours: 1, do: 'sms' }]);
    const { id, startedAt } = await unread(portal, '+46812345678');
    const night = new Date(after(startedAt, 1).toISOString().slice(0, 10) + 'T22:30:00Z');
    await climb(portal.ctx, night);
    assert.deepEqual(await escalations(portal, id), []);
    const { due } = (await standing(id))!;
    const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Copenhagen' });
    assert.equal(clock.format(new Date(due)), '08:00');
    assert.ok(new Date(due) > night);
    await climb(portal.ctx, new Date(due));
    assert.deepEqual(await escalations(portal, id), [{ step: 'sms', afterHours: 1, via: 'call' }]);
  });

  it('rings one number no more than ten times a day, and goes on the day after', async () => {
    await decide(portal, [{ afterHours: 1, do: 'sms' }]);
    const all = [];
    for (let index = 0; index < 11; index += 1) all.push(await unread(portal, '+4522222222'));
    const at = after(all.at(-1)!.startedAt, 1, 1000);
    await climb(portal.ctx, at);
    const { rows } = await db.database.query<{ rung: number }>(
      'select count(*)::int as rung from ladder_attempts where delivery_id = any ($1)',
      [all.map(({ id }) => id)],
    );
    assert.equal(rows[0]!.rung, 10);
    assert.deepEqual(await escalations(portal, all.at(-1)!.id), []);
    await db.database.query("delete from budgets where scope like 'ladder/%'");
    await climb(portal.ctx, after(at, 2));
    assert.equal((await escalations(portal, all.at(-1)!.id)).length, 1);
  });

  it('does steps not yet taken by the newest decision, and none of those below one that was taken', async () => {
    await decide(portal, [
      { afterHours: 10, do: 'reminder' },
      { afterHours: 30, do: 'print_task' },
    ]);
    const { id, startedAt } = await unread(portal);
    await climb(portal.ctx, after(startedAt, 10, 1000));
    await decide(portal, [
      { afterHours: 5, do: 'sms' },
      { afterHours: 20, do: 'phone_task' },
    ]);
    await climb(portal.ctx, after(startedAt, 19));
    await climb(portal.ctx, after(startedAt, 20, 1000));
    await climb(portal.ctx, after(startedAt, 31));
    assert.deepEqual(
      (await escalations(portal, id)).map(({ step }) => step),
      ['reminder', 'phone_task'],
    );
  });

  it('stops when it is switched off, and begins anew with what leaves from then on', async () => {
    await decide(portal, [{ afterHours: 4, do: 'reminder' }]);
    const before = await unread(portal);
    await decide(portal, []);
    await climb(portal.ctx, after(before.startedAt, 5));
    const meanwhile = await portal.send({
      to: [{ email: 'meanwhile@example.com', phone: '+4523456789', language: 'en' }],
    });
    await portal.work();
    await climb(portal.ctx, new Date());
    await decide(portal, [{ afterHours: 4, do: 'reminder' }]);
    const later = await unread(portal);
    await climb(portal.ctx, after(later.startedAt, 5));
    for (const id of [before.id, meanwhile.deliveries[0]!.id]) {
      assert.deepEqual(await escalations(portal, id), []);
    }
    assert.equal((await escalations(portal, later.id)).length, 1);
  });

  it('takes one step after a long standstill, and leaves the recipient an hour before the next', async () => {
    await decide(portal, [
      { afterHours: 2, do: 'reminder' },
      { afterHours: 4, do: 'phone_task' },
      { afterHours: 6, do: 'print_task' },
    ]);
    const { id, startedAt } = await unread(portal);
    const at = after(startedAt, 50);
    await climb(portal.ctx, at);
    await climb(portal.ctx, at);
    assert.equal((await escalations(portal, id)).length, 1);
    await climb(portal.ctx, after(at, 1, 1000));
    assert.equal((await escalations(portal, id)).length, 2);
  });

  it('does nothing twice where the clock is set back, and enters no notice twice', async () => {
    await decide(portal, [
      { afterHours: 2, do: 'reminder' },
      { afterHours: 20, do: 'print_task' },
    ]);
    const { id, startedAt } = await unread(portal);
    await climb(portal.ctx, after(startedAt, 2, 1000));
    await climb(portal.ctx, new Date(startedAt.getTime() - 3_600_000));
    await climb(portal.ctx, after(startedAt, 2, 1000));
    assert.equal((await escalations(portal, id)).length, 1);
    await db.database.query("update ladder_progress set entered_until = now() + interval '2 hours'");
    const next = await unread(portal);
    assert.ok(await standing(next.id), 'a notice after the jump is not missed');
  });

  it('does not begin while a notice waits so that it can be undone', async () => {
    await decide(portal, [{ afterHours: 4, do: 'print_task' }]);
    const to = [{ email: 'waits@example.com', phone: '+4526262626', language: 'en' }] as const;
    const sent = await portal.send({ to, undoMinutes: 5 });
    await climb(portal.ctx, new Date());
    const { id } = sent.deliveries[0]!;
    assert.equal(await standing(id), undefined);
    await db.database.query('update jobs set run_at = now()');
    await portal.work();
    await climb(portal.ctx, new Date());
    assert.ok(await standing(id));
  });

  it('counts from the first notice, not from a reminder, and from the release of what was held', async () => {
    await decide(portal, [{ afterHours: 4, do: 'print_task' }]);
    const held = await portal.send({ to: [{ email: 'held@example.com', phone: undefined, language: 'en' }] });
    const { id } = held.deliveries[0]!;
    await portal.work();
    await climb(portal.ctx, new Date());
    assert.equal(await standing(id), undefined);
    await correctPhone(portal.ctx, viewer, id, '+4525252525');
    await portal.work();
    await climb(portal.ctx, new Date());
    assert.ok(await standing(id));
  });
});

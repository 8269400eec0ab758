/** The inbox of failures: what comes into it, how it is grouped, and how it is dealt with. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, it } from 'node:test';
import { startWorker } from '../../../src/backends/postgres/jobs/worker.ts';
import { correctPhone } from '../../../src/delivery/correct-phone.ts';
import { countFailures } from '../../../src/delivery/count-failures.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { expireDeliveries } from '../../../src/delivery/expire-deliveries.ts';
import { recordFailure } from '../../../src/delivery/record-failure.ts';
import { resolveFailures } from '../../../src/delivery/resolve-failures.ts';
import { sweep } from '../../../src/delivery/sweep.ts';
import { closeFailures, type FailureKeeper } from '../../../src/desk/failures/close-failures.ts';
import { type FailureTerms, readFailureTerms } from '../../../src/desk/failures/failure-terms.ts';
import { groupFailures, type Grouping } from '../../../src/desk/failures/group-failures.ts';
import { listFailures } from '../../../src/desk/failures/list-failures.ts';
import { retryWork } from '../../../src/desk/failures/retry-work.ts';
import { recordEvent } from '../../../src/evidence/record-event.ts';
import type { toldFailures } from '../../../src/message/failures.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { withDatabases } from '../../support/database.ts';
import { acceptMail, addSystem } from '../../support/gateway-mail.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit } from '../../support/staff.ts';

const refused = (code: string, field?: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code && (field === undefined || error.facts.field === field);
const unused = [{} as never, async () => undefined] as const;

withDatabases('The inbox of failures', (db) => {
  let portal: Portal;
  let keeper: FailureKeeper;
  before(async () => {
    portal = await openPortal(db);
    keeper = {
      actor: { kind: 'staff', id: (await addColleague(db, portal.sender.unit)).id },
      name: 'Karen Vagt',
      units: null,
    };
  });
  beforeEach(async () => {
    for (const table of ['failures', 'failure_counts', 'failure_domains', 'failure_hours', 'jobs']) {
      await db.database.query(`delete from ${table}`);
    }
  });
  after(() => portal.close());

  const open = async (terms: FailureTerms = {}, units: readonly string[] | null = null) =>
    (await listFailures(portal.ctx, units, terms, { open: true, limit: 100 })).rows;
  const closed = async (terms: FailureTerms = {}) =>
    (await listFailures(portal.ctx, null, terms, { open: false, limit: 100 })).rows;
  const groups = (by: Grouping, terms: FailureTerms = {}, units: readonly string[] | null = null) =>
    groupFailures(portal.ctx, units, terms, by);
  const fail = (
    delivery: string,
    ...about: Parameters<typeof recordFailure> extends [unknown, unknown, ...infer R] ? R : never
  ) => db.database.transaction((tx) => recordFailure(tx, delivery, ...about));
  /** One failure of a message to each of these addresses. */
  async function failing(
    kind: (typeof toldFailures)[number],
    reason: string | undefined,
    ...emails: string[]
  ) {
    const { id, deliveries } = await portal.send({
      to: emails.map((email) => ({ email, phone: '+4520123456' })),
    });
    for (const delivery of deliveries) await fail(delivery.id, kind, reason);
    return { id, deliveries: deliveries.map((each) => each.id) };
  }
  const many = (count: number, kind: string, system: string | null, ago: string) =>
    db.database.query(
      `insert into failures (id, message_id, system_id, unit_id, recipient, about, at)
        select gen_random_uuid(), gen_random_uuid(), $2, $3, 'r' || n || '@example.com', $1, now() - $4::interval
        from generate_series(1, $5::int) n`,
      [kind, system, portal.sender.unit, ago, count],
    );

  it('has what was refused, held, bounced and the rest, with system, domain, rule and unit', async () => {
    const system = await addSystem(db, portal, `Booking ${randomUUID()}`);
    await acceptMail(portal, {
      sender: system,
      to: [
        { email: 'no@Fred.DK' },
        { email: 'not an address' },
        { email: 'ana@example.com', phone: '+4520123456' },
      ],
    });
    await failing('bounced', 'refused', 'gone@example.com');
    const found = (await open()).map(({ kind, reason, recipient, domain, rule }) => ({
      kind,
      reason,
      recipient,
      domain,
      rule,
    }));
    const expected = [
      {
        kind: 'bounced',
        reason: 'refused',
        recipient: 'gone@example.com',
        domain: 'example.com',
        rule: null,
      },
      { kind: 'no_phone', reason: 'no_phone', recipient: 'no@fred.dk', domain: 'fred.dk', rule: 'no_phone' },
      {
        kind: 'refused',
        reason: 'email_invalid',
        recipient: 'not an address',
        domain: null,
        rule: 'email_invalid',
      },
    ];
    assert.deepEqual(
      found.sort((a, b) => a.kind.localeCompare(b.kind)),
      expected,
    );
    const [held] = await open({ kind: 'no_phone' });
    assert.equal(held!.system?.id, system.id);
    assert.ok(held!.unit && held!.message);
  });

  it('has whom a request refused or held, though its answer said so, and mails the sender nothing', async () => {
    await portal.send({
      to: [
        { email: 'ana@example.com', phone: '+4520123456' },
        { email: 'ana@example.com', phone: '+4520123456' },
        { email: 'no@example.com' },
        { email: 'nobody@' },
      ],
    });
    assert.deepEqual(
      (await open()).map(({ kind, reason, recipient }) => [kind, reason, recipient]).sort(),
      [
        ['no_phone', 'no_phone', 'no@example.com'],
        ['refused', 'email_invalid', 'nobody@'],
      ],
      'one that was given twice gets the message once: nothing went wrong',
    );
    await portal.work();
    assert.deepEqual(
      (await portal.outbox()).map(({ to }) => to).filter((to) => to.includes('dpo')),
      [],
    );
  });

  it('has what a system’s request was refused, though its answer said so, and tells the owner', async () => {
    await assert.rejects(portal.send({ to: [{ email: 'nobody@' }] }));
    const [row, ...more] = await open();
    assert.equal(more.length, 0);
    assert.equal(row!.kind, 'refused');
    assert.equal(row!.recipient, null);
    assert.equal(row!.message, null, 'nothing was kept');
    await portal.work();
    const { rows } = await db.database.query("select from jobs where kind = 'failure_notice'");
    assert.equal(rows.length, 0, 'the answer told the sender');
  });

  it('has what was given up, with what it failed with, and of periodic work the newest alone', async () => {
    await db.database.query(
      `insert into jobs (kind, slot, payload) values ('clockwork', '1', '{}'), ('clockwork', '2', '{}'), ('once', null, '{}')`,
    );
    const run = async () => {
      throw Object.assign(new Error('secret words'), { code: 'ECONNREFUSED' });
    };
    const kind = { run, retryDelays: [] };
    const worker = startWorker({ database: db.database, kinds: { clockwork: kind, once: kind } });
    try {
      for (let tries = 0; tries < 500 && (await worker.stats()).dead < 3; tries += 1) {
        worker.wake();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    } finally {
      await worker.stop(5);
    }
    const rows = await open({ kind: 'dead_job' });
    assert.deepEqual(rows.map(({ reason, error }) => [reason, error]).sort(), [
      ['clockwork', 'Error ECONNREFUSED'],
      ['once', 'Error ECONNREFUSED'],
    ]);
    assert.equal((await open({}, [portal.sender.unit])).length, 0, 'it belongs to no unit');
    await retryWork(
      portal.ctx,
      keeper,
      rows.filter(({ reason }) => reason === 'once').map(({ id }) => id),
      'fixed',
    );
    const { rows: again } = await db.database.query<{ attempts: number; dead: boolean }>(
      "select attempts, dead_at is not null as dead from jobs where kind = 'once'",
    );
    assert.deepEqual(again, [{ attempts: 0, dead: false }]);
    await closeFailures(portal.ctx, keeper, { ids: (await open()).map(({ id }) => id) }, 'not needed');
    const { rows: left } = await db.database.query<{ kind: string }>('select kind from jobs');
    assert.deepEqual(left, [{ kind: 'once' }], 'all of the clockwork was let go');
    assert.deepEqual((await closed()).map(({ closed }) => closed!.how).sort(), ['retried', 'word']);
  });

  it('tries nothing again whose secret was dropped when it was given up', async () => {
    await db.database.query(`insert into jobs (kind, payload, sealed) values ('secretive', '{}', 'x')`);
    const run = async () => ({ because: 'no' });
    const worker = startWorker({ database: db.database, kinds: { secretive: { run, retryDelays: [] } } });
    for (let tries = 0; tries < 500 && (await worker.stats()).dead < 1; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await worker.stop(5);
    const [row] = await open();
    assert.equal(row!.repeatable, false);
    await assert.rejects(retryWork(portal.ctx, keeper, [row!.id], 'again'), refused('already_closed'));
    assert.equal((await open()).length, 1);
  });

  it('has what expired before anybody opened it, once, and nothing of what was opened', async () => {
    const unread = await portal.send({ to: [{ email: 'u@example.com', phone: '+4520123456' }] });
    const read = await portal.send({ to: [{ email: 'r@example.com', phone: '+4520123456' }] });
    const [unreadDelivery, readDelivery] = [unread.deliveries[0]!.id, read.deliveries[0]!.id];
    await db.database.transaction((tx) =>
      recordEvent(tx, readDelivery, {
        type: 'delivery.opened',
        actor: { kind: 'recipient', id: readDelivery },
      }),
    );
    await db.database.query('update deliveries set expires_at = now() where id = any ($1)', [
      [unreadDelivery, readDelivery],
    ]);
    await expireDeliveries(portal.ctx)(...unused);
    await expireDeliveries(portal.ctx)(...unused);
    assert.deepEqual(
      (await open()).map(({ kind, recipient }) => [kind, recipient]),
      [['expired_unread', 'u@example.com']],
    );
  });

  it('groups by cause, system, domain and rule, and shows of units what is theirs', async () => {
    await failing('bounced', 'refused', 'a@fred.dk', 'b@fred.dk');
    await failing('sms_failed', '30003', 'c@example.com');
    const other = await addUnit(db);
    await db.database.query('update failures set unit_id = $1 where recipient = $2', [
      other,
      'c@example.com',
    ]);
    const shape = async (by: Grouping, units: readonly string[] | null = null) =>
      (await groups(by, {}, units)).map(({ open: _, first, last, days, ...rest }) => ({ ...rest, open: _ }));
    const plain = { recent: 0, earlier: 0, grew: false, stale: false };
    assert.deepEqual(await shape('cause'), [
      { kind: 'bounced', reason: 'refused', ...plain, open: 2 },
      { kind: 'sms_failed', reason: '30003', ...plain, open: 1 },
    ]);
    assert.deepEqual(
      (await groups('domain')).map(({ domain, open }) => [domain, open]),
      [
        ['fred.dk', 2],
        ['example.com', 1],
      ],
    );
    assert.deepEqual(
      (await groups('system')).map(({ system, open }) => [system?.id, open]),
      [[portal.sender.id, 3]],
    );
    assert.deepEqual(
      (await groups('rule')).map(({ rule, open }) => [rule, open]),
      [[null, 3]],
    );
    assert.deepEqual(
      (await groups('cause', {}, [other])).map(({ kind }) => kind),
      ['sms_failed'],
    );
    assert.deepEqual(await groups('cause', {}, []), []);
  });

  it('counts the weeks before, and puts what has grown before what is only large', async () => {
    await many(40, 'locked', null, '20 days');
    await many(30, 'bounced', null, '1 day');
    await countFailures(portal.ctx);
    await countFailures(portal.ctx);
    const found = await groups('cause');
    assert.deepEqual(
      found.map(({ kind, open, recent, earlier, grew, stale }) => [kind, open, recent, earlier, grew, stale]),
      [
        ['bounced', 30, 30, 0, true, false],
        ['locked', 40, 0, 40, false, true],
      ],
    );
    assert.equal(
      found[0]!.days.reduce((sum, count) => sum + count, 0),
      30,
    );
    assert.equal(found[0]!.days.length, 37);
    await closeFailures(
      portal.ctx,
      keeper,
      { terms: { kind: 'bounced' }, until: later() },
      'their server was down',
    );
    await many(1, 'bounced', null, '1 minute');
    await countFailures(portal.ctx);
    const domains = await groups('domain');
    assert.deepEqual(
      domains.map(({ domain, open, recent, earlier }) => [domain, open, recent, earlier]),
      [['example.com', 41, 31, 40]],
    );
    const ofDomain = await groups('cause', { kind: 'bounced', domain: 'example.com' });
    assert.equal(ofDomain[0]!.recent, 31);
    assert.deepEqual(await groups('cause', { domain: null }), []);
    const [again] = await groups('cause', { kind: 'bounced' });
    assert.deepEqual([again!.open, again!.recent], [1, 31], 'what was closed is still counted');
  });

  const later = () => new Date(Date.now() + 60_000).toISOString();

  it('is closed by a person with a word, which is an event', async () => {
    const { deliveries } = await failing('bounced', 'refused', 'a@example.com', 'b@example.com');
    const rows = await open();
    for (const word of ['', '  \u200b ', 'x'.repeat(501)]) {
      await assert.rejects(
        closeFailures(portal.ctx, keeper, { ids: [rows[0]!.id] }, word),
        refused('invalid', 'word'),
      );
    }
    assert.equal(await closeFailures(portal.ctx, keeper, { ids: [rows[0]!.id] }, '  Ringede\ntil dem '), 1);
    const [done] = await closed();
    assert.deepEqual(
      { ...done!.closed, at: null },
      { at: null, how: 'word', word: 'Ringede til dem', by: `Colleague ${done!.closed!.by!.split(' ')[1]}` },
    );
    assert.equal((await open()).length, 1);
    const { rows: events } = await db.database.query<{ details: object; fields: object }>(
      `select e.details, f.fields from events e join event_fields f on f.event = e.id
        where e.type = 'failures.closed' order by e.at desc limit 1`,
    );
    assert.deepEqual(events[0], {
      details: { kind: 'bounced', count: 1, closing: 'word' },
      fields: { name: 'Karen Vagt', word: 'Ringede til dem' },
    });
    assert.equal(deliveries.length, 2);
  });

  it('tells the second of two people that it was closed, and nobody of what is not theirs', async () => {
    await failing('bounced', 'refused', 'a@example.com');
    const [{ id } = { id: '' }] = await open();
    const both = await Promise.allSettled(
      ['one', 'two'].map((word) => closeFailures(portal.ctx, keeper, { ids: [id] }, word)),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const lost = both.find((each) => each.status === 'rejected')!;
    assert.ok(refused('already_closed')(lost.reason));
    for (const ids of [[randomUUID()], ['nonsense'], []]) {
      await assert.rejects(closeFailures(portal.ctx, keeper, { ids }, 'word'), refused('not_found'));
    }
    await failing('bounced', 'refused', 'b@example.com');
    const elsewhere = { ...keeper, units: [await addUnit(db)] };
    const [other] = await open();
    await assert.rejects(
      closeFailures(portal.ctx, elsewhere, { ids: [other!.id] }, 'w'),
      refused('not_found'),
    );
    await assert.rejects(
      closeFailures(portal.ctx, elsewhere, { terms: {}, until: later() }, 'w'),
      refused('already_closed'),
    );
    assert.equal((await open()).length, 1);
  });

  it('closes of a whole group what had happened when its page was made, and nothing newer', async () => {
    await many(120, 'bounced', null, '1 hour');
    const seen = new Date(Date.now() - 60_000).toISOString();
    await many(1, 'bounced', null, '1 second');
    await many(1, 'locked', null, '1 hour');
    const chosen = { terms: { kind: 'bounced', reason: null } as const, until: seen };
    assert.equal(await closeFailures(portal.ctx, keeper, chosen, 'their server was down'), 120);
    assert.deepEqual(
      (await open()).map(({ kind }) => kind),
      ['bounced', 'locked'],
    );
  });

  it('turns its pages from the newest to the oldest without a gap, while more comes and goes', async () => {
    for (let minute = 0; minute < 25; minute += 1) await many(1, 'bounced', null, `${minute} minutes`);
    const all = (await open()).map(({ id }) => id);
    const turned: string[] = [];
    let after: string | undefined;
    do {
      const page = await listFailures(portal.ctx, null, {}, { open: true, after, limit: 10 });
      turned.push(...page.rows.map(({ id }) => id));
      after = page.next;
      if (turned.length === 10) {
        await many(3, 'bounced', null, '0 seconds');
        await db.database.query('update failures set closed_at = now() where id = $1', [turned[9]]);
      }
    } while (after !== undefined);
    assert.deepEqual(turned, all);
    const { rows } = await listFailures(portal.ctx, null, {}, { open: true, after: 'nonsense', limit: 5 });
    assert.equal(rows.length, 5, 'a cursor of nobody is none');
  });

  it('closes by itself what was put right, and only that', async () => {
    const { deliveries } = await failing('no_phone', 'no_phone', 'a@example.com', 'b@example.com');
    await fail(deliveries[0]!, 'refused', 'email_invalid');
    const recorded = (delivery: string, type: Parameters<typeof recordEvent>[2]['type']) =>
      db.database.transaction((tx) =>
        recordEvent(tx, delivery, { type, actor: { kind: 'system', id: portal.ctx.settings.installation } }),
      );
    await recorded(deliveries[0]!, 'delivery.released');
    await recorded(deliveries[1]!, 'delivery.link_followed');
    await resolveFailures(portal.ctx);
    assert.deepEqual(
      (await closed()).map(({ kind, recipient, closed }) => [kind, recipient, closed!.how, closed!.by]),
      [['no_phone', 'a@example.com', 'resolved', null]],
    );
    assert.deepEqual((await open()).map(({ kind }) => kind).sort(), ['no_phone', 'refused']);
    // An event from before the failure puts nothing right.
    await fail(deliveries[0]!, 'no_phone', 'no_phone');
    await resolveFailures(portal.ctx);
    assert.equal((await open({ kind: 'no_phone' })).length, 2);
  });

  it('closes a held message’s failure once its number was supplied', async () => {
    const system = await addSystem(db, portal, `Booking ${randomUUID()}`);
    const { deliveries } = await acceptMail(portal, { sender: system, to: [{ email: 'no@example.com' }] });
    await correctPhone(
      portal.ctx,
      { kind: 'system', id: system.id, grants: [] },
      deliveries[0]!.id,
      '+4520123456',
    );
    await resolveFailures(portal.ctx);
    assert.equal((await open()).length, 0);
    assert.equal((await closed())[0]!.closed!.how, 'resolved');
  });

  it('forgets whom an erased message was for, and keeps how many there were', async () => {
    const { id, deliveries } = await failing('bounced', 'refused', 'a@fred.dk', 'b@fred.dk');
    await countFailures(portal.ctx);
    const eraser = { actor: keeper.actor, name: keeper.name, units: null };
    await eraseMessage(portal.ctx, eraser, {
      message: id,
      deliveries: [deliveries[0]!],
      reason: 'requested',
    });
    assert.deepEqual(
      (await open()).map(({ recipient }) => recipient),
      ['b@fred.dk'],
    );
    const counts = async () => {
      const { rows: named } = await db.database.query<{ count: number }>(
        "select sum(count)::int as count from failure_domains where domain = 'fred.dk'",
      );
      const { rows: all } = await db.database.query<{ count: number }>(
        'select sum(count)::int as count from failure_counts',
      );
      return [named[0]!.count, all[0]!.count];
    };
    assert.deepEqual(await counts(), [1, 2]);
    await eraseMessage(portal.ctx, eraser, { message: id, reason: 'requested' });
    assert.deepEqual(await counts(), [0, 2]);
    await sweep(portal.ctx)(...unused);
    const { rows } = await db.database.query("select from failure_domains where domain = 'fred.dk'");
    assert.equal(rows.length, 0);
  });

  it('lets go of domains in the counts after forty days, and keeps the counts', async () => {
    await many(5, 'bounced', null, '41 days');
    await countFailures(portal.ctx);
    await sweep(portal.ctx)(...unused);
    const { rows } = await db.database.query('select count from failure_counts');
    assert.deepEqual(rows, [{ count: 5 }]);
    const { rows: domains } = await db.database.query('select from failure_domains');
    assert.equal(domains.length, 0);
    const { rows: hours } = await db.database.query('select from failure_hours');
    assert.equal(hours.length, 0);
  });

  it('looks for nothing that it does not know', () => {
    for (const [field, text] of [
      ['kind', 'nonsense'],
      ['system', 'nonsense'],
      ['domain', 'a b'],
      ['domain', 'someone@example.com'],
      ['reason', 'two words'],
      ['rule', '<b>'],
      ['from', '2026-02-30'],
      ['from', '-'],
      ['to', 'yesterday'],
    ] as const)
      assert.throws(() => readFailureTerms({ [field]: text }), refused('invalid', field), `${field} ${text}`);
    assert.throws(() => readFailureTerms({ from: '2026-03-02', to: '2026-03-01' }), refused('invalid', 'to'));
    assert.deepEqual(readFailureTerms({ kind: ' bounced ', domain: '@Fred.dk', reason: '-', system: '' }), {
      kind: 'bounced',
      reason: null,
      domain: 'fred.dk',
    });
  });
});

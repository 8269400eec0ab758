/** The mail of every morning, and the alarm where failures grow. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { startWorker } from '../../../src/backends/postgres/jobs/worker.ts';
import { mailAndPhoneTexts } from '../../../src/composition/texts.ts';
import { countFailures } from '../../../src/delivery/count-failures.ts';
import { watchFailures } from '../../../src/delivery/watch-failures.ts';
import { digestParts } from '../../../src/desk/failures/digest-parts.ts';
import { mailDigest } from '../../../src/desk/failures/mail-digest.ts';
import { planDigest } from '../../../src/desk/failures/plan-digest.ts';
import type { DigestParts } from '../../../src/desk/failures/read-digest.ts';
import { isUnusual } from '../../../src/message/failure-growth.ts';
import { withDatabases } from '../../support/database.ts';
import { addSystem } from '../../support/gateway-mail.ts';
import { openPortal, type Portal } from '../../support/portal.ts';

const compliance = 'dpo@fredericia.example';
const unused = [{} as never, async () => undefined] as const;

withDatabases('Watching over failures', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  beforeEach(async () => {
    Object.assign(portal.ctx.settings, { complianceMail: compliance });
    for (const table of [
      'failures',
      'failure_counts',
      'failure_domains',
      'failure_hours',
      'jobs',
      'job_slots',
      'outbox',
    ]) {
      await db.database.query(`delete from ${table}`);
    }
  });
  after(() => portal.close());

  const many = (count: number, kind: string, system: string | null, ago: string) =>
    db.database.query(
      `insert into failures (id, message_id, system_id, unit_id, recipient, about, reason, at, sender_notice, owner_notice)
        select gen_random_uuid(), gen_random_uuid(), $2, $3, 'somebody' || n || '@fred.dk', $1, 'refused', now() - $4::interval,
          gen_random_uuid(), gen_random_uuid()
        from generate_series(1, $5::int) n`,
      [kind, system, portal.sender.unit, ago, count],
    );
  const planned = async () =>
    (
      await db.database.query<{ day: string }>(
        `select payload ->> 'day' as day from jobs where kind = 'digest_mail' order by 1`,
      )
    ).rows.map(({ day }) => day);

  it('plans one mail a day from seven on, whatever daylight saving does, and however many workers plan', async () => {
    const at = (time: string) => planDigest(portal.ctx, () => new Date(time))(...unused);
    await at('2027-03-27T05:59:00Z');
    assert.deepEqual(await planned(), [], 'it is 6:59 in Copenhagen');
    await Promise.all(Array.from({ length: 5 }, () => at('2027-03-27T06:00:00Z')));
    await at('2027-03-27T21:00:00Z');
    assert.deepEqual(await planned(), ['2027-03-27']);
    await at('2027-03-28T04:59:00Z');
    assert.deepEqual(await planned(), ['2027-03-27'], 'the clock was put forward at night');
    await at('2027-03-28T15:00:00Z');
    assert.deepEqual(
      await planned(),
      ['2027-03-27', '2027-03-28'],
      'and who was down at seven sends it later',
    );
    Object.assign(portal.ctx.settings, { complianceMail: undefined });
    await at('2027-03-29T10:00:00Z');
    assert.equal((await planned()).length, 2, 'there is nobody to mail it to');
  });

  async function mailed(isMonday: boolean, parts: DigestParts = {}) {
    await db.database.query("insert into jobs (kind, payload) values ('digest_mail', $1)", [
      { day: '2027-03-29', isMonday },
    ]);
    const { mailer } = portal.carriers;
    const texts = mailAndPhoneTexts(portal.ctx.settings);
    const run = mailDigest(portal.ctx, mailer, texts, parts);
    const worker = startWorker({ database: db.database, kinds: { digest_mail: { run, retryDelays: [] } } });
    for (;;) {
      const { ready, running } = await worker.stats();
      if (ready + running === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await worker.stop(5);
    return portal.outbox();
  }

  it('says what is open, new, closed, has grown and has waited, and names no recipient', async () => {
    await many(12, 'bounced', null, '1 hour');
    await many(1, 'locked', null, '9 days');
    await many(2, 'no_phone', null, '2 hours');
    await db.database.query(
      `update failures set closed_at = now(), closing = 'word' where about = 'no_phone'`,
    );
    await countFailures(portal.ctx);
    const [mail, ...more] = await mailed(false, {
      silent: async () => [{ domain: 'fred.dk', messages: 9, resembles: 'fredericia.dk' }],
      sums: async () => ({ at: '2027-03-29T03:00:00.000000Z', differences: 2 }),
    });
    assert.equal(more.length, 0);
    assert.equal(mail!.to, compliance);
    assert.match(mail!.subject!, /^13 åbne fejl hos Fredericia Kommune$/);
    for (const words of [
      'Åbne: 13',
      'Nye i de seneste 24 timer: 14',
      'Lukket i de seneste 24 timer: 2',
      'Er vokset\n\nMail til modtager afvist – Modtagerens mailserver',
      'Mail til modtager afvist: 12 åbne, 12 nye',
      'Har været åbne i mere end 7 dage\n\nLåst efter forkerte koder',
      '@fred.dk: 9 beskeder, ligner fredericia.dk',
      'Nej: 2 modtagere afviger.',
      'http://localhost:3000/desk/failures\n',
    ])
      assert.ok(mail!.text.includes(words), `${words} in ${mail!.text}`);
    assert.doesNotMatch(JSON.stringify(mail), /somebody|undefined|null,/);
  });

  it('takes in what the daily count found', async () => {
    await db.database.query(
      `insert into reconciliations (id, made_at, messages, deliveries, states, differences, findings)
        values (gen_random_uuid(), now(), 5, 7, '{}', 3, '[]')`,
    );
    const [mail] = await mailed(false, digestParts);
    assert.match(mail!.text, /Stemmer tallene\?\n\nNej: 3 modtagere afviger/);
    await db.database.query('delete from reconciliations');
  });

  it('is not sent where nothing is open and nothing happened, but on Mondays', async () => {
    assert.deepEqual(await mailed(false), []);
    const [mail] = await mailed(true);
    assert.match(mail!.subject!, /^Ingen åbne fejl/);
    assert.match(mail!.text, /om mandagen/);
  });

  it('is sent where only the sums differ', async () => {
    const [mail] = await mailed(false, {
      sums: async () => ({ at: '2027-03-29T03:00:00Z', differences: 1 }),
    });
    assert.match(mail!.text, /Nej: 1 modtager afviger/);
  });

  const watch = () => watchFailures(portal.ctx)(...unused);
  const alarms = async () =>
    (
      await db.database.query<{ payload: Record<string, unknown> }>(
        "select payload from jobs where kind = 'alarm' order by id",
      )
    ).rows.map(({ payload }) => payload);

  it('alarms once where failures of one kind and one system grow, with the numbers, and again a day later', async () => {
    const system = await addSystem(db, portal, 'Bookingsystemet');
    await many(9, 'bounced', system.id, '10 minutes');
    await countFailures(portal.ctx);
    await watch();
    assert.deepEqual(await alarms(), [], 'nine are slips');
    await many(3, 'bounced', system.id, '5 minutes');
    await many(9, 'bounced', null, '5 minutes');
    await countFailures(portal.ctx);
    await Promise.all([watch(), watch(), watch()]);
    const alarm = { kind: 'bounced', system: system.id, count: 12, usual: 0 };
    assert.deepEqual(await alarms(), [{ about: 'failures_grew', subject: null, person: null, ...alarm }]);
    const { rows } = await db.database.query<{ details: object }>(
      "select details from events where type = 'failures.alarmed'",
    );
    assert.deepEqual(rows, [{ details: { ...alarm, subject: system.id } }]);
    await many(500, 'bounced', system.id, '1 minute');
    await watch();
    assert.equal((await alarms()).length, 1, 'one a day');
    await portal.work();
    const [mail] = await portal.outbox();
    assert.equal(mail!.to, compliance);
    assert.match(
      mail!.text,
      /System: Bookingsystemet\nHvad gik galt: Mail til modtager afvist\nI den seneste time: 12/,
    );
  });

  it('measures against the usual busiest hour, which one bad day does not move', async () => {
    const system = await addSystem(db, portal, 'Every night');
    for (let day = 1; day <= 28; day += 1) await many(4, 'no_phone', system.id, `${day * 24 - 12} hours`);
    await many(300, 'no_phone', system.id, '60 hours');
    await countFailures(portal.ctx);
    await many(20, 'no_phone', system.id, '10 minutes');
    await countFailures(portal.ctx);
    await watch();
    assert.deepEqual(await alarms(), [], 'five times the usual four is not more than that');
    await many(1, 'no_phone', system.id, '1 minute');
    await watch();
    assert.deepEqual(
      (await alarms()).map(({ count, usual }) => [count, usual]),
      [[21, 4]],
    );
  });

  it('is decided by numbers alone', () => {
    for (const [lastHour, usual, expected] of [
      [9, 0, false],
      [10, 0, true],
      [10, 2, false],
      [11, 2, true],
      [1000, 200, false],
      [1001, 200, true],
    ] as const)
      assert.equal(isUnusual(lastHour, usual), expected, `${lastHour} ${usual}`);
  });

  it('shows in the inbox at once what nobody could be told for want of an address', async () => {
    Object.assign(portal.ctx.settings, { complianceMail: undefined });
    await many(15, 'bounced', null, '5 minutes');
    await watch();
    await portal.work();
    assert.deepEqual(await portal.outbox(), []);
    const { rows } = await db.database.query<{ reason: string; error: string }>(
      "select reason, error from failures where about = 'dead_job'",
    );
    assert.deepEqual(rows, [{ reason: 'alarm', error: 'no_address failures_grew' }]);
  });
});

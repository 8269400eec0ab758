/** Whom an alarm reaches, and what its mail says. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { type Alarm, raiseAlarm } from '../../src/delivery/raise-alarm.ts';
import { alarmKinds } from '../../src/message/alarms.ts';
import { withDatabases } from '../support/database.ts';
import { addPerson, addSystem } from '../support/gateway-mail.ts';
import { openPortal, type Portal } from '../support/portal.ts';

const compliance = 'dpo@fredericia.example';

withDatabases('An alarm', (db) => {
  let portal: Portal;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
  });
  afterEach(async () => {
    Object.assign(portal.ctx.settings, { complianceMail: compliance });
    await db.database.query('delete from outbox');
    await db.database.query('delete from jobs');
  });
  after(() => portal.close());

  async function raised(alarm: Alarm) {
    await db.database.transaction((tx) => raiseAlarm(tx, alarm));
    await portal.work();
    return portal.outbox();
  }
  const person = (options: { gone: true } | object = {}) =>
    addPerson(db, portal, `deputy${(count += 1)}@fredericia.example`, options);
  const emailOf = async (id: string) =>
    (await db.database.query<{ email: string }>('select email from people where id = $1', [id])).rows[0]!
      .email;
  /** The mail server turns this address down, and takes the others. */
  function refusing(address: string) {
    const { mailer } = portal.carriers;
    portal.carriers.mailer = {
      ...mailer,
      send: async (mail: { to: string }) =>
        mail.to === address
          ? { outcome: 'refused', server: 'mx.example', status: '5.1.1' }
          : mailer.send(mail as never),
    } as unknown as typeof mailer;
    return () => (portal.carriers.mailer = mailer);
  }

  it('of every kind comes to the compliance address, with a link to where one looks', async () => {
    const subject = randomUUID();
    const paths = {
      reported: `/desk/messages/${subject}`,
      passed_on: `/desk/messages/${subject}`,
      failures_grew: '/desk/failures',
      sums_differ: '/desk/reconciliation',
      silent_system: `/desk/failures?system=${subject}`,
      incident_due: `/desk/incidents/${subject}`,
      restored: '/desk/failures',
    } as const;
    for (const about of alarmKinds) {
      await db.database.query('delete from outbox');
      const mails = await raised({ about, subject });
      assert.deepEqual(
        mails.map(({ to }) => to),
        [compliance],
        about,
      );
      const [mail] = mails;
      assert.ok(mail!.text.includes(`\nhttp://localhost:3000${paths[about]}\n`), mail!.text);
      assert.match(mail!.raw!, /^Auto-Submitted: auto-generated\r$/m);
      assert.doesNotMatch(mail!.text, /undefined|null/);
    }
  });

  it('says its facts in words: the system by name, kinds and reasons by theirs', async () => {
    const system = await addSystem(db, portal, 'Bookingsystemet');
    const facts = { kind: 'bounced', system: system.id, count: 1200, usual: 3 };
    const [grown] = await raised({ about: 'failures_grew', subject: null, facts });
    for (const line of [
      'System: Bookingsystemet',
      'Hvad gik galt: Mail til modtager afvist',
      'I den seneste time: 1.200',
      'Normalt højst på en time: 3',
    ])
      assert.ok(grown!.text.includes(line), `${line} in ${grown!.text}`);
    const [due] = await raised({ about: 'incident_due', subject: randomUUID(), facts: { hours: 48 } });
    assert.match(due!.text, /Timer siden det blev kendt: 48/);
    const [reported] = await raised({ about: 'reported', subject: randomUUID(), facts: { reason: 'died' } });
    assert.match(reported!.text, /Modtageren er død/);
  });

  it('for a named person comes to that person alone', async () => {
    const deputy = await person();
    const mails = await raised({ about: 'incident_due', subject: randomUUID(), person: deputy });
    assert.deepEqual(
      mails.map(({ to }) => to),
      [await emailOf(deputy)],
    );
  });

  it('goes to compliance where the person has left, or their server refuses the mail', async () => {
    const left = await person({ gone: true });
    const [mail] = await raised({ about: 'incident_due', subject: randomUUID(), person: left });
    assert.equal(mail!.to, compliance);
    await db.database.query('delete from outbox');
    const deputy = await person();
    const accept = refusing(await emailOf(deputy));
    const mails = await raised({ about: 'incident_due', subject: randomUUID(), person: deputy });
    accept();
    assert.deepEqual(
      mails.map(({ to }) => to),
      [compliance],
    );
  });

  it('that nobody takes in all its tries goes to compliance once, and from there nowhere', async () => {
    const deputy = await person();
    const { mailer } = portal.carriers;
    portal.carriers.mailer = {
      ...mailer,
      send: async () => ({ outcome: 'deferred', text: 'busy' }),
    } as unknown as typeof mailer;
    await db.database.transaction((tx) =>
      raiseAlarm(tx, { about: 'incident_due', subject: randomUUID(), person: deputy }),
    );
    for (let rounds = 0; rounds < 4; rounds += 1) {
      await db.database.query('update jobs set attempts = 50, run_at = now() where dead_at is null');
      await portal.work();
    }
    portal.carriers.mailer = mailer;
    const { rows } = await db.database.query<{ person: string | null; dead: boolean }>(
      "select payload ->> 'person' as person, dead_at is not null as dead from jobs where kind = 'alarm' order by id",
    );
    assert.deepEqual(rows, [
      { person: deputy, dead: true },
      { person: null, dead: true },
    ]);
  });
});

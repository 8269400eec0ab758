import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { openDatabase } from '../../../src/backends/postgres/database.ts';
import { alarmOfIncidents } from '../../../src/desk/incidents/alarm-of-incidents.ts';
import { changeIncident } from '../../../src/desk/incidents/change-incident.ts';
import { closeIncident } from '../../../src/desk/incidents/close-incident.ts';
import { decideIncident } from '../../../src/desk/incidents/decide-incident.ts';
import { incidentHistory } from '../../../src/desk/incidents/incident-history.ts';
import { localInstant } from '../../../src/desk/incidents/local-instant.ts';
import { readIncident } from '../../../src/desk/incidents/read-incident.ts';
import { reopenIncident } from '../../../src/desk/incidents/reopen-incident.ts';
import { setPolicy } from '../../../src/desk/policy.ts';
import type { AlarmPolicy } from '../../../src/message/policy.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, type Colleague, deactivate } from '../../support/staff.ts';
import { ago, keeperOf, nobody, opened } from './support.ts';

withDatabases('The alarms of an incident', (db) => {
  let portal: Portal;
  let ctx: Portal['ctx'];
  let anna: Colleague;
  let bo: Colleague;
  const keeper = keeperOf(nobody);
  before(async () => {
    portal = await openPortal(db);
    ctx = portal.ctx;
    anna = await addColleague(db, portal.sender.unit);
    bo = await addColleague(db, portal.sender.unit);
  });
  after(() => portal.close());
  beforeEach(async () => {
    await db.owner.query('truncate incidents cascade');
    await db.owner.query('delete from jobs');
    await decide({ people: [] });
  });

  const decide = (alarms: AlarmPolicy) =>
    setPolicy(ctx, keeper.actor, { gateway: { secure: 'all' }, alarms });
  const job = { id: 1, kind: 'incident_alarms', payload: {}, sealed: null, attempts: 1 };
  const ring = (there = ctx) => alarmOfIncidents(there)(job, async () => undefined);
  /** `24 anna`, for each mail that is to leave; the compliance address has no name. */
  async function rung(): Promise<string[]> {
    const { rows } = await db.owner.query<{
      hours: number;
      person: string | null;
      subject: string;
      about: string;
    }>(
      `delete from jobs where kind = 'alarm' returning payload ->> 'about' as about, payload ->> 'subject' as subject,
        (payload -> 'hours')::integer as hours, payload ->> 'person' as person`,
    );
    const nameOf = (id: string | null) =>
      id === anna.id ? 'anna' : id === bo.id ? 'bo' : id === null ? 'compliance' : id;
    for (const { about } of rows) assert.equal(about, 'incident_due');
    return rows.map(({ hours, person }) => `${hours} ${nameOf(person)}`).sort();
  }
  const rowsOf = async () =>
    (
      await db.owner.query<{ text: string }>(
        `select hours || case when passed_over then ' passed over' else '' end as text from incident_alarms
          order by hours`,
      )
    ).rows.map(({ text }) => text);
  const later = (id: string, hours: number) =>
    db.owner.query(`update incidents set aware_at = aware_at - make_interval(hours => $2) where id = $1`, [
      id,
      hours,
    ]);

  it('ring at 24, 48 and 66 hours, each once, and are events', async () => {
    const { id } = await opened(ctx, keeper, { awareAt: ago(23.99), responsible: anna.id, deputy: bo.id });
    await ring();
    assert.deepEqual(await rung(), []);
    for (const [step, hours] of [
      [1, 24],
      [24, 48],
      [18, 66],
    ] as const) {
      await later(id, step);
      await ring();
      await ring();
      assert.deepEqual(await rung(), [`${hours} anna`, `${hours} bo`, `${hours} compliance`]);
    }
    await later(id, 100);
    await ring();
    assert.deepEqual(await rung(), []);
    const { lines } = await incidentHistory(ctx, keeper, id, { limit: 9 });
    assert.deepEqual(
      lines.map(({ type, actor, details }) => [type, actor.kind, details.hours]).slice(0, 3),
      [66, 48, 24].map((hours) => ['incident.alarmed', 'system', hours]),
    );
  });

  it('of several hours that came while nothing ran ring for the last alone', async () => {
    const { id } = await opened(ctx, keeper, { awareAt: ago(50) });
    await ring();
    assert.deepEqual(await rung(), ['48 compliance']);
    assert.deepEqual(await rowsOf(), ['24 passed over', '48']);
    await later(id, 500);
    await ring();
    assert.deepEqual(await rung(), ['66 compliance']);
  });

  it('ring once, however many processes look', async () => {
    const others = [1, 2, 3, 4].map(() => openDatabase(db.settings));
    try {
      for (let each = 0; each < 5; each += 1) await opened(ctx, keeper, { awareAt: ago(30) });
      await Promise.all(others.map((database) => ring({ ...ctx, db: database })));
      assert.deepEqual(await rung(), Array<string>(5).fill('24 compliance'));
    } finally {
      await Promise.all(others.map((database) => database.close()));
    }
  });

  it('ring for whom the policy names too, each once, and for nobody who has left', async () => {
    const [leaver, other] = [
      await addColleague(db, portal.sender.unit),
      await addColleague(db, portal.sender.unit),
    ];
    await decide({ people: [anna.email.toUpperCase(), leaver.email], deputy: bo.email });
    await deactivate(db, leaver.id);
    await opened(ctx, keeper, { awareAt: ago(25), responsible: anna.id });
    await ring();
    assert.deepEqual(await rung(), ['24 anna', '24 bo', '24 compliance']);

    await decide({ people: [other.email] });
    await deactivate(db, other.id);
    const { id } = await opened(ctx, keeper, { awareAt: ago(25), responsible: bo.id });
    await deactivate(db, bo.id);
    await ring();
    assert.deepEqual(await rung(), ['24 compliance'], 'whoever answered for it has left');
    await db.owner.query('update people set deactivated_at = null where id = $1', [bo.id]);
    assert.equal((await readIncident(ctx, keeper, id)).responsible, bo.id);
  });

  it('tell whoever reads the compliance address once', async () => {
    const settings = { ...ctx.settings, complianceMail: anna.email.toUpperCase() };
    await opened(ctx, keeper, { awareAt: ago(25), responsible: anna.id });
    await ring({ ...ctx, settings });
    assert.deepEqual(await rung(), ['24 compliance']);
  });

  it('without a compliance address ring for people, and stay to be seen where there is nobody', async () => {
    const without = { ...ctx, settings: { ...ctx.settings, complianceMail: undefined } };
    const { id } = await opened(ctx, keeper, { awareAt: ago(25), responsible: anna.id });
    await ring(without);
    assert.deepEqual(await rung(), ['24 anna']);
    await changeIncident(ctx, keeper, id, 1, { responsible: null });
    await later(id, 24);
    await ring(without);
    assert.deepEqual(await rung(), ['48 compliance']);
  });

  it('do not ring once it is reported, decided against or closed, and ring again where that is undone', async () => {
    const reported = await opened(ctx, keeper, { awareAt: ago(30), reportedAt: ago(1) });
    const unreported = await opened(ctx, keeper, { awareAt: ago(30), cause: 'other' });
    const no = { decision: 'no_report', why: 'No risk.' } as const;
    const yes = { decision: 'report', why: 'A risk after all.' } as const;
    await decideIncident(ctx, keeper, unreported.id, 1, no);
    await closeIncident(ctx, keeper, unreported.id, 2);
    await ring();
    assert.deepEqual(await rung(), []);
    await reopenIncident(ctx, keeper, unreported.id, 3);
    await ring();
    assert.deepEqual(await rung(), []);
    await decideIncident(ctx, keeper, unreported.id, 4, yes);
    await changeIncident(ctx, keeper, reported.id, 1, { reportedAt: null });
    await ring();
    assert.deepEqual(await rung(), ['24 compliance', '24 compliance']);
  });

  it('run anew from a later awareness, so that a slip of the pen silences no deadline', async () => {
    const { id } = await opened(ctx, keeper, { awareAt: ago(720) });
    await ring();
    assert.deepEqual(await rung(), ['66 compliance']);
    await changeIncident(ctx, keeper, id, 1, { awareAt: ago(30) });
    await ring();
    assert.deepEqual(await rung(), [], 'the hours that have gone by are told already');
    assert.deepEqual(await rowsOf(), ['24 passed over']);
    await later(id, 24);
    await ring();
    assert.deepEqual(await rung(), ['48 compliance']);
  });

  it('count hours that went by, whatever the clocks did', async () => {
    const zone = ctx.settings.timeZone;
    for (const [aware, due] of [
      ['2026-03-27T12:00', '2026-03-30T13:00'],
      ['2025-10-24T12:00', '2025-10-27T11:00'],
    ] as const) {
      const incident = await opened(ctx, keeper, { awareAt: localInstant(aware, zone) });
      assert.equal(Date.parse(incident.dueAt), Date.parse(localInstant(due, zone)), aware);
    }
  });

  it('reach the mailbox', async () => {
    await opened(ctx, keeper, { awareAt: ago(67), responsible: anna.id });
    await db.owner.query("insert into jobs (kind) values ('incident_alarms')");
    await portal.work();
    const mails = (await portal.outbox()).filter(({ text }) => text.includes('/desk/incidents/'));
    assert.deepEqual(mails.map(({ to }) => to).sort(), [anna.email, 'dpo@fredericia.example'].sort());
    for (const { text } of mails) assert.match(text, /66/);
  });
});

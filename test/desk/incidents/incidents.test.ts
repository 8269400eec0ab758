import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { addTask } from '../../../src/desk/incidents/add-task.ts';
import { addTold } from '../../../src/desk/incidents/add-told.ts';
import { changeIncident } from '../../../src/desk/incidents/change-incident.ts';
import { closeIncident } from '../../../src/desk/incidents/close-incident.ts';
import { decideIncident } from '../../../src/desk/incidents/decide-incident.ts';
import { finishTask } from '../../../src/desk/incidents/finish-task.ts';
import { incidentHistory } from '../../../src/desk/incidents/incident-history.ts';
import { addIncidentMessages, removeIncidentMessage } from '../../../src/desk/incidents/incident-messages.ts';
import { incidentPeople } from '../../../src/desk/incidents/incident-people.ts';
import { incidentYears } from '../../../src/desk/incidents/incident-years.ts';
import type { IncidentKeeper } from '../../../src/desk/incidents/keeper.ts';
import { listIncidents } from '../../../src/desk/incidents/list-incidents.ts';
import { openIncident } from '../../../src/desk/incidents/open-incident.ts';
import { readIncident } from '../../../src/desk/incidents/read-incident.ts';
import { reopenIncident } from '../../../src/desk/incidents/reopen-incident.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit, type Colleague, deactivate } from '../../support/staff.ts';
import { ago, keeperOf, nobody, opened, refused } from './support.ts';

withDatabases('An incident', (db) => {
  let portal: Portal;
  let ctx: Portal['ctx'];
  let home: string;
  let other: string;
  let chief: Colleague;
  let all: IncidentKeeper;
  let ofOther: IncidentKeeper;
  before(async () => {
    portal = await openPortal(db);
    ctx = portal.ctx;
    home = portal.sender.unit;
    other = await addUnit(db);
    chief = await addColleague(db, home, [{ role: 'compliance', unit: null }]);
    all = keeperOf(chief);
    ofOther = keeperOf(nobody, [other]);
  });
  after(() => portal.close());

  const change = (id: string, version: number, fields: Parameters<typeof changeIncident>[4]) =>
    changeIncident(ctx, all, id, version, fields);
  const decide = (id: string, version: number, decision: 'report' | 'no_report' = 'no_report') =>
    decideIncident(ctx, all, id, version, { decision, why: 'Nobody opened it.' });
  const typesOf = async (id: string) =>
    (await incidentHistory(ctx, all, id, { limit: 50 })).lines.map(({ type }) => type);

  it('is numbered within its year without gaps, by twenty at once and past those that were refused', async () => {
    await db.owner.query('truncate incidents cascade');
    const wishes = Array.from({ length: 20 }, (_, index) =>
      opened(ctx, all, index % 4 === 3 ? { responsible: randomUUID() } : {}),
    );
    const done = (await Promise.allSettled(wishes)).flatMap((each) =>
      each.status === 'fulfilled' ? [each.value] : [],
    );
    const year = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Copenhagen', year: 'numeric' }).format();
    assert.deepEqual(
      done.map(({ number }) => number).sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
      Array.from({ length: 15 }, (_, index) => `${year}-${index + 1}`),
    );
    await db.owner.query('update incidents set year = year - 1');
    assert.equal((await opened(ctx, all)).number, `${year}-1`);
  });

  it('counts the year on the clocks of the organisation', async () => {
    const zones = ['Pacific/Kiritimati', 'Etc/GMT+12'];
    for (const timeZone of zones) {
      const there = { ...ctx, settings: { ...ctx.settings, timeZone } };
      await db.owner.query('truncate incidents cascade');
      const before = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format();
      const { number } = await opened(there, all);
      const behind = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format();
      assert.ok([`${before}-1`, `${behind}-1`].includes(number), `${timeZone}: ${number}`);
    }
  });

  it('knows when it is due, by whom it was opened, and nothing that nobody has said', async () => {
    const awareAt = ago(5);
    const incident = await opened(ctx, all, { awareAt, title: '  A title\n of two lines ' });
    assert.equal(Date.parse(incident.awareAt), Date.parse(awareAt));
    assert.equal(Date.parse(incident.dueAt) - Date.parse(awareAt), 72 * 3_600_000);
    assert.equal(incident.title, 'A title of two lines');
    assert.equal(incident.openedBy, 'Dorte DPO');
    assert.equal(incident.version, 1);
    for (const field of [
      'cause',
      'persons',
      'records',
      'decision',
      'reportedAt',
      'closedAt',
      'followUpOn',
    ] as const) {
      assert.equal(incident[field], null, field);
    }
    assert.deepEqual([incident.what, incident.dataKinds, incident.tasks], ['', [], []]);
    assert.equal(incident.needsDelayReason, false);
  });

  it('is opened once by a form that is sent twice', async () => {
    const id = randomUUID();
    const draft = { origin: 'by_hand', title: 'Twice', id } as const;
    const ids = await Promise.all([openIncident(ctx, all, draft), openIncident(ctx, all, draft)]);
    assert.deepEqual(ids, [id, id]);
    assert.deepEqual(await typesOf(id), ['incident.opened']);
    await assert.rejects(openIncident(ctx, ofOther, draft), refused('not_found'));
  });

  it('belongs to the unit of its messages, to those whom the keeper keeps, or to all', async () => {
    const { id: message, deliveries } = await portal.send();
    const delivery = deliveries[0]!.id;
    const origin = 'recall' as const;
    assert.equal((await opened(ctx, all, { origin, messages: [{ message, delivery }] })).unit, home);
    assert.equal((await opened(ctx, all)).unit, null);
    assert.equal((await opened(ctx, all, { unit: other })).unit, other);
    assert.equal((await opened(ctx, ofOther)).unit, other);
    await assert.rejects(opened(ctx, ofOther, { unit: home }), refused('forbidden'));
    await assert.rejects(opened(ctx, ofOther, { unit: null }), refused('forbidden'));
    await assert.rejects(opened(ctx, keeperOf(nobody, [home, other])), refused('forbidden'));
    await assert.rejects(opened(ctx, ofOther, { messages: [{ message }] }), refused('not_found'));
    for (const unit of ['x', randomUUID()]) {
      await assert.rejects(opened(ctx, all, { unit }), refused('invalid', 'unit/unknown'));
    }
  });

  it('is there for nobody who does not keep its unit', async () => {
    const foreign = await opened(ctx, all, { unit: home });
    const whole = await opened(ctx, all);
    for (const { id } of [foreign, whole]) {
      for (const attempt of [
        () => readIncident(ctx, ofOther, id),
        () => changeIncident(ctx, ofOther, id, 1, { title: 'Mine' }),
        () => decideIncident(ctx, ofOther, id, 1, { decision: 'no_report', why: 'x' }),
        () => addTold(ctx, ofOther, id, { party: 'police', who: 'x' }),
        () => addTask(ctx, ofOther, id, { what: 'x' }),
        () => finishTask(ctx, ofOther, id, randomUUID()),
        () => addIncidentMessages(ctx, ofOther, id, []),
        () => removeIncidentMessage(ctx, ofOther, id, { message: randomUUID() }),
        () => closeIncident(ctx, ofOther, id, 1),
        () => reopenIncident(ctx, ofOther, id, 1),
        () => incidentHistory(ctx, ofOther, id, { limit: 1 }),
      ]) {
        await assert.rejects(attempt, refused('not_found'));
      }
    }
    for (const none of ['', 'x', randomUUID()]) {
      await assert.rejects(readIncident(ctx, all, none), refused('not_found'));
    }
    const mine = await opened(ctx, ofOther);
    await assert.rejects(changeIncident(ctx, ofOther, mine.id, 1, { unit: home }), refused('forbidden'));
    await assert.rejects(changeIncident(ctx, ofOther, mine.id, 1, { unit: null }), refused('forbidden'));
    const { incidents } = await listIncidents(ctx, ofOther, { limit: 100 });
    assert.ok(incidents.length > 0 && incidents.every(({ id }) => id !== foreign.id && id !== whole.id));
  });

  it('is listed newest first, in pages that nothing falls out of', async () => {
    await db.owner.query('truncate incidents cascade');
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await opened(ctx, all)).id);
    const [seenYear] = (await readIncident(ctx, all, ids[0]!)).number.split('-');
    await db.owner.query('update incidents set year = year - 1 where id = any ($1)', [ids.slice(3)]);
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await listIncidents(ctx, all, { limit: 2, after });
      seen.push(...page.incidents.map(({ id }) => id));
      after = page.next;
      if (!after) break;
    }
    assert.deepEqual(seen, ids);
    const year = Number(seenYear) - 1;
    const old = await listIncidents(ctx, all, { limit: 9, year });
    assert.deepEqual(
      old.incidents.map(({ id }) => id),
      ids.slice(3),
    );
    for (const [index, id] of ids.entries()) {
      await db.owner.query('update incidents set aware_at = $2 where id = $1', [
        id,
        ago(index % 2 ? 10 : 20),
      ]);
    }
    const { rows: due } = await db.owner.query<{ id: string }>(
      'select id from incidents order by aware_at, id',
    );
    const byDue: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await listIncidents(ctx, all, { by: 'due', open: true, limit: 2, after });
      byDue.push(...page.incidents.map(({ id }) => id));
      after = page.next;
      if (!after) break;
    }
    assert.deepEqual(
      byDue,
      due.map(({ id }) => id),
    );
    assert.deepEqual(await incidentYears(ctx, all), [Number(seenYear), year]);
    assert.deepEqual(await incidentYears(ctx, keeperOf(nobody, [])), []);
    assert.equal((await listIncidents(ctx, all, { limit: 9, open: false })).incidents.length, 0);
    assert.equal((await listIncidents(ctx, all, { limit: 9, open: true })).incidents.length, 5);
    for (const after of ['x', randomUUID()]) {
      await assert.rejects(listIncidents(ctx, all, { limit: 9, after }), refused('gone'));
    }
  });

  it('remembers each change as it was and as it is, with what was typed where it can be erased', async () => {
    const { id } = await opened(ctx, all, { what: 'Sent to Ana' });
    await change(id, 1, { what: 'Sent to Bo', persons: 3, dataKinds: ['health', 'contact', 'health'] });
    await change(id, 2, { what: 'Sent to Bo' });
    const incident = await readIncident(ctx, all, id);
    assert.deepEqual([incident.version, incident.dataKinds], [2, ['contact', 'health']]);
    const { lines } = await incidentHistory(ctx, all, id, { limit: 10 });
    assert.deepEqual(lines.map(({ type, before, after }) => ({ type, before, after })).slice(0, 1), [
      {
        type: 'incident.changed',
        before: { what: 'Sent to Ana', persons: null, dataKinds: [] },
        after: { what: 'Sent to Bo', persons: 3, dataKinds: ['contact', 'health'] },
      },
    ]);
    assert.equal(lines.length, 2);
    const { rows } = await db.owner.query<{ details: string }>(
      `select details::text from events where details ->> 'subject' = $1`,
      [id],
    );
    for (const { details } of rows) assert.doesNotMatch(details, /Ana|Bo|Letters|Dorte/);
  });

  it('changes nothing where a time is only written in another zone', async () => {
    const { id, awareAt } = await opened(ctx, all, { awareAt: '2026-03-28T10:00:00Z' });
    await change(id, 1, { awareAt: '2026-03-28T11:00:00+01:00' });
    const incident = await readIncident(ctx, all, id);
    assert.deepEqual([incident.version, incident.awareAt], [1, awareAt]);
  });

  it('is changed by one of those who began from the same state', async () => {
    const { id } = await opened(ctx, all);
    const results = await Promise.allSettled(['A', 'B', 'C'].map((what) => change(id, 1, { what })));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const each of results) {
      if (each.status === 'rejected') assert.ok(refused('changed_meanwhile')(each.reason));
    }
    const tasks = await Promise.all(['A', 'B', 'C'].map((what) => addTask(ctx, all, id, { what })));
    assert.equal(new Set(tasks).size, 3);
    assert.equal((await readIncident(ctx, all, id)).version, 2);
  });

  it('takes no text that is too long, no time to come, no day, number, kind or person that is none', async () => {
    const { id, awareAt } = await opened(ctx, all, { awareAt: ago(3) });
    const long = 'æ'.repeat(100_000);
    for (const field of ['what', 'consequences', 'measures', 'delayReason'] as const) {
      await assert.rejects(change(id, 1, { [field]: long }), refused('invalid', `${field}/too_long`));
      await assert.rejects(
        change(id, 1, { [field]: 'x'.repeat(10_001) }),
        refused('invalid', `${field}/too_long`),
      );
    }
    for (const [field, value, problem] of [
      ['title', long, 'too_long'],
      ['title', ' \u200b\0', 'missing'],
      ['awareAt', new Date(Date.now() + 60_000).toISOString(), 'future'],
      ['awareAt', '2026-02-30T10:00:00Z', 'no_time'],
      ['awareAt', '2026-02-20', 'no_time'],
      ['awareAt', '1999-12-31T23:59:59Z', 'no_time'],
      ['awareAt', 'infinity', 'no_time'],
      ['reportedAt', new Date(Date.now() + 60_000).toISOString(), 'future'],
      ['reportedAt', ago(4), 'before_aware'],
      ['followUpOn', '2026-02-30', 'no_day'],
      ['followUpOn', '', 'no_day'],
      ['persons', -1, 'too_many'],
      ['persons', 1.5, 'too_many'],
      ['records', 3_000_000_000, 'too_many'],
      ['cause', 'gremlins', 'unknown'],
      ['dataKinds', ['secrets'], 'unknown'],
      ['responsible', randomUUID(), 'unknown'],
      ['deputy', 'Dorte', 'unknown'],
    ] as const) {
      await assert.rejects(
        change(id, 1, { [field]: value } as never),
        refused('invalid', `${field}/${problem}`),
        `${field}: ${value}`,
      );
    }
    await change(id, 1, { what: '\0one\r\ntwo\ud800\u0007 ', measures: '😀'.repeat(10_000) });
    const incident = await readIncident(ctx, all, id);
    assert.equal(incident.what, 'one\ntwo\ufffd');
    assert.equal(incident.awareAt, awareAt);
    await assert.rejects(
      decideIncident(ctx, all, id, 2, { decision: 'report', why: '\0 ' }),
      refused('invalid', 'why/missing'),
    );
    await assert.rejects(
      decideIncident(ctx, all, id, 2, { decision: 'perhaps' as never, why: 'x' }),
      refused('invalid', 'decision/missing'),
    );
    for (const [draft, blamed] of [
      [{ party: 'press', who: 'x' }, 'party/missing'],
      [{ party: 'police', who: ' ' }, 'who/missing'],
      [{ party: 'police', who: long }, 'who/too_long'],
      [{ party: 'police', who: 'x', at: '2999-01-01T00:00:00Z' }, 'at/future'],
    ] as const) {
      await assert.rejects(addTold(ctx, all, id, draft as never), refused('invalid', blamed));
    }
    for (const [draft, blamed] of [
      [{ what: '' }, 'what/missing'],
      [{ what: long }, 'what/too_long'],
      [{ what: 'x', owner: randomUUID() }, 'owner/unknown'],
      [{ what: 'x', dueOn: 'soon' }, 'dueOn/no_day'],
    ] as const) {
      await assert.rejects(addTask(ctx, all, id, draft), refused('invalid', blamed));
    }
    assert.equal((await readIncident(ctx, all, id)).version, 2);
  });

  it('can be answered for by those who may see it', async () => {
    const unit = await addUnit(db);
    const [clerk, local, leaver] = await Promise.all([
      addColleague(db, unit),
      addColleague(db, unit, [{ role: 'compliance', unit }]),
      addColleague(db, unit, [{ role: 'compliance', unit: null }]),
    ]);
    await deactivate(db, leaver.id);
    const keepers = async (of: string | null) => {
      const people = await incidentPeople(db.database, of);
      assert.deepEqual(
        people.filter(({ id }) => [clerk.id, leaver.id].includes(id)).map(({ keeps }) => keeps),
        [false],
      );
      return people.filter(({ keeps }) => keeps).map(({ id }) => id);
    };
    assert.deepEqual(new Set(await keepers(unit)), new Set([chief.id, local.id]));
    assert.deepEqual(await keepers(null), [chief.id]);
  });

  it('may be changed while whoever answered for it has left, but is given to nobody who has', async () => {
    const leaver = await addColleague(db, home);
    const { id } = await opened(ctx, all, { responsible: leaver.id });
    await deactivate(db, leaver.id);
    await change(id, 1, { what: 'More is known' });
    const incident = await readIncident(ctx, all, id);
    assert.deepEqual([incident.responsible, incident.responsibleLeft], [leaver.id, true]);
    await assert.rejects(change(id, 2, { deputy: leaver.id }), refused('invalid', 'deputy/unknown'));
    await change(id, 2, { responsible: chief.id });
    assert.equal((await readIncident(ctx, all, id)).responsibleLeft, false);
  });

  it('is decided in a name, with a reason, and may be decided otherwise', async () => {
    const { id } = await opened(ctx, all);
    await decide(id, 1);
    await decide(id, 2);
    await decideIncident(ctx, keeperOf(chief, null), id, 2, { decision: 'report', why: 'Two opened it.' });
    const { decision, version } = await readIncident(ctx, all, id);
    assert.deepEqual(
      [decision?.decision, decision?.why, decision?.by],
      ['report', 'Two opened it.', 'Dorte DPO'],
    );
    assert.equal(version, 3);
    assert.deepEqual(await typesOf(id), ['incident.decided', 'incident.decided', 'incident.opened']);
  });

  it('is about messages of the keeper, each once, and one message is in several', async () => {
    const { id: message, deliveries } = await portal.send();
    const delivery = deliveries[0]!.id;
    const stranger = (await portal.send()).deliveries[0]!.id;
    const first = await opened(ctx, all, { unit: null, messages: [{ message }, { message, delivery }] });
    const second = await opened(ctx, all, { unit: null });
    await addIncidentMessages(ctx, all, second.id, [{ message }, { message }, { message, delivery }]);
    await addIncidentMessages(ctx, all, second.id, [{ message }]);
    assert.equal((await readIncident(ctx, all, second.id)).messages.length, 2);
    assert.equal((await typesOf(second.id)).length, 2);
    for (const refs of [
      [{ message: randomUUID() }],
      [{ message: 'x' }],
      [{ message, delivery: stranger }],
      [{ message, delivery: 'x' }],
      [{ message }, { message: randomUUID() }],
    ]) {
      await assert.rejects(addIncidentMessages(ctx, all, second.id, refs), refused('not_found'));
    }
    const about = await listIncidents(ctx, all, { message, limit: 10 });
    assert.deepEqual(about.incidents.map(({ id }) => id).sort(), [first.id, second.id].sort());
    await removeIncidentMessage(ctx, all, second.id, { message, delivery });
    await assert.rejects(
      removeIncidentMessage(ctx, all, second.id, { message, delivery }),
      refused('not_found'),
    );
    const left = await readIncident(ctx, all, second.id);
    assert.deepEqual(
      left.messages.map((each) => each.delivery),
      [null],
    );
    assert.equal((await readIncident(ctx, all, first.id)).messages.length, 2);
  });

  it('stays, with its links, where a message of it is erased', async () => {
    const { id: message, deliveries } = await portal.send();
    const { id, what } = await opened(ctx, all, {
      what: 'A letter went astray',
      messages: [{ message, delivery: deliveries[0]!.id }],
    });
    await eraseMessage(ctx, all, { message, reason: 'requested' });
    const incident = await readIncident(ctx, all, id);
    assert.equal(incident.what, what);
    assert.deepEqual(
      incident.messages.map((each) => [each.message, each.delivery]),
      [[message, deliveries[0]!.id]],
    );
    assert.equal((await incidentHistory(ctx, all, id, { limit: 9 })).lines[0]!.erased, false);
  });

  it('is closed once everything about it is settled, and by one of two', async () => {
    const { id } = await opened(ctx, all, { awareAt: ago(100) });
    const close = (version: number) => closeIncident(ctx, all, id, version);
    assert.equal((await readIncident(ctx, all, id)).needsDelayReason, true);
    await assert.rejects(close(1), refused('invalid', 'decision/undecided'));
    await decide(id, 1, 'report');
    await assert.rejects(close(2), refused('invalid', 'reportedAt/unreported'));
    await change(id, 2, { reportedAt: ago(1) });
    await assert.rejects(close(3), refused('invalid', 'delayReason/missing'));
    await change(id, 3, { delayReason: 'Found out over a weekend.' });
    assert.equal((await readIncident(ctx, all, id)).needsDelayReason, false);
    await assert.rejects(close(4), refused('invalid', 'cause/missing'));
    await change(id, 4, { cause: 'wrong_address' });
    const task = await addTask(ctx, all, id, { what: 'Check the address book', owner: chief.id });
    await assert.rejects(close(5), refused('invalid', 'tasks/open_tasks'));
    await finishTask(ctx, all, id, task);
    await finishTask(ctx, all, id, task);
    await assert.rejects(close(4), refused('changed_meanwhile'));
    const results = await Promise.allSettled([close(5), close(5)]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    for (const each of results) {
      if (each.status === 'rejected') assert.ok(refused('already_closed')(each.reason));
    }
    const incident = await readIncident(ctx, all, id);
    assert.deepEqual([incident.closedBy, incident.tasks[0]?.doneBy], ['Dorte DPO', 'Dorte DPO']);
    for (const attempt of [
      () => change(id, 6, { what: 'x' }),
      () => decide(id, 6),
      () => addTold(ctx, all, id, { party: 'police', who: 'x' }),
      () => addTask(ctx, all, id, { what: 'x' }),
      () => addIncidentMessages(ctx, all, id, []),
      () => finishTask(ctx, all, id, task),
    ]) {
      await assert.rejects(attempt, refused('already_closed'));
    }
    const again = await Promise.allSettled([
      reopenIncident(ctx, all, id, 6),
      reopenIncident(ctx, all, id, 6),
    ]);
    assert.deepEqual(again.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    for (const each of again) {
      if (each.status === 'rejected') assert.ok(refused('changed_meanwhile')(each.reason));
    }
    assert.equal((await readIncident(ctx, all, id)).closedAt, null);
    await addTold(ctx, all, id, { party: 'affected', who: 'By letter' });
    assert.deepEqual((await typesOf(id)).slice(0, 3), [
      'incident.changed',
      'incident.reopened',
      'incident.closed',
    ]);
  });

  it('asks why it was late only where a report is due, and to the second', async () => {
    const awareAt = ago(80);
    const dueAt = new Date(Date.parse(awareAt) + 72 * 3_600_000);
    const asks = async (fields: object, decision?: 'report' | 'no_report') => {
      const { id } = await opened(ctx, all, { awareAt, ...fields });
      if (decision) await decide(id, 1, decision);
      return (await readIncident(ctx, all, id)).needsDelayReason;
    };
    assert.equal(await asks({}), true);
    assert.equal(await asks({}, 'report'), true);
    assert.equal(await asks({}, 'no_report'), false);
    assert.equal(await asks({ awareAt: ago(71) }), false);
    assert.equal(await asks({ reportedAt: dueAt.toISOString() }), false);
    assert.equal(await asks({ reportedAt: new Date(dueAt.getTime() + 1).toISOString() }), true);
    assert.equal(await asks({ reportedAt: ago(1), delayReason: 'A weekend' }), false);
  });
});

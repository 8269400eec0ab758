import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { alarmOfIncidents } from '../../../src/desk/incidents/alarm-of-incidents.ts';
import { addTask } from '../../../src/desk/incidents/add-task.ts';
import { addTold } from '../../../src/desk/incidents/add-told.ts';
import { changeIncident } from '../../../src/desk/incidents/change-incident.ts';
import { closeIncident } from '../../../src/desk/incidents/close-incident.ts';
import { decideIncident } from '../../../src/desk/incidents/decide-incident.ts';
import { exportRegister } from '../../../src/desk/incidents/export-register.ts';
import { finishTask } from '../../../src/desk/incidents/finish-task.ts';
import { addIncidentMessages, removeIncidentMessage } from '../../../src/desk/incidents/incident-messages.ts';
import { openIncident } from '../../../src/desk/incidents/open-incident.ts';
import { reopenIncident } from '../../../src/desk/incidents/reopen-incident.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { changedTables, stateOf } from '../../support/state.ts';
import { ago, keeperOf, nobody, opened } from './support.ts';

withDatabases('What is done about an incident and its event', (db) => {
  let portal: Portal;
  let ctx: Portal['ctx'];
  const keeper = keeperOf(nobody);
  before(async () => {
    portal = await openPortal(db);
    ctx = portal.ctx;
    await db.owner.query(`create function break_log() returns trigger language plpgsql as
      $$ begin raise exception 'the log is broken' using errcode = 'integrity_constraint_violation'; end $$`);
    await db.owner.query(
      'create trigger a_break before insert on events for each row execute function break_log()',
    );
    await db.owner.query('alter table events disable trigger a_break');
  });
  after(() => portal.close());

  it('are both there, or neither', async () => {
    const { id: message } = await portal.send();
    const { id } = await opened(ctx, keeper, { messages: [{ message }], cause: 'other', awareAt: ago(30) });
    const task = await addTask(ctx, keeper, id, { what: 'Check' });
    const settled = await opened(ctx, keeper, { cause: 'other' });
    await decideIncident(ctx, keeper, settled.id, 1, { decision: 'no_report', why: 'No risk.' });
    const closed = await opened(ctx, keeper, { cause: 'other' });
    await decideIncident(ctx, keeper, closed.id, 1, { decision: 'no_report', why: 'No risk.' });
    await closeIncident(ctx, keeper, closed.id, 2);
    const job = { id: 1, kind: 'incident_alarms', payload: {}, sealed: null, attempts: 1 };
    const deeds: readonly (readonly [type: string, () => Promise<unknown>])[] = [
      ['incident.opened', () => openIncident(ctx, keeper, { origin: 'by_hand', title: 'x' })],
      ['incident.changed', () => changeIncident(ctx, keeper, id, 1, { what: 'x' })],
      ['incident.changed', () => addIncidentMessages(ctx, keeper, settled.id, [{ message }])],
      ['incident.changed', () => removeIncidentMessage(ctx, keeper, id, { message })],
      ['incident.changed', () => addTold(ctx, keeper, id, { party: 'police', who: 'x' })],
      ['incident.changed', () => addTask(ctx, keeper, id, { what: 'x' })],
      ['incident.changed', () => finishTask(ctx, keeper, id, task)],
      ['incident.alarmed', () => alarmOfIncidents(ctx)(job, async () => undefined)],
      ['incident.decided', () => decideIncident(ctx, keeper, id, 2, { decision: 'report', why: 'x' })],
      ['incident.closed', () => closeIncident(ctx, keeper, settled.id, 2)],
      ['incident.reopened', () => reopenIncident(ctx, keeper, closed.id, 3)],
      ['export.made', () => exportRegister(ctx, keeper)],
    ];
    const typesNow = async () =>
      (await db.owner.query<{ type: string }>('select type from events order by at, id')).rows.map(
        ({ type }) => type,
      );
    for (const [type, deed] of deeds) {
      const before = await stateOf(db);
      const events = await typesNow();
      await db.owner.query('alter table events enable always trigger a_break');
      await assert.rejects(deed(), type);
      await db.owner.query('alter table events disable trigger a_break');
      assert.deepEqual(changedTables(before, await stateOf(db)), [], type);
      await deed();
      assert.deepEqual((await typesNow()).slice(events.length), [type]);
    }
  });
});

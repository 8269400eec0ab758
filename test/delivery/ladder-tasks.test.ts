import assert from 'node:assert/strict';
import { after as afterAll, before, beforeEach, it } from 'node:test';
import { climb } from '../../src/delivery/ladder/climb-ladder.ts';
import { findTasks } from '../../src/delivery/ladder/find-tasks.ts';
import { finishTask, taskWordLength } from '../../src/delivery/ladder/finish-task.ts';
import { openLetter } from '../../src/delivery/ladder/open-letter.ts';
import { lookAtMessage } from '../../src/delivery/look-at-message.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { readVerdicts } from '../../src/delivery/read-verdicts.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { resolveFailures } from '../../src/delivery/resolve-failures.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { addColleague } from '../support/staff.ts';
import { after, decide, unread } from './ladder-support.ts';

const refused = (code: string, field?: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code && (field === undefined || error.facts.field === field);

withDatabases('Tasks of the ladder', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
    await decide(portal, [
      { afterHours: 1, do: 'phone_task' },
      { afterHours: 2, do: 'print_task' },
    ]);
  });
  afterAll(() => portal.close());
  beforeEach(() => db.database.query('delete from ladder'));

  /** A delivery where the ladder has asked for so many tasks. */
  async function asked(tasks = 2) {
    const found = await unread(portal);
    for (let hours = 1; hours <= tasks; hours += 1)
      await climb(portal.ctx, after(found.startedAt, hours, 1000));
    return found;
  }
  const call = { task: 'phone_task', outcome: 'reached', word: '' };
  const open = async (id: string) => (await findTasks(portal.ctx, viewer, id)).tasks.map(({ task }) => task);
  const failures = async (delivery: string) =>
    (
      await db.database.query<{ about: string; closing: string | null; word: string | null }>(
        'select about, closing, word from failures where delivery_id = $1 order by about',
        [delivery],
      )
    ).rows;

  it('are each done once: the event says what came of it, and what stood in the inbox is closed', async () => {
    const { id, phone } = await asked();
    assert.deepEqual(await open(id), ['phone_task', 'print_task']);
    assert.equal((await findTasks(portal.ctx, viewer, id)).phone, phone);
    await finishTask(portal.ctx, viewer, id, {
      ...call,
      outcome: 'not_reached',
      word: '  Twice,\n nobody there ',
    });
    await resolveFailures(portal.ctx);
    assert.deepEqual(await failures(id), [
      { about: 'phone_task', closing: 'word', word: 'Twice, nobody there' },
      { about: 'print_task', closing: null, word: null },
    ]);
    assert.deepEqual(await open(id), ['print_task']);
    await assert.rejects(finishTask(portal.ctx, viewer, id, call), refused('not_asked'));
    await finishTask(portal.ctx, viewer, id, { task: 'print_task', outcome: 'posted', word: '' });
    assert.equal((await failures(id))[1]!.closing, 'resolved');
    const { rows } = await db.database.query(
      `select e.actor, e.details, f.fields from events e left join event_fields f on f.event = e.id
        where e.delivery = $1 and e.type = 'delivery.task_done' order by e.seq`,
      [id],
    );
    assert.deepEqual(rows, [
      {
        actor: 'sender',
        details: { task: 'phone_task', outcome: 'not_reached' },
        fields: { word: 'Twice, nobody there' },
      },
      { actor: 'sender', details: { task: 'print_task', outcome: 'posted' }, fields: null },
    ]);
  });

  it('of a letter stand in the verdict after a recall: nobody opened it, and yet a letter is out', async () => {
    const { id, message } = await asked();
    await finishTask(portal.ctx, viewer, id, { task: 'print_task', outcome: 'posted', word: '' });
    const posted = (await portal.events(id)).at(-1)!;
    const { deliveries } = await recallMessage(portal.ctx, viewer, { message, reason: 'wrong_recipient' });
    assert.deepEqual(
      deliveries.map(({ verdict, postedAt }) => [verdict, postedAt]),
      [['never_opened', posted.at]],
    );
    const other = await asked();
    await finishTask(portal.ctx, viewer, other.id, { task: 'print_task', outcome: 'not_needed', word: '' });
    const [verdict] = await readVerdicts(portal.ctx, viewer, other.message);
    assert.equal(verdict!.postedAt, null);
  });

  it('are done by one of two who say so at once', async () => {
    const { id } = await asked(1);
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => finishTask(portal.ctx, viewer, id, call)),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal((await portal.events(id)).filter(({ type }) => type === 'delivery.task_done').length, 1);
  });

  it('take nothing that was not asked for, or is not an answer to it', async () => {
    const { id } = await asked(1);
    const before = await portal.events(id);
    for (const [given, code, field] of [
      [{ ...call, task: 'print_task', outcome: 'posted' }, 'not_asked', undefined],
      [{ ...call, task: 'sms' }, 'invalid', 'task'],
      [{ ...call, task: '' }, 'invalid', 'task'],
      [{ ...call, outcome: 'posted' }, 'invalid', 'outcome'],
      [{ ...call, outcome: '' }, 'invalid', 'outcome'],
      [{ ...call, outcome: '__proto__' }, 'invalid', 'outcome'],
      [{ ...call, word: 'x'.repeat(taskWordLength + 1) }, 'invalid', 'word'],
    ] as const) {
      await assert.rejects(
        finishTask(portal.ctx, viewer, id, given),
        refused(code, field),
        JSON.stringify(given),
      );
    }
    for (const nobody of ['x', '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21']) {
      await assert.rejects(finishTask(portal.ctx, viewer, nobody, call), refused('not_found'));
      await assert.rejects(findTasks(portal.ctx, viewer, nobody), refused('not_found'));
      await assert.rejects(openLetter(portal.ctx, viewer, nobody), refused('not_found'));
    }
    const stranger = (await addColleague(db, portal.sender.unit)).viewer;
    await assert.rejects(finishTask(portal.ctx, stranger, id, call), refused('not_found'));
    await assert.rejects(findTasks(portal.ctx, stranger, id), refused('not_found'));
    await assert.rejects(openLetter(portal.ctx, stranger, id), refused('not_found'));
    assert.deepEqual(await portal.events(id), before);
  });

  it('are over once the message is recalled, and no letter is printed then', async () => {
    const { id, message } = await asked();
    assert.equal((await openLetter(portal.ctx, viewer, id)).subject, 'Afgørelse');
    await recallMessage(portal.ctx, viewer, { message, reason: 'wrong_recipient' });
    assert.deepEqual(await open(id), []);
    await assert.rejects(finishTask(portal.ctx, viewer, id, call), refused('not_asked'));
    await assert.rejects(openLetter(portal.ctx, viewer, id), refused('delivery_final'));
    await resolveFailures(portal.ctx);
    assert.deepEqual(
      (await failures(id)).map(({ closing }) => closing),
      ['resolved', 'resolved'],
    );
  });

  it('show a letter to others only after a reason, which is recorded', async () => {
    const { id, message } = await asked();
    const officer = (await addColleague(db, portal.sender.unit, [{ role: 'compliance', unit: null }])).viewer;
    await assert.rejects(openLetter(portal.ctx, officer, id), refused('reason_needed'));
    await assert.rejects(findTasks(portal.ctx, officer, id), refused('reason_needed'));
    await lookAtMessage(portal.ctx, officer, message, {
      kind: 'incident',
      reason: 'Printing for a colleague',
    });
    const letter = await openLetter(portal.ctx, officer, id);
    assert.equal(letter.text, 'Kære Ana');
    assert.deepEqual(letter.attachments, []);
    const { count } = await db.database.query(
      "select from events where message = $1 and type = 'message.looked_at'",
      [message],
    );
    assert.equal(count, 1);
  });

  it('are asked for again where a later decision asks again', async () => {
    const { id, startedAt } = await asked(1);
    await finishTask(portal.ctx, viewer, id, call);
    await decide(portal, [
      { afterHours: 1, do: 'reminder' },
      { afterHours: 5, do: 'phone_task' },
    ]);
    await climb(portal.ctx, after(startedAt, 5, 1000));
    assert.deepEqual(await open(id), ['phone_task']);
    await finishTask(portal.ctx, viewer, id, call);
    assert.deepEqual(await open(id), []);
  });
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { recordEvent } from '../../../src/evidence/record-event.ts';
import { withDatabases } from '../../support/database.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

withDatabases('tasks of the ladder over REST', (db) => {
  let rest: Rest;
  let stranger: Rest;
  before(async () => {
    rest = await openRest(db);
    stranger = await openRest(db);
  });
  after(async () => {
    await stranger.close();
    await rest.close();
  });

  async function asked(): Promise<string> {
    const { body } = await rest.call('POST', '/messages', { body: draft });
    const { id } = body.deliveries[0] as { id: string };
    await db.database.transaction((tx) =>
      recordEvent(tx, id, {
        type: 'delivery.escalated',
        actor: { kind: 'system', id: randomUUID() },
        details: { step: 'print_task', afterHours: 8 },
      }),
    );
    return id;
  }

  test('are answered once, and not by a system of somebody else', async () => {
    const id = await asked();
    const body = { task: 'print_task', outcome: 'posted', word: 'Posted on Monday' };
    const path = `/deliveries/${id}/tasks`;
    assert.equal((await stranger.call('POST', path, { body })).status, 404);
    const done = await rest.call('POST', path, { body });
    assert.deepEqual([done.status, done.body], [201, { id, done: true }]);
    const again = await rest.call('POST', path, { body });
    assert.deepEqual([again.status, again.body.code], [409, 'not_asked']);
    assert.deepEqual(rest.failures, []);
  });

  test('take only an answer to the task, naming the field', async () => {
    const path = `/deliveries/${await asked()}/tasks`;
    for (const [body, field] of [
      [{ outcome: 'posted' }, 'task'],
      [{ task: 'print_task' }, 'outcome'],
      [{ task: 'sms', outcome: 'posted' }, 'task'],
      [{ task: 'print_task', outcome: 'reached' }, 'outcome'],
      [{ task: 'print_task', outcome: 'posted', word: 5 }, 'word'],
      [{ task: 'print_task', outcome: 'posted', word: 'x'.repeat(501) }, 'word'],
      [{ task: 'print_task', outcome: 'posted', x: 1 }, 'x'],
    ] as const) {
      const answer = await rest.call('POST', path, { body });
      assert.deepEqual([answer.status, answer.body.code, answer.body.field], [422, 'invalid', field]);
    }
  });
});

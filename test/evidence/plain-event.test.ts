import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { commitmentOf } from '../../src/evidence/commitment.ts';
import { recordPlainEvent } from '../../src/evidence/record-plain-event.ts';
import { withDatabases } from '../support/database.ts';

withDatabases('Events of no delivery', (db) => {
  const actor = { kind: 'staff', id: randomUUID() } as const;
  const find = async (id: string) => {
    const { rows } = await db.database.query<Record<string, any>>(
      `select e.*, f.k, f.fields, f.message as field_message,
          exists (select from pending_events p where p.event = e.id) as pending
        from events e left join event_fields f on f.event = e.id where e.id = $1`,
      [id],
    );
    return rows[0]!;
  };

  it('have no number, wait for the log, and can be of no message either', async () => {
    const id = await recordPlainEvent(db.database, { type: 'policy.changed', actor, details: { policy: 7 } });
    const { at, ...event } = await find(id);
    assert.match(at, /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual(event, {
      id,
      v: 1,
      type: 'policy.changed',
      message: null,
      delivery: null,
      seq: null,
      actor: 'staff',
      actor_id: actor.id,
      details: { policy: 7 },
      commitment: null,
      k: null,
      fields: null,
      field_message: null,
      pending: true,
    });
  });

  it('keep personal fields apart, under a commitment that these open', async () => {
    const message = randomUUID();
    const personal = { subject: 'Afgørelse', to: ['ana@example.com'] };
    const id = await recordPlainEvent(db.database, { type: 'message.refused', actor, message, personal });
    const event = await find(id);
    assert.deepEqual([event.message, event.field_message, event.fields], [message, message, personal]);
    assert.deepEqual(commitmentOf(event.k, event.fields), event.commitment);
    assert.equal(JSON.stringify(event.details).includes('ana'), false);
  });

  it('go with the transaction that fails', async () => {
    let id = '';
    await assert.rejects(
      db.database.transaction(async (tx) => {
        id = await recordPlainEvent(tx, { type: 'policy.changed', actor });
        throw new Error('after the event');
      }),
      /after the event/,
    );
    assert.equal(await find(id), undefined);
  });
});

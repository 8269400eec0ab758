import { randomUUID } from 'node:crypto';
import { recordEvent } from '../../../../src/evidence/record-event.ts';
import type { House, Side } from './house.ts';
import { at, one, type Row, row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

/** A delivery where the ladder asks for a call; of a message of its own, where somebody may say what came of it. */
async function asked({ db, messages, things }: House, side: Side, by: 'refused' | 'allowed') {
  if (by === 'refused') return messages[side].delivery;
  const { rows } = await db.database.query<{ id: string }>(
    'select id from deliveries where message_id = $1',
    [await things.message(side)],
  );
  const { id } = rows[0]!;
  await db.database.transaction((tx) =>
    recordEvent(tx, id, {
      type: 'delivery.escalated',
      actor: { kind: 'system', id: randomUUID() },
      details: { step: 'phone_task', afterHours: 8 },
    }),
  );
  return id;
}

const shown = {
  here: 'in in 2fa 401 401 | ok 404 | 404 why why | 404 404 404 404',
  there: 'in in 2fa 401 401 | 404 ok | 404 404 why | 404 404 404 404',
};
const done = {
  here: '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
  there: '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
};

export const ladder: readonly Row[] = (['here', 'there'] as const).flatMap((side) => [
  row('GET /deliveries/:id/tasks', side, shown[side], async (house) => ({
    path: at('GET /deliveries/:id/tasks', await asked(house, side, 'allowed')),
  })),
  row('POST /deliveries/:id/tasks', side, done[side], async (house, by) => ({
    path: at('POST /deliveries/:id/tasks', await asked(house, side, by)),
    form: { task: 'phone_task', outcome: 'reached', word: '' },
  })),
  one('GET /deliveries/:id/letter', side, shown[side], ({ messages }) => messages[side].delivery),
]);

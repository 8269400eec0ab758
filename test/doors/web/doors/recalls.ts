import type { House, Side } from './house.ts';
import { at, one, type Row, row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

const tick = (delivery: string) => ({ [`delivery-${delivery}`]: 'on', reason: 'wrong_recipient' });
/** A message of its own, where it is to be done. */
async function about({ db, messages, things }: House, side: Side, by: 'refused' | 'allowed') {
  if (by === 'refused') return messages[side];
  const message = await things.message(side);
  const { rows } = await db.database.query<{ id: string }>(
    'select id from deliveries where message_id = $1',
    [message],
  );
  return { message, delivery: rows[0]!.id };
}

const shown = 'in in 2fa 401 401 | ok 404 | 404 why why | 404 404 404 404';
const shownThere = 'in in 2fa 401 401 | 404 ok | 404 404 why | 404 404 404 404';
const done = '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404';
const doneThere = '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404';

export const recalls: readonly Row[] = [
  one('GET /messages/:id/recalls', 'the sender’s here', shown, ({ messages }) => messages.here.message),
  one('GET /messages/:id/recalls', 'there', shownThere, ({ messages }) => messages.there.message),
  one('GET /messages/:id/verdict', 'the sender’s here', shown, ({ messages }) => messages.here.message),
  one('GET /messages/:id/verdict', 'there', shownThere, ({ messages }) => messages.there.message),
  one('GET /deliveries/:id/redirects', 'the sender’s here', shown, ({ messages }) => messages.here.delivery),
  one('GET /deliveries/:id/redirects', 'there', shownThere, ({ messages }) => messages.there.delivery),
  ...(['here', 'there'] as const).flatMap((side) => [
    row('POST /deliveries/:id/redirects', side, side === 'here' ? done : doneThere, async (house, by) => {
      const { delivery } = await about(house, side, by);
      return {
        path: at('POST /deliveries/:id/redirects', delivery),
        form: { toEmail: 'right@example.com', toPhone: '+4520998877', words: '' },
      };
    }),
    row('POST /messages/:id/recalls', side, side === 'here' ? done : doneThere, async (house, by) => {
      const { message, delivery } = await about(house, side, by);
      return { path: at('POST /messages/:id/recalls', message), form: tick(delivery) };
    }),
  ]),
];

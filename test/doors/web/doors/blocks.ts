import { randomUUID } from 'node:crypto';
import { type House, type Side, words } from './house.ts';
import { next, one, type Row, row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

/** For a unit; null: for the whole organisation. */
async function block({ db, units }: House, side: Side | null): Promise<string> {
  const id = randomUUID();
  const word = side ? words[side].managed : 'nobody';
  await db.database.query(
    'insert into blocks (id, unit_id, pattern, reason, made_by) values ($1::uuid, $2, $3, $4, $1::uuid)',
    [id, side && units[side], `${word.toLowerCase()}${next()}.example`, word],
  );
  return id;
}

const draft = (unit: string) => ({
  pattern: `stranger${next()}.example`,
  unit,
  reason: 'Nobody there is meant',
});
const shown = 'in in 2fa 401 401 | 403 403 | 2fa ok ok | 2fa ok ok ok';
const shownHere = 'in in 2fa 401 401 | 403 403 | 2fa ok ok | 2fa ok 404 ok';
const done = '401 401 401 401 401 | 403 403 | 403 ok ok | 403 ok 403 ok';
const doneThere = '401 401 401 401 401 | 403 403 | 403 403 ok | 403 403 ok ok';
const lifted = '401 401 401 401 401 | 403 403 | 403 ok ok | 403 ok 404 ok';
const liftedThere = '401 401 401 401 401 | 403 403 | 403 404 ok | 403 404 ok ok';
const doneForAll = '401 401 401 401 401 | 403 403 | 403 403 ok | 403 403 403 ok';

export const blocks: readonly Row[] = [
  row('GET /blocks', '', shown),
  row('GET /blocks/new', '', shown),
  // Only whoever may list the message learns anything of it; an administrator sees nobody’s messages.
  row(
    'GET /blocks/new',
    'about a message here',
    'in in 2fa 401 401 | 403 403 | 2fa ok ok | 2fa 404 404 404',
    ({ messages }) => ({ path: `/blocks/new?delivery=${messages.here.delivery}` }),
  ),
  one('GET /blocks/:id', 'here', shownHere, (house) => block(house, 'here')),
  one('GET /blocks/:id', 'for everybody', shown, (house) => block(house, null)),
  row('POST /blocks', 'here', done, ({ units }) => ({ form: draft(units.here) })),
  row('POST /blocks', 'there', doneThere, ({ units }) => ({ form: draft(units.there) })),
  row('POST /blocks', 'for everybody', doneForAll, () => ({ form: draft('*') })),
  one('POST /blocks/:id/lifts', 'here', lifted, (house) => block(house, 'here'), {}),
  one('POST /blocks/:id/lifts', 'there', liftedThere, (house) => block(house, 'there'), {}),
  one('POST /blocks/:id/lifts', 'for everybody', doneForAll, (house) => block(house, null), {}),
];

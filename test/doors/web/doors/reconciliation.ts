import { randomUUID } from 'node:crypto';
import type { House, Side } from './house.ts';
import { none, one, type Row, row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

/** A domain at which a unit's message was never opened. */
async function silenceOf(house: House, side: Side): Promise<string> {
  const [id, message, delivery] = [randomUUID(), randomUUID(), randomUUID()];
  await house.db.database.query(
    `with system as (select id from systems limit 1), message as (
        insert into messages (id, unit_id, system_id, sender_address) select $2, $4, id, 'post@example.dk' from system
      ), delivery as (
        insert into deliveries (id, message_id, position, email, language, reference, status, expires_at)
          values ($3::uuid, $2, 1, 'somebody@fred.dk', 'da', $3::uuid::text, 'notified', now() + interval '30 days')
      )
      insert into silences (id, deliveries, whole_domain, resembles, messages, since, listed_at)
        values ($1, array[$3::uuid], true, 'fredericia.dk', 1, now(), now())`,
    [id, message, delivery, house.units[side]],
  );
  return id;
}

const seen = 'in in 2fa 401 401 | 403 403 | 2fa ok ok | 403 403 403 403';
const done = '401 401 401 401 401 | 403 403 | 403 ok ok | 403 403 403 403';
const doneByChief = '401 401 401 401 401 | 403 403 | 403 404 ok | 403 403 403 403';
const form = { word: 'A letter box' };

export const reconciliation: readonly Row[] = [
  row('GET /reconciliation', '', seen),
  row('POST /reconciliation', '', done, () => ({ form: none })),
  row('GET /silence', '', seen),
  one('POST /silence/:id/closures', 'here', done, (house) => silenceOf(house, 'here'), form),
  one('POST /silence/:id/closures', 'there', doneByChief, (house) => silenceOf(house, 'there'), form),
];

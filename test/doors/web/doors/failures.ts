import { randomUUID } from 'node:crypto';
import type { House, Side } from './house.ts';
import { type Row, row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

/** An open failure of a message of a unit. */
async function failureOf(house: House, side: Side): Promise<string> {
  const id = randomUUID();
  await house.db.database.query(
    `insert into failures (id, unit_id, recipient, about, reason) values ($1, $2, 'nobody@example.com', 'bounced', 'refused')`,
    [id, house.units[side]],
  );
  return id;
}

/** Work that was given up; it belongs to the whole organisation. */
async function deadWork(house: House): Promise<string> {
  const id = randomUUID();
  await house.db.database.query(
    `with job as (insert into jobs (kind, dead_at, last_error) values ('gather_failures', now(), 'Error') returning id)
      insert into failures (id, about, reason, job_id, error, repeatable)
        select $1, 'dead_job', 'gather_failures', id, 'Error', true from job`,
    [id],
  );
  return id;
}

const seen = 'in in 2fa 401 401 | 403 403 | 2fa ok ok | 403 403 403 403';
const done = '401 401 401 401 401 | 403 403 | 403 ok ok | 403 403 403 403';
const doneByChief = '401 401 401 401 401 | 403 403 | 403 404 ok | 403 403 403 403';
const typed = async (id: Promise<string>) => ({
  form: { [`failure-${await id}`]: 'on', what: 'chosen', word: 'Called them' },
});

export const failures: readonly Row[] = [
  row('GET /failures', '', seen),
  row('GET /failures', 'by domain', seen, () => ({ path: '/failures?by=domain' })),
  row('GET /failures/closed', '', seen),
  row('GET /failures/group', '', seen, () => ({ path: '/failures/group?kind=bounced' })),
  row('POST /failures/closures', 'here', done, (house) => typed(failureOf(house, 'here'))),
  row('POST /failures/closures', 'there', doneByChief, (house) => typed(failureOf(house, 'there'))),
  row('POST /failures/closures', 'given-up work', doneByChief, (house) => typed(deadWork(house))),
  row('POST /failures/retries', 'given-up work', doneByChief, (house) => typed(deadWork(house))),
];

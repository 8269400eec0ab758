import { randomUUID } from 'node:crypto';
import type { Viewer } from '../../src/delivery/message-access.ts';
import type { Sender } from '../../src/delivery/sender.ts';
import type { Grant } from '../../src/message/rights.ts';
import type { TestDatabase } from './database.ts';

/** Somebody of the house, as they see messages and as they send. */
export interface Colleague {
  readonly id: string;
  readonly email: string;
  readonly viewer: Viewer;
  readonly sender: Sender;
}

let count = 0;

export async function addUnit(db: TestDatabase, mailbox: string | null = null): Promise<string> {
  const id = randomUUID();
  await db.database.query(
    'insert into units (id, name, outward_name, function_address) values ($1, $2, $2, $3)',
    [id, `Unit ${(count += 1)}`, mailbox],
  );
  return id;
}

/** Somebody who writes for a unit, with the roles given, a sender's there unless told. */
export async function addColleague(
  db: TestDatabase,
  unit: string,
  roles?: readonly Grant[],
): Promise<Colleague> {
  const id = randomUUID();
  const email = `colleague${(count += 1)}@fredericia.example`;
  const grants = roles ?? [{ role: 'sender', unit }];
  await db.database.query(
    `with person as (insert into people (id, unit_id, email, name, password_hash) values ($1, $2, $3, $4, 'hash'))
      insert into grants (person_id, role, unit_id)
        select $1, g ->> 'role', (g ->> 'unit')::uuid from jsonb_array_elements($5::jsonb) g`,
    [id, unit, email, `Colleague ${count}`, JSON.stringify(grants)],
  );
  return {
    id,
    email,
    viewer: { kind: 'person', id, grants },
    sender: { kind: 'person', id, unit, senders: ['*'] },
  };
}

/** A system that may send as anybody, with an owner. */
export async function addOwnedSystem(db: TestDatabase, unit: string, owner: string): Promise<Sender> {
  const id = randomUUID();
  await db.database.query(
    `insert into systems (id, unit_id, owner_id, name, senders) values ($1, $2, $3, $4, '{*}')`,
    [id, unit, owner, `System ${(count += 1)}`],
  );
  return { kind: 'system', id, unit, senders: ['*'] };
}

export const deactivate = (db: TestDatabase, person: string) =>
  db.database.query('update people set deactivated_at = now() where id = $1', [person]);

export const reactivate = (db: TestDatabase, person: string) =>
  db.database.query('update people set deactivated_at = null where id = $1', [person]);

import { randomUUID } from 'node:crypto';
import type { Manager } from '../../../src/desk/people/manager.ts';
import { setGrants } from '../../../src/desk/people/people.ts';
import type { Grant } from '../../../src/message/rights.ts';
import type { TestDatabase } from '../../support/database.ts';

/** People and units as a test needs them, written straight into the database. */
export function staffOf(db: TestDatabase) {
  return {
    async unit(name: string): Promise<string> {
      const id = randomUUID();
      await db.database.query('insert into units (id, name, outward_name) values ($1, $2, $2)', [id, name]);
      return id;
    },
    async person(
      unit: string,
      grants: readonly Grant[],
      { name = 'Somebody', hasPassword = true }: { name?: string; hasPassword?: boolean } = {},
    ): Promise<{ id: string; email: string; manager: Manager }> {
      const id = randomUUID();
      const email = `${id}@example.dk`;
      await db.database.query(
        'insert into people (id, unit_id, email, name, password_hash) values ($1, $2, $3, $4, $5)',
        [id, unit, email, name, hasPassword ? 'a hash' : null],
      );
      await setGrants(db.database, id, grants);
      return { id, email, manager: { actor: { kind: 'staff', id }, grants } };
    },
    /** The events about something, oldest first. */
    async events(
      subject: string,
    ): Promise<{ type: string; details: Record<string, unknown>; fields: any }[]> {
      const { rows } = await db.database.query<{
        type: string;
        details: Record<string, unknown>;
        fields: any;
      }>(
        `select e.type, e.details, f.fields from events e left join event_fields f on f.event = e.id
          where e.details ->> 'subject' = $1 order by e.id`,
        [subject],
      );
      return rows;
    },
  };
}

export const refusal = (code: string) => ({ name: 'Refusal', code });

export const everywhere: readonly Grant[] = [{ role: 'admin', unit: null }];

import type { Queryable } from '../../evidence/ports.ts';

/** Somebody who can answer for an incident, or do a task of it. */
export interface IncidentPerson {
  readonly id: string;
  readonly name: string;
  readonly unitName: string;
}

/** Everybody who works here, by name; at most 2,000. */
export async function incidentPeople(db: Queryable): Promise<IncidentPerson[]> {
  const { rows } = await db.query<IncidentPerson>(
    `select p.id, p.name, u.name as "unitName" from people p join units u on u.id = p.unit_id
      where p.deactivated_at is null order by lower(p.name), p.id limit 2000`,
  );
  return rows;
}

import type { Queryable } from '../../evidence/ports.ts';
import { dutyRights, roles } from '../../message/rights.ts';

/** Somebody who can do a task of an incident. */
export interface IncidentPerson {
  readonly id: string;
  readonly name: string;
  readonly unitName: string;
  /** They may see the incident, and so can answer for it. */
  readonly keeps: boolean;
}

const keepers = roles.filter((role) => dutyRights[role].incidents);

/** Everybody who works here, those first who keep incidents of this unit (null: of all), by name; at most 2,000. */
export async function incidentPeople(db: Queryable, unit: string | null): Promise<IncidentPerson[]> {
  const { rows } = await db.query<IncidentPerson>(
    `select p.id, p.name, u.name as "unitName", exists (select from grants g where g.person_id = p.id
          and g.role = any ($1::text[]) and (g.unit_id is null or g.unit_id = $2::uuid)) as keeps
      from people p join units u on u.id = p.unit_id
      where p.deactivated_at is null order by keeps desc, lower(p.name), p.id limit 2000`,
    [keepers, unit],
  );
  return rows;
}

import type { Queryable } from '../../evidence/ports.ts';

/** Forgets alarms whose hours have not come yet: somebody says that awareness was later, and the clock runs anew. */
export async function ringAgain(tx: Queryable, incident: string): Promise<void> {
  await tx.query(
    `delete from incident_alarms a using incidents i
      where a.incident_id = $1 and i.id = $1 and i.aware_at + make_interval(hours => a.hours) > now()`,
    [incident],
  );
}

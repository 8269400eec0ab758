import type { Queryable } from '../../evidence/ports.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import { wasOpened } from '../standing.ts';
import { ended } from './check-room.ts';

/** Whom a recipient lets read, or passed a message on to. Times are ISO 8601 UTC with microseconds. */
export interface Parted {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly status: DeliveryStatus;
  readonly since: string;
  readonly until: string;
  /** When content first left for them. */
  readonly openedAt: string | null;
  /** They may read it still. */
  readonly living: boolean;
}

/** Newest first; who was erased is left out. */
export async function listParted(
  db: Queryable,
  delivery: string,
  parted: 'reader' | 'passed',
): Promise<Parted[]> {
  const { rows } = await db.query<Parted>(
    `select d.id, d.email, d.name, d.status, d.expires_at as until,
        (select e.at from events e where e.delivery = d.id and e.seq = 1) as since,
        case when ${wasOpened} then (select min(e.at) from events e where e.delivery = d.id
          and e.type in ('delivery.opened', 'delivery.attachment_opened')) end as "openedAt",
        d.status <> all ($3::text[]) and d.expires_at > now() as living
      from deliveries d where d.parent_id = $1 and d.parted = $2 and d.status <> 'erased' order by d.position desc limit 50`,
    [delivery, parted, ended],
  );
  return rows;
}

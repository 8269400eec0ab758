import type { Queryable } from '../../evidence/ports.ts';
import { isLive, statuses, type DeliveryStatus } from '../../message/statuses.ts';

/** What a person answers for, and what passes to their unit when they are deactivated. */
export interface Left {
  readonly messages: number;
  /** Deliveries that have not ended; `held` of them wait for a person. */
  readonly live: number;
  readonly held: number;
  /** Systems whose owner they are. */
  readonly systems: number;
}

const live = (Object.keys(statuses) as DeliveryStatus[]).filter(isLive);

export async function whatIsLeft(db: Queryable, person: string): Promise<Left> {
  const { rows } = await db.query<Left>(
    `select (select count(*)::int from messages where person_id = $1) as messages, d.live, d.held,
        (select count(*)::int from systems where owner_id = $1 and revoked_at is null) as systems
      from (select count(*)::int as live, (count(*) filter (where d.status = 'held'))::int as held
        from messages m join deliveries d on d.message_id = m.id
        where m.person_id = $1 and d.status = any ($2)) d`,
    [person, live],
  );
  return rows[0]!;
}

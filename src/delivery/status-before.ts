import type { Queryable } from '../evidence/ports.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { wasOpened } from './standing.ts';

/** Where a delivery that is unlocked goes back to, by its events: signed for or declined, read, or told of. */
export async function statusBefore(tx: Queryable, delivery: string): Promise<DeliveryStatus> {
  const { rows } = await tx.query<{ status: DeliveryStatus }>(
    `select coalesce((
        select case e.type when 'delivery.acknowledged' then 'acknowledged' else 'declined' end from events e
          where e.delivery = d.id and e.type in ('delivery.acknowledged', 'delivery.declined') order by e.seq limit 1
      ), case when ${wasOpened} then 'opened' else 'notified' end) as status
      from deliveries d where d.id = $1`,
    [delivery],
  );
  return rows[0]!.status;
}

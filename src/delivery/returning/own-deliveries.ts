import type { Queryable } from '../../evidence/ports.ts';
import { type Ending, endingOf } from '../find-delivery.ts';
import { hashToken } from '../link-token.ts';
import { wasOpened } from '../standing.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import { provenSql } from './proven.ts';

/** What somebody is shown of a message of theirs before they open it: nothing of what it says. Times are ISO 8601 UTC. */
export interface OwnDelivery {
  readonly id: string;
  readonly unit: string;
  readonly reference: string;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly opened: boolean;
  /** Null: it can be opened. */
  readonly ending: Ending | null;
}

/** The newest of them are shown. */
export const mostOwnDeliveries = 100;

/** For so many days it is said of a message that it has ended. */
const daysAfterEnd = 30;

/**
 * SQL: the delivery `d` of the message `m` was sent to its recipient, who may know of it. What waits to be noticed can still be
 * taken back without anybody having known; what somebody is let read by another is not theirs.
 */
export const ownSql = `(d.parted is distinct from 'reader' and (m.notices_at is null or m.notices_at <= now()))`;

const sql = `
with proven as materialized (${provenSql}),
seen as (
  update recipient_sessions set last_seen_at = now()
    where id_hash = $1 and last_seen_at < now() - interval '30 seconds' and exists (select from proven)
)
select d.id, u.outward_name as unit, d.reference, m.created_at as "sentAt", d.expires_at as "expiresAt",
  ${wasOpened} as opened, d.status, d.expires_at <= now() as expired
from proven p
  join deliveries d on lower(d.email) = p.email and d.phone = p.phone
  join messages m on m.id = d.message_id
  join units u on u.id = m.unit_id
where d.status in ('sent', 'notified', 'opened', 'reported', 'acknowledged', 'declined', 'recalled', 'locked', 'expired')
  and ${ownSql}
  and d.expires_at > now() - make_interval(days => ${daysAfterEnd})
  and (d.status <> 'recalled' or exists (select from events e where e.delivery = d.id
    and e.type = 'delivery.recalled' and e.at > now() - make_interval(days => ${daysAfterEnd})))
order by m.created_at desc, d.id limit ${mostOwnDeliveries}`;

/** The messages of whoever has the session, newest first; `undefined`: it proves no address and number. */
export async function ownDeliveries(
  db: Queryable,
  session: string,
): Promise<readonly OwnDelivery[] | undefined> {
  const { rows: proven } = await db.query(provenSql, [hashToken(session)]);
  if (proven.length === 0) return undefined;
  const { rows } = await db.query<
    Omit<OwnDelivery, 'ending'> & { readonly status: DeliveryStatus; readonly expired: boolean }
  >({ name: 'own-deliveries', text: sql, values: [hashToken(session)] });
  return rows.map(({ status, expired, ...row }) => ({
    ...row,
    ending: endingOf({ status, expired, readingEnded: false }) ?? null,
  }));
}

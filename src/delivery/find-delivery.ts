import type { Queryable } from '../evidence/ports.ts';
import type { Language } from '../message/languages.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { hashToken, looksLikeToken } from './link-token.ts';
import { wasOpened } from './standing.ts';

/** A delivery as its link shows it, before and after a code. Times are ISO 8601 UTC with microseconds. */
export interface LinkedDelivery {
  readonly id: string;
  readonly message: string;
  readonly status: DeliveryStatus;
  readonly language: Language;
  readonly phone: string | null;
  readonly reference: string;
  readonly unit: string;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly expired: boolean;
  readonly unlocks: number;
  readonly opened: boolean;
  /** A reader's, whom the recipient lets read no more, or whose recipient may not read either at the moment. */
  readonly readingEnded: boolean;
}

/** Finds the delivery of a link by one indexed look-up. `undefined`: unknown, malformed or erased. */
export async function findDelivery(db: Queryable, token: string): Promise<LinkedDelivery | undefined> {
  if (!looksLikeToken(token)) return undefined;
  const { rows } = await db.query<LinkedDelivery>({
    name: 'find-delivery',
    text: `select d.id, d.message_id as message, d.status, d.language, d.phone, d.reference,
        u.outward_name as unit, m.created_at as "sentAt", d.expires_at as "expiresAt",
        d.expires_at <= now() as expired, d.unlocks, ${wasOpened} as opened,
        case when d.parted = 'reader' then exists (select from deliveries whose where whose.id = d.parent_id
            and (whose.status in ('reported', 'locked') or exists (select from events e where e.delivery = whose.id
              and e.type = 'delivery.reader_ended' and e.details ->> 'reader' = d.id::text)))
          else false end as "readingEnded"
      from link_tokens l
        join deliveries d on d.id = l.delivery_id
        join messages m on m.id = d.message_id
        join units u on u.id = m.unit_id
      where l.hash = $1 and d.status <> 'erased'`,
    values: [hashToken(token)],
  });
  return rows[0];
}

/** How a link that no longer leads to content ended; `undefined`: it still does. */
export type Ending = 'expired' | 'recalled' | 'locked' | 'refused' | 'reading_ended';

export function endingOf(delivery: Endable): Ending | undefined {
  if (delivery.readingEnded) return 'reading_ended';
  if (delivery.status === 'recalled' || delivery.status === 'locked') return delivery.status;
  if (delivery.status === 'expired' || delivery.expired) return 'expired';
  // A delivery can bounce on a reminder although an earlier notice arrived: its link opens nothing any more.
  if (delivery.status === 'refused' || delivery.status === 'held' || delivery.status === 'bounced') {
    return 'refused';
  }
  return undefined;
}

type Endable = Pick<LinkedDelivery, 'status' | 'expired' | 'readingEnded'>;

import { domainToUnicode } from 'node:url';
import type { Context } from '../../delivery/context.ts';
import { reachOf, reachSize, reachSql, type Viewer } from '../../delivery/message-access.ts';
import { wasOpened } from '../../delivery/standing.ts';
import type { MisdeliveryReason } from '../../message/misdeliveries.ts';
import { blockPatternsFor } from '../../delivery/addresses.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';

export interface EarlierDeliveries {
  /** Of all that the viewer may know of. */
  readonly count: number;
  readonly opened: number;
  /** The newest fifty. */
  readonly newest: readonly EarlierDelivery[];
}

export interface EarlierDelivery {
  readonly id: string;
  readonly message: string;
  readonly email: string;
  readonly status: DeliveryStatus;
  readonly opened: boolean;
  /** ISO 8601 UTC with microseconds. */
  readonly sentAt: string;
}

/** What was sent to an address or a domain before, among the messages that the viewer may list. */
export async function earlierDeliveries(
  { db }: Context,
  viewer: Viewer,
  pattern: string,
): Promise<EarlierDeliveries> {
  const { rows } = await db.query<EarlierDelivery & { count: number; openedInAll: number }>(
    `select d.id, d.message_id as message, d.email, d.status, ${wasOpened} as opened,
        (select e.at from events e where e.delivery = d.id and e.seq = 1) as "sentAt",
        count(*) over ()::int as count, (count(*) filter (where ${wasOpened}) over ())::int as "openedInAll"
      from deliveries d join messages m on m.id = d.message_id
      where ${reachSql(1)} and lower(d.email) like any ($${1 + reachSize}::text[])
      order by d.message_id desc limit 50`,
    [...reachOf(viewer, 'list'), likesOf(pattern)],
  );
  return {
    count: rows[0]?.count ?? 0,
    opened: rows[0]?.openedInAll ?? 0,
    newest: rows.map(({ count: _, openedInAll: __, ...row }) => row),
  };
}

/** Patterns for `like`: addresses are kept as they were written, international ones in letters of their own. */
function likesOf(pattern: string): string[] {
  const [local, domain] = pattern.includes('@')
    ? [pattern.slice(0, pattern.lastIndexOf('@')), pattern.slice(pattern.lastIndexOf('@') + 1)]
    : [null, pattern];
  const below = domain.startsWith('*.');
  const bare = domain.replace(/^\*\./, '');
  return [bare, domainToUnicode(bare)].map((each) =>
    local === null ? `%@${below ? '%.' : ''}${escaped(each)}` : escaped(`${local}@${each}`),
  );
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** A delivery about which one thinks of a block. Refuses not_found. */
export async function findBlockable(
  { db }: Context,
  viewer: Viewer,
  delivery: string,
): Promise<{ address: string; domain: string; unit: string; reported: MisdeliveryReason | null }> {
  const { rows } = isUuid(delivery)
    ? await db.query<{ email: string; unit: string; reported: MisdeliveryReason | null }>(
        `select d.email, m.unit_id as unit, (select e.details ->> 'reason' from events e
            where e.delivery = d.id and e.type = 'delivery.misdelivery_reported' order by e.seq desc limit 1) as reported
          from deliveries d join messages m on m.id = d.message_id
          where ${reachSql(1)} and d.id = $${1 + reachSize}`,
        [...reachOf(viewer, 'list'), delivery],
      )
    : { rows: [] };
  const [found] = rows;
  const [address, domain] = found ? blockPatternsFor(found.email) : [];
  if (!found || address === undefined || domain === undefined) throw new Refusal('not_found');
  return { address, domain, unit: found.unit, reported: found.reported };
}

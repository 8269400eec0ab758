import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import type { Units } from '../../message/rights.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import { likeOf } from './address-term.ts';
import { fromSql, toSql } from './period.ts';
import type { Terms } from './terms.ts';

/** A delivery with the stamps that people ask for first. Times are ISO 8601 UTC with microseconds. */
export interface FoundDelivery {
  readonly delivery: string;
  readonly message: string;
  /** Empty: erased. */
  readonly recipient: string;
  readonly sender: string;
  readonly unit: string;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  /** `message.accepted`. */
  readonly sentAt: string | null;
  /** The first `delivery.notice_confirmed`. */
  readonly receivedAt: string | null;
  /** The first `delivery.opened`. */
  readonly openedAt: string | null;
}

export interface SearchPage {
  /** Newest message first. */
  readonly rows: readonly FoundDelivery[];
  /** Where to go on; absent: there is no more. */
  readonly next?: string;
}

/** Types that stand in no index of their own, for most deliveries have them: walking from the newest on finds them. */
const frequentTypes: readonly string[] = [
  'message.accepted',
  'delivery.available',
  'delivery.notified',
  'delivery.notice_confirmed',
  'delivery.link_followed',
  'delivery.code_sent',
  'delivery.code_verified',
  'delivery.opened',
  'delivery.content_sent',
];

/**
 * A message's id holds the time at which it was begun (RFC 9562 §5.7). It is sent later, by a day at most: an upload that
 * has not ended by then is swept away.
 */
const idAt = (instant: string): string =>
  `(lpad(to_hex(floor(extract(epoch from ${instant}) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid`;

/**
 * A page of deliveries in some units, newest message first, without subject or content. Each term leads by an index: a
 * message, a recipient, a sender, a rare type or status straight to what is meant; a period, a frequent type or status by
 * walking from its end backwards until a page is full.
 */
export async function findDeliveries(
  { db, settings }: Context,
  units: Units,
  terms: Terms,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<SearchPage> {
  const values: unknown[] = [limit + 1];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const { from, to, sender, recipient, type, status, message } = terms;
  const cursor = readCursor(after);
  const before = cursor && bind(cursor.message);
  // Of messages `m` alone.
  const sent: string[] = before ? [`m.id <= ${before}::uuid`] : [];
  const zone = from || to ? bind(settings.timeZone) : '';
  if (from) {
    const start = fromSql(values.push(from), zone);
    sent.push(`m.created_at >= ${start} and m.id >= ${idAt(`(${start} - interval '1 day')`)}`);
  }
  if (to) {
    const end = toSql(values.push(to), zone);
    sent.push(`m.created_at < ${end} and m.id < ${idAt(`(${end} + interval '1 minute')`)}`);
  }
  const where = [...sent];
  if (sender) where.push(`lower(m.sender_address) like ${bind(likeOf(sender))}`);
  if (recipient) where.push(`lower(d.email) like ${bind(likeOf(recipient))}`);
  if (status) where.push(`d.status = ${bind(status)}`);
  if (message) where.push(`m.id = ${bind(message)}::uuid`);
  if (cursor) where.push(`(d.message_id, d.position) < (${before}::uuid, ${bind(cursor.position)}::int)`);
  if (type) {
    const bound = bind(type);
    if (!frequentTypes.includes(type))
      where.push(
        `d.message_id in (select message from events where type = ${bound} and message is not null)`,
      );
    where.push(`exists (select from events e where e.message = d.message_id and e.type = ${bound}
      and (e.delivery = d.id or e.delivery is null))`);
  }
  const isNarrow = Boolean(sender || recipient || status || message || type);
  const ofUnits = units && bind(units);
  if (ofUnits && isNarrow) where.push(`m.unit_id = any (${ofUnits}::uuid[])`);
  const messages = ofUnits && !isNarrow ? newestOf(ofUnits, sent) : 'messages m';
  const { rows } = await db.query<FoundDelivery & { position: number }>(
    `with page as (
        select d.id, d.message_id, d.position from ${messages} join deliveries d on d.message_id = m.id
        where ${where.join(' and ') || 'true'} order by d.message_id desc, d.position desc limit $1
      )
      select d.id as delivery, m.id as message, d.position, d.email as recipient, m.sender_address as sender, u.name as unit,
        d.status, d.reason,
        (select e.at from events e where e.message = m.id and e.type = 'message.accepted' order by e.at limit 1) as "sentAt",
        (select min(e.at) from events e where e.delivery = d.id and e.type = 'delivery.notice_confirmed') as "receivedAt",
        (select e.at from events e where e.delivery = d.id and e.seq = d.opened_seq) as "openedAt"
      from page join deliveries d on d.id = page.id join messages m on m.id = page.message_id join units u on u.id = m.unit_id
      order by page.message_id desc, page.position desc`,
    values,
  );
  const found = rows.slice(0, limit).map(({ position: _, ...row }) => row);
  const last = rows[limit - 1];
  return rows.length > limit && last
    ? { rows: found, next: `${last.message}.${last.position}` }
    : { rows: found };
}

/**
 * The newest messages of units, each unit's from its own index, so that a small one is not looked for among all. Each has a
 * delivery at least, but for one of which the page before has shown all.
 */
const newestOf = (units: string, sent: readonly string[]): string =>
  `(select n.* from unnest(${units}::uuid[]) u (id), lateral (
    select m.* from messages m where ${['m.unit_id = u.id', ...sent].join(' and ')} order by m.id desc limit $1 + 1) n) m`;

function readCursor(text: string | undefined): { message: string; position: number } | undefined {
  const [, message, position] = text?.match(/^([0-9a-f-]{36})\.(\d{1,9})$/i) ?? [];
  return message && isUuid(message) ? { message, position: Number(position) } : undefined;
}

import type { Queryable } from '../evidence/ports.ts';
import type { Actor } from '../evidence/record-event.ts';
import { isUuid } from '../message/ids.ts';
import { Refusal } from '../message/refusals.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import type { Context } from './context.ts';

/**
 * Whose messages somebody may see and act on: their own, those of a system of theirs that stand in nobody's name, or (an
 * administrator's token) all.
 */
export interface Viewer {
  readonly kind: 'person' | 'system';
  readonly id: string;
  readonly seesAll: boolean;
}

export const actorOf = (viewer: Viewer): Actor => ({
  kind: viewer.kind === 'person' && viewer.seesAll ? 'staff' : 'sender',
  id: viewer.id,
});

/** The SQL condition on `messages m`, with the viewer's id as `$index` and `seesAll` as the next value. */
export const visible = (index: number): string =>
  `($${index + 1}::boolean or m.person_id = $${index}::uuid or m.system_id = $${index}::uuid
    or (m.person_id is null and m.system_id in (select s.id from systems s where s.owner_id = $${index}::uuid)))`;

export interface OwnDelivery {
  readonly id: string;
  readonly message: string;
  readonly email: string;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly phone: string | null;
  readonly opened: boolean;
  readonly unlocks: number;
  readonly expired: boolean;
  /** ISO 8601 UTC with microseconds. */
  readonly expiresAt: string;
}

const columns = `d.id, d.message_id as message, d.email, d.status, d.reason, d.phone, d.opened_seq is not null as opened, d.unlocks,
  d.expires_at <= now() as expired, d.expires_at as "expiresAt"`;

/** Locks the deliveries of a message that the viewer may act on: all, or those named. Refuses not_found. */
export async function lockDeliveries(
  tx: Queryable,
  viewer: Viewer,
  message: string,
  chosen: readonly string[] | undefined,
): Promise<OwnDelivery[]> {
  if (!isUuid(message) || chosen?.some((id) => !isUuid(id))) throw new Refusal('not_found');
  const { rows } = await tx.query<OwnDelivery>(
    `select ${columns} from deliveries d join messages m on m.id = d.message_id
      where m.id = $1 and ${visible(2)} and ($4::uuid[] is null or d.id = any ($4::uuid[]))
      order by d.position for no key update of d`,
    [message, viewer.id, viewer.seesAll, chosen ?? null],
  );
  if (rows.length === 0 || (chosen && rows.length !== new Set(chosen).size)) throw new Refusal('not_found');
  return rows;
}

/** Locks one delivery that the viewer may act on. Refuses not_found. */
export async function lockDelivery(tx: Queryable, viewer: Viewer, delivery: string): Promise<OwnDelivery> {
  if (!isUuid(delivery)) throw new Refusal('not_found');
  const { rows } = await tx.query<OwnDelivery>(
    `select ${columns} from deliveries d join messages m on m.id = d.message_id
      where d.id = $1 and ${visible(2)} for no key update of d`,
    [delivery, viewer.id, viewer.seesAll],
  );
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}

/** The message of a delivery that the viewer may act on. Refuses not_found. */
export async function messageOf({ db }: Context, viewer: Viewer, delivery: string): Promise<string> {
  const found = await db.transaction((tx) => lockDelivery(tx, viewer, delivery));
  return found.message;
}

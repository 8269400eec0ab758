import type { Queryable } from '../evidence/ports.ts';
import type { Actor } from '../evidence/record-event.ts';
import { isUuid } from '../message/ids.ts';
import { Refusal } from '../message/refusals.ts';
import { type Answer, type Grant, type MessageVerb, unitsForVerb } from '../message/rights.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import type { Context } from './context.ts';
import { wasOpened } from './standing.ts';

export type { Actor };

/** Somebody who would see or act on messages, with the roles that count at this moment. */
export interface Viewer {
  readonly kind: 'person' | 'system';
  readonly id: string;
  readonly grants: readonly Grant[];
}

/** Who acts, as evidence names them: the sender on their own message, else staff. */
export const actorOf = (viewer: Viewer, isOwn = true): Actor => ({
  kind: isOwn || viewer.kind === 'system' ? 'sender' : 'staff',
  id: viewer.id,
});

/** SQL over `messages m`: the viewer with id `$index` wrote it, a system of theirs did in nobody's name, or they were given its case. */
export const ownSql = (index: number): string => ownBy(`$${index}::uuid`);

/** The same for whoever has the id that is SQL. */
export const ownBy = (who: string): string =>
  `((m.person_id = ${who} or m.system_id = ${who}
    or (m.person_id is null and m.system_id in (select s.id from systems s where s.owner_id = ${who}))
    or exists (select from case_keepers k where k.message_id = m.id and k.person_id = ${who})) is true)`;

/** SQL over `messages m`: whoever answered for it was deactivated. */
export const leftSql = `(exists (select from people p where p.id = m.person_id and p.deactivated_at is not null)
    or (m.person_id is null and exists (select from systems s join people p on p.id = s.owner_id
      where s.id = m.system_id and p.deactivated_at is not null)))`;

/** How many values `reachOf` gives. */
export const reachSize = 5;

/** The values of `reachSql` for a verb, as the table of rights has it. */
export function reachOf({ kind, id, grants }: Viewer, verb: MessageVerb): readonly unknown[] {
  const units = (standing: 'left' | 'unit', ...answers: readonly Answer[]) =>
    unitsForVerb(grants, verb, standing, ...answers);
  // A system gives its reason with each request, and its looks are recorded as they happen.
  if (kind === 'system') return [id, units('left', 'yes', 'reason'), units('unit', 'yes', 'reason'), [], []];
  return [id, units('left', 'yes'), units('unit', 'yes'), units('left', 'reason'), units('unit', 'reason')];
}

const within = (index: number): string =>
  `($${index}::uuid[] is null or m.unit_id = any ($${index}::uuid[]))`;

/** SQL over `messages m`, with the values of `reachOf` from `$index` on: the viewer may do the verb without a reason. */
export const openSql = (index: number): string =>
  `(${ownSql(index)} or ${within(index + 2)} or (${within(index + 1)} and ${leftSql}))`;

/** The same: the viewer may do the verb after giving a reason. */
export const reasonSql = (index: number): string =>
  `(${within(index + 4)} or (${within(index + 3)} and ${leftSql}))`;

/** The same: the viewer may do the verb, where a reason is needed because they gave one and its time is not over. */
export const reachSql = (index: number): string =>
  `(${openSql(index)} or (${reasonSql(index)} and exists (
    select from looks l join people p on p.id = l.person_id and p.deactivated_at is null
      where l.message_id = m.id and l.person_id = $${index}::uuid and l.until > now())))`;

/** What is refused where a verb does not reach: a reason opens the message, or there is nothing that may be known. */
export async function refusalFor(
  db: Queryable,
  viewer: Viewer,
  verb: MessageVerb,
  message: string,
): Promise<Refusal> {
  const { rows } = await db.query(
    `select from messages m where m.id = $1 and ${reasonSql(2)} and not ${reachSql(2)}`,
    [message, ...reachOf(viewer, verb)],
  );
  return rows.length > 0 ? new Refusal('reason_needed', undefined, { message }) : new Refusal('not_found');
}

export interface ReachedDelivery {
  readonly id: string;
  readonly message: string;
  readonly email: string;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly phone: string | null;
  readonly unlocks: number;
  readonly expired: boolean;
  /** ISO 8601 UTC with microseconds. */
  readonly expiresAt: string;
  /** How its recipient's own delivery was parted from another one; null: the sender addressed it. */
  readonly parted: 'reader' | 'passed' | null;
  /** The viewer answers for the message. */
  readonly own: boolean;
}

export interface LockedDelivery extends ReachedDelivery {
  /** Content has left for the recipient. */
  readonly opened: boolean;
}

const columns = `d.id, d.message_id as message, d.email, d.status, d.reason, d.phone,
  d.unlocks, d.expires_at <= now() as expired, d.expires_at as "expiresAt", d.parted, ${ownSql(2)} as own`;

/** Locks the deliveries of a message that the viewer may act on: all, or those named. Refuses not_found, reason_needed. */
export async function lockDeliveries(
  tx: Queryable,
  viewer: Viewer,
  message: string,
  chosen: readonly string[] | undefined,
): Promise<ReachedDelivery[]> {
  if (!isUuid(message) || chosen?.some((id) => !isUuid(id))) throw new Refusal('not_found');
  const { rows } = await tx.query<ReachedDelivery>(
    `select ${columns} from deliveries d join messages m on m.id = d.message_id
      where m.id = $1 and ${reachSql(2)} and ($${2 + reachSize}::uuid[] is null or d.id = any ($${2 + reachSize}::uuid[]))
      order by d.position for no key update of d`,
    [message, ...reachOf(viewer, 'act'), chosen ?? null],
  );
  if (rows.length === 0) throw await refusalFor(tx, viewer, 'act', message);
  if (chosen && rows.length !== new Set(chosen).size) throw new Refusal('not_found');
  return rows;
}

/** Locks one delivery that the viewer may act on. Refuses not_found, reason_needed (with its `message`). */
export async function lockDelivery(tx: Queryable, viewer: Viewer, delivery: string): Promise<LockedDelivery> {
  if (!isUuid(delivery)) throw new Refusal('not_found');
  const { rows } = await tx.query<LockedDelivery>(
    `select ${columns}, ${wasOpened} as opened from deliveries d join messages m on m.id = d.message_id
      where d.id = $1 and ${reachSql(2)} for no key update of d`,
    [delivery, ...reachOf(viewer, 'act')],
  );
  if (rows[0]) return rows[0];
  const found = await tx.query<{ message: string }>(
    'select message_id as message from deliveries where id = $1',
    [delivery],
  );
  if (!found.rows[0]) throw new Refusal('not_found');
  throw await refusalFor(tx, viewer, 'act', found.rows[0].message);
}

/** The message of a delivery that the viewer may act on. Refuses not_found, reason_needed. */
export async function messageOf({ db }: Context, viewer: Viewer, delivery: string): Promise<string> {
  const found = await db.transaction((tx) => lockDelivery(tx, viewer, delivery));
  return found.message;
}

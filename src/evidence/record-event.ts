import { v7 as uuidv7 } from 'uuid';
import { type EventType, eventTypes } from '../message/event-types.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { commit, type PersonalFields } from './commitment.ts';
import type { Queryable } from './ports.ts';

export interface Actor {
  readonly kind: 'sender' | 'recipient' | 'system' | 'staff';
  /** A random id: of the person, the system, or (for a recipient) the delivery. */
  readonly id: string;
}

/** Enumerated codes, ids and numbers only. Whatever may identify somebody goes into personal fields. */
export type Details = Readonly<Record<string, string | number | boolean | null>>;

export interface EventDraft {
  readonly type: EventType;
  readonly actor: Actor;
  readonly details?: Details;
  readonly personal?: PersonalFields;
  /** Overrides the status that the table of events names; null: this event leaves the delivery where it is. */
  readonly status?: DeliveryStatus | null;
  readonly reason?: string;
}

export interface Recorded {
  readonly id: string;
  readonly seq: number;
  readonly status: DeliveryStatus;
}

/** How the statement that records an event names its parts: SQL expressions over the row of `recorded`. */
interface EventSql {
  readonly id: string;
  readonly type: string;
  readonly actor: string;
  readonly actorId: string;
  readonly details: string;
  readonly commitment: string;
  readonly k: string;
  readonly fields: string;
  /** Whether the opening is kept; always, unless told. */
  readonly keeps?: string;
}

/**
 * The CTEs that follow a CTE `recorded`, which is an update of deliveries that adds one to `seq` and returns `id`,
 * `message_id` and `seq`: they insert the event (CTE `event`, with its `at`), its opening and its pending row. The update holds the row's lock
 * before the insert's trigger reads the clock, so stamps follow the order of the locks.
 */
export const insertingSql = (e: EventSql): string => `
event as (
  insert into events (id, v, type, message, delivery, seq, actor, actor_id, details, commitment)
  select ${e.id}, 1, ${e.type}, recorded.message_id, recorded.id, recorded.seq, ${e.actor}, ${e.actorId},
    ${e.details}, ${e.commitment} from recorded
  returning at
), field as (
  insert into event_fields (event, message, delivery, k, fields)
  select ${e.id}, recorded.message_id, recorded.id, ${e.k}, ${e.fields} from recorded where ${e.k} is not null and ${e.keeps ?? 'true'}
), pending as (
  insert into pending_events (event) select ${e.id} from recorded
)`;

// What is erased stays so, whatever was on its way meanwhile.
const changes =
  "$5::text is not null and d.status <> 'erased' and ($6::text[] is null or d.status = any ($6))";

/** The statement of `recordEvent`, for whoever measures it. */
export const recordEventSql = `
with recorded as (
  update deliveries d set
    seq = d.seq + 1,
    opened_seq = case when $3 = 'delivery.opened' then coalesce(d.opened_seq, d.seq + 1) else d.opened_seq end,
    status = case when ${changes} then $5 else d.status end,
    reason = case when ${changes} then $7 else d.reason end
  where d.id = $1 returning d.id, d.message_id, d.seq, d.status
), ${insertingSql({
  id: '$2::uuid',
  type: '$3::text',
  actor: '$4::text',
  actorId: '$8::uuid',
  details: '$9::jsonb',
  commitment: '$10::bytea',
  k: '$11::bytea',
  fields: '$12::jsonb',
  keeps: "(recorded.status <> 'erased' or $3 = 'delivery.erased')",
})}
select seq, status from recorded`;

/**
 * Records one event of a delivery, in the caller's transaction, with the state change that it proves: takes the
 * delivery's row lock, gives the next `seq`, lets the database stamp it. `undefined`: no such delivery. Of an erased
 * delivery nothing personal is kept any more: the event has its commitment, and no opening.
 */
export async function recordEvent(
  tx: Queryable,
  delivery: string,
  draft: EventDraft,
): Promise<Recorded | undefined> {
  const meaning: { status?: DeliveryStatus; from?: readonly DeliveryStatus[] } = eventTypes[draft.type];
  const sealed = draft.personal && commit(draft.personal);
  const id = uuidv7();
  const { rows } = await tx.query<{ seq: number; status: DeliveryStatus }>({
    name: 'record-event',
    text: recordEventSql,
    values: [
      delivery,
      id,
      draft.type,
      draft.actor.kind,
      draft.status === undefined ? (meaning.status ?? null) : draft.status,
      draft.status === undefined ? (meaning.from ?? null) : null,
      draft.reason ?? null,
      draft.actor.id,
      JSON.stringify(draft.details ?? {}),
      sealed?.commitment ?? null,
      sealed?.k ?? null,
      sealed ? JSON.stringify(sealed.fields) : null,
    ],
  });
  return rows[0] && { id, ...rows[0] };
}

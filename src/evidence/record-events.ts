import { v7 as uuidv7 } from 'uuid';
import { type EventType, eventTypes } from '../message/event-types.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { commit, type PersonalFields } from './commitment.ts';
import type { Queryable } from './ports.ts';
import { type Actor, type Details, insertingSql } from './record-event.ts';

export interface EventsDraft {
  readonly type: EventType;
  readonly actor: Actor;
  readonly deliveries: readonly {
    readonly id: string;
    readonly details?: Details;
    readonly personal?: PersonalFields;
  }[];
}

// What is erased stays so, whatever was on its way meanwhile.
const changes =
  "$9::text is not null and d.status <> 'erased' and ($10::text[] is null or d.status = any ($10))";

const sql = `
with recorded as (
  update deliveries d set
    seq = d.seq + 1,
    status = case when ${changes} then $9 else d.status end,
    reason = case when ${changes} then null else d.reason end
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::bytea[], $6::text[])
    as g (delivery, event, details, commitment, k, fields)
  where d.id = g.delivery
  returning d.id, d.message_id, d.seq, d.status, g.event, g.details, g.commitment, g.k, g.fields
), ${insertingSql({
  id: 'recorded.event',
  type: '$7::text',
  actor: '$8::text',
  actorId: '$11::uuid',
  details: 'recorded.details::jsonb',
  commitment: 'recorded.commitment',
  k: 'recorded.k',
  fields: 'recorded.fields::jsonb',
  keeps: "recorded.status <> 'erased'",
})}
select from recorded`;

/**
 * Records one event of the same type for each of many deliveries in one statement, as `recordEvent` does for one. The
 * caller has locked them in the order of their positions.
 */
export async function recordEvents(tx: Queryable, { type, actor, deliveries }: EventsDraft): Promise<void> {
  if (deliveries.length === 0) return;
  const meaning: { status?: DeliveryStatus; from?: readonly DeliveryStatus[] } = eventTypes[type];
  const sealed = deliveries.map(({ personal }) => personal && commit(personal));
  await tx.query({
    name: 'record-events',
    text: sql,
    values: [
      deliveries.map(({ id }) => id),
      deliveries.map(() => uuidv7()),
      deliveries.map(({ details }) => JSON.stringify(details ?? {})),
      sealed.map((each) => each?.commitment ?? null),
      sealed.map((each) => each?.k ?? null),
      deliveries.map((_, index) => (sealed[index] ? JSON.stringify(sealed[index].fields) : null)),
      type,
      actor.kind,
      meaning.status ?? null,
      meaning.from ?? null,
      actor.id,
    ],
  });
}

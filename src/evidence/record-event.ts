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
  /** Overrides the status of the event's table row, for events that return a delivery to where it was. */
  readonly status?: DeliveryStatus;
  readonly reason?: string;
}

export interface Recorded {
  readonly id: string;
  readonly seq: number;
  readonly status: DeliveryStatus;
}

/** The arguments of the database's `record_event`, in order; also for statements that record as they read. */
export function eventArguments(delivery: string, draft: EventDraft): readonly unknown[] {
  const meaning: { status?: DeliveryStatus; from?: readonly DeliveryStatus[] } = eventTypes[draft.type];
  const sealed = draft.personal && commit(draft.personal);
  return [
    uuidv7(),
    draft.type,
    delivery,
    draft.status ?? meaning.status ?? null,
    draft.status ? null : (meaning.from ?? null),
    draft.reason ?? null,
    draft.actor.kind,
    draft.actor.id,
    JSON.stringify(draft.details ?? {}),
    sealed?.commitment ?? null,
    sealed?.k ?? null,
    sealed ? JSON.stringify(sealed.fields) : null,
  ];
}

/**
 * Records one event of a delivery, in the caller's transaction, with the state change that it proves: takes the
 * delivery's row lock, gives the next `seq`, lets the database stamp it. `undefined`: no such delivery.
 */
export async function recordEvent(
  tx: Queryable,
  delivery: string,
  draft: EventDraft,
): Promise<Recorded | undefined> {
  const values = eventArguments(delivery, draft);
  const { rows } = await tx.query<{ event_seq: number; status_after: DeliveryStatus }>({
    name: 'record-event',
    text: 'select event_seq, status_after from record_event($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)',
    values,
  });
  const row = rows[0];
  return row && { id: values[0] as string, seq: row.event_seq, status: row.status_after };
}

import type { PersonalFields } from '../evidence/commitment.ts';
import type { Queryable } from '../evidence/ports.ts';
import type { Actor, Details } from '../evidence/record-event.ts';
import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import type { EventType } from '../message/event-types.ts';

/** What is managed at the desk, as history names it. */
export type SubjectKind =
  'person' | 'unit' | 'system' | 'contact' | 'import' | 'incident' | 'block' | 'mailbox';

export interface Change {
  readonly type: EventType;
  readonly actor: Actor;
  readonly kind: SubjectKind;
  /** The id of what was changed. */
  readonly subject: string;
  /** Codes, ids and numbers that say more of it. */
  readonly details?: Details;
  /** The fields that changed, as they were and as they are: committed, and never in an entry of the log. Null: was not there. */
  readonly before?: PersonalFields | null;
  readonly after?: PersonalFields | null;
}

/** Records what was done about something, in the transaction that does it. */
export function recordChange(tx: Queryable, change: Change): Promise<string> {
  const { type, actor, kind, subject, details, before, after } = change;
  const told = before !== undefined || after !== undefined;
  return recordPlainEvent(tx, {
    type,
    actor,
    details: { ...details, kind, subject },
    ...(told ? { personal: { before: before ?? null, after: after ?? null } } : {}),
  });
}

/** Of two states, what differs: each side with those fields alone. `undefined`: nothing. */
export function differenceOf(
  before: PersonalFields,
  after: PersonalFields,
): { before: PersonalFields; after: PersonalFields } | undefined {
  const changed = Object.keys({ ...before, ...after }).filter(
    (field) => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null),
  );
  if (changed.length === 0) return undefined;
  const only = (state: PersonalFields) =>
    Object.fromEntries(changed.map((field) => [field, state[field] ?? null]));
  return { before: only(before), after: only(after) };
}

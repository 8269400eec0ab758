import { v7 as uuidv7 } from 'uuid';
import type { EventType } from '../message/event-types.ts';
import { commit, type PersonalFields } from './commitment.ts';
import type { Queryable } from './ports.ts';
import { type Actor, type Details, insertingSql } from './record-event.ts';

export interface PlainEventDraft {
  readonly type: EventType;
  readonly actor: Actor;
  /** The message that it is about; absent: none. */
  readonly message?: string;
  readonly details?: Details;
  readonly personal?: PersonalFields;
}

const sql = `
with recorded as (
  select null::uuid as id, $2::uuid as message_id, null::integer as seq
), ${insertingSql({
  id: '$1::uuid',
  type: '$3::text',
  actor: '$4::text',
  actorId: '$5::uuid',
  details: '$6::jsonb',
  commitment: '$7::bytea',
  k: '$8::bytea',
  fields: '$9::jsonb',
})}
select from recorded`;

/** Records one event of no delivery, in the caller's transaction or by itself, and gives its id. It has no `seq`. */
export async function recordPlainEvent(db: Queryable, draft: PlainEventDraft): Promise<string> {
  const sealed = draft.personal && commit(draft.personal);
  const id = uuidv7();
  await db.query({
    name: 'record-plain-event',
    text: sql,
    values: [
      id,
      draft.message ?? null,
      draft.type,
      draft.actor.kind,
      draft.actor.id,
      JSON.stringify(draft.details ?? {}),
      sealed?.commitment ?? null,
      sealed?.k ?? null,
      sealed ? JSON.stringify(sealed.fields) : null,
    ],
  });
  return id;
}

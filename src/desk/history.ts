import type { Json } from '../evidence/commitment.ts';
import type { Queryable } from '../evidence/ports.ts';
import { type EventType, eventTypes } from '../message/event-types.ts';
import type { Units } from '../message/rights.ts';

/** What is done at the desk besides sending. Incidents have a history of their own. */
export const managedTypes: readonly EventType[] = (Object.keys(eventTypes) as EventType[]).filter(
  (type) => !/^(message|delivery|incident)\./.test(type),
);

/** Something that was done about a person, a unit, a system, a contact or the policy. */
export interface HistoryLine {
  readonly event: string;
  readonly type: EventType;
  /** ISO 8601 UTC with microseconds. */
  readonly at: string;
  readonly actor: { readonly kind: 'sender' | 'recipient' | 'system' | 'staff'; readonly id: string };
  /** Of the person or system that did it, as they are called now; null: Segl itself, or somebody erased. */
  readonly by: string | null;
  /** Of what was changed. Null for the policy. */
  readonly subject: string | null;
  readonly kind: string | null;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
  /** Null: nothing was said, or it was erased. */
  readonly before: Readonly<Record<string, Json>> | null;
  readonly after: Readonly<Record<string, Json>> | null;
  /** What was said is erased. */
  readonly erased: boolean;
}

export interface HistoryQuery {
  /** The id of what was changed; absent: everything but what was done with messages. */
  readonly subject?: string | undefined;
  readonly types?: readonly EventType[] | undefined;
  /** Only what was done about these units, and about what belongs to them now. */
  readonly units?: Units | undefined;
  /** The id of the event before which to go on. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** SQL: the ids of the units of `$5`, and of all that belongs to them, as the subject of an event names them. */
const subjectsSql = `(select unnest($5::uuid[])::text
  union all ${['people', 'systems', 'contacts', 'contact_imports', 'blocks', 'mailboxes']
    .map((table) => `select id::text from ${table} where unit_id = any ($5)`)
    .join(' union all ')})`;

/** What was done, newest first. `next`: where to go on. */
export async function readHistory(
  db: Queryable,
  { subject, types = managedTypes, units, after, limit }: HistoryQuery,
): Promise<{ lines: HistoryLine[]; next?: string }> {
  const { rows } = await db.query<HistoryLine>(
    `select e.id as event, e.type, e.at, jsonb_build_object('kind', e.actor, 'id', e.actor_id) as actor,
        coalesce(p.name, s.name, o.name) as by, e.details ->> 'subject' as subject, e.details ->> 'kind' as kind,
        e.details, f.fields -> 'before' as before, f.fields -> 'after' as after,
        e.commitment is not null and f.event is null as erased
      from events e
        left join event_fields f on f.event = e.id
        left join people p on p.id = e.actor_id
        left join systems s on s.id = e.actor_id
        left join mailbox_members o on e.actor = 'recipient' and o.id = e.actor_id
      where e.message is null and ($1::text is null or e.details ->> 'subject' = $1)
        and e.type = any ($2) and ($3::uuid is null or e.id < $3)
        and ($5::uuid[] is null or e.details ->> 'subject' in ${subjectsSql})
      order by e.id desc limit $4`,
    [subject ?? null, types, after ?? null, limit + 1, units ?? null],
  );
  const lines = rows.slice(0, limit);
  return rows.length > limit ? { lines, next: lines.at(-1)!.event } : { lines };
}

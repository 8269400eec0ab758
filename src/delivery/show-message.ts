import type { EventType } from '../message/event-types.ts';
import { isUuid } from '../message/ids.ts';
import type { LookKind } from '../message/looks.ts';
import { Refusal } from '../message/refusals.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import type { Context } from './context.ts';
import { ownSql, reachOf, reachSql, refusalFor, type Viewer } from './message-access.ts';
import { type MessageTerms, termsSql, usualTerms } from './terms.ts';

export interface TimelineEvent {
  readonly type: EventType;
  /** ISO 8601 UTC with microseconds. */
  readonly at: string;
  readonly seq: number;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
  /** The server that took a notice, where one did. */
  readonly server: string | null;
  /** What a mail server answered, or a bounce said. */
  readonly reply: string | null;
  /** The telephone provider's code for a failure. */
  readonly provider: string | null;
  /** What somebody said with it: why they declined, how a number was made sure of. */
  readonly words: string | null;
  /** The name of the member of a shared mailbox who did it; null: nobody is named. */
  readonly member: string | null;
}

export interface DeliveryOverview {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly reference: string;
  readonly expiresAt: string;
  readonly unlocks: number;
  /** The delivery whose recipient made this one, for a reader or for a colleague; null: the sender addressed it. */
  readonly parted: { readonly from: string; readonly for: 'reader' | 'passed' } | null;
  /** What was said of the recipient is gone: address and reference are '', name and phone null. */
  readonly erased: Erased | null;
  readonly timeline: readonly TimelineEvent[];
}

export interface Erased {
  readonly at: string;
  /** The name of the person or system. */
  readonly by: string | null;
}

export interface MessageOverview {
  readonly id: string;
  /** '' where it was erased. */
  readonly from: string;
  readonly sentAt: string;
  /** Until when the first notices wait, or waited; null: they left at once. */
  readonly noticesAt: string | null;
  readonly unit: string;
  /** The id of the unit. */
  readonly unitId: string;
  /** The content is gone, for everybody. */
  readonly erased: Erased | null;
  /** The viewer answers for it. */
  readonly own: boolean;
  readonly terms: MessageTerms;
  /** The reply that it answers, by its id; null: none. */
  readonly answers: string | null;
  readonly deliveries: readonly DeliveryOverview[];
  /** Who looked at it besides whoever answers for it, oldest first. */
  readonly looks: readonly Look[];
}

export interface Look {
  readonly at: string;
  /** The name of the person or system; null: erased. */
  readonly by: string | null;
  readonly kind: LookKind | 'system';
  /** Null: a system gave none, or it was erased. */
  readonly reason: string | null;
}

type Row = TimelineEvent & { readonly delivery: string | null };

/** When and by whom something of a message was erased: by delivery, and under null the message itself. */
async function readErasures({ db }: Context, message: string): Promise<ReadonlyMap<string | null, Erased>> {
  const { rows } = await db.query<Erased & { delivery: string | null }>(
    `select e.delivery, e.at, coalesce(f.fields ->> 'name', p.name, s.name) as by
      from events e left join event_fields f on f.event = e.id
        left join people p on p.id = e.actor_id left join systems s on s.id = e.actor_id
      where e.message = $1 and e.type in ('delivery.erased', 'message.erased')`,
    [message],
  );
  return new Map(rows.map(({ delivery, ...erased }) => [delivery, erased]));
}

/** A message with each recipient's timeline, made from the events alone. Refuses not_found, reason_needed. */
export async function showMessage(ctx: Context, viewer: Viewer, id: string): Promise<MessageOverview> {
  if (!isUuid(id)) throw new Refusal('not_found');
  const { rows } = await ctx.db.query<
    Omit<MessageOverview, 'deliveries' | 'looks' | 'erased' | 'terms'> & { terms: MessageTerms | null }
  >(
    `select m.id, m.sender_address as "from", u.outward_name as unit, m.unit_id as "unitId",
        m.notices_at as "noticesAt", m.answers, ${ownSql(2)} as own,
        (select ${termsSql} from message_terms t where t.message_id = m.id) as terms,
        (select e.at from events e where e.message = m.id and e.type = 'message.accepted') as "sentAt"
      from messages m join units u on u.id = m.unit_id where m.id = $1 and ${reachSql(2)}`,
    [id, ...reachOf(viewer, 'timeline')],
  );
  const message = rows[0];
  if (!message) throw await refusalFor(ctx.db, viewer, 'timeline', id);
  const deliveries = await ctx.db.query<Omit<DeliveryOverview, 'timeline' | 'erased'>>(
    `select id, email, name, phone, status, reason, reference, expires_at as "expiresAt", unlocks,
        case when parted is not null then jsonb_build_object('from', parent_id, 'for', parted) end as parted
      from deliveries where message_id = $1 order by position`,
    [id],
  );
  const events = await ctx.db.query<Row>(
    `select e.delivery, e.type, e.at, coalesce(e.seq, 0) as seq, e.details,
        f.fields ->> 'server' as server, f.fields ->> 'reply' as reply, f.fields ->> 'provider' as provider,
        case when e.type in ('delivery.declined', 'delivery.corrected') then f.fields ->> 'words' end as words,
        (select p.name from mailbox_members p where p.id::text = e.details ->> 'member') as member
      from events e left join event_fields f on f.event = e.id
      where e.message = $1 and e.type not in ('message.looked_at', 'message.handed_over', 'export.made') order by e.seq nulls first`,
    [id],
  );
  const looks = await ctx.db.query<Look>(
    `select e.at, coalesce(f.fields ->> 'name', s.name) as by, e.details ->> 'kind' as kind,
        f.fields ->> 'reason' as reason
      from events e left join event_fields f on f.event = e.id left join systems s on s.id = e.actor_id
      where e.message = $1 and e.type = 'message.looked_at' order by e.at, e.id`,
    [id],
  );
  const timelines = Map.groupBy(events.rows, (event) => event.delivery);
  const [accepted, erasure] = [false, true].map((end) =>
    (timelines.get(null) ?? []).filter(({ type }) => (type === 'message.erased') === end),
  ) as [Row[], Row[]];
  const erased = await readErasures(ctx, id);
  return {
    ...message,
    terms: message.terms ?? usualTerms,
    erased: erased.get(null) ?? null,
    looks: looks.rows,
    deliveries: deliveries.rows.map((delivery) => ({
      ...delivery,
      erased: erased.get(delivery.id) ?? null,
      timeline: [...accepted, ...(timelines.get(delivery.id) ?? []), ...erasure].map(
        ({ delivery: _, ...event }) => event,
      ),
    })),
  };
}

import type { Queryable } from '../../evidence/ports.ts';
import type { Counted } from './judge.ts';
import { letterSql, letters } from './stories.ts';

/** Of one kind of finding, ids that are kept. */
export const mostKept = 20;

/** Messages whose ids follow `after`, up to and including `upTo`. */
export interface Stretch {
  readonly after: string;
  readonly upTo: string;
}

export interface StretchCount {
  readonly messages: number;
  /** Messages whose recipients are not those that were accepted. */
  readonly wrong: { readonly count: number; readonly ids: readonly string[] };
  readonly groups: readonly (Counted & { readonly count: number; readonly ids: readonly string[] })[];
}

/** Counts what the events say of a stretch of messages, beside what stands in the tables. */
export async function countStretch(tx: Queryable, { after, upTo }: Stretch): Promise<StretchCount> {
  const { rows } = await tx.query<{ counted: StretchCount }>({
    name: 'count-stretch',
    text: sql,
    values: [after, upTo, letters],
  });
  return rows[0]!.counted;
}

/** How long what is under way may take before it is missed. */
const slack = "interval '1 hour'";

// One pass over the events, which gives both: what each delivery's say, and what each message's do. The events of a message
// that are of no delivery stand in the row whose delivery is null.
const sql = `
with told as materialized (
  select e.message, e.delivery, count(*) as events, max(e.seq) as last, max(e.at) as at,
    case when e.delivery is not null then coalesce(string_agg(${letterSql(3)}, '' order by e.seq), '') end as story,
    sum((e.details ->> 'recipients')::int) filter (where e.type = 'message.accepted') as accepted,
    count(*) filter (where e.type = 'delivery.available' and e.details ? 'redirectedFrom') as redirected
  from events e where e.message > $1 and e.message <= $2 group by e.message, e.delivery
), stood as (
  select d.id, d.message_id, d.status, d.seq, d.expires_at from deliveries d where d.message_id > $1 and d.message_id <= $2
), sealed as (
  select w.message_id, w.delivery_id from wraps w where w.message_id > $1 and w.message_id <= $2 and w.delivery_id is not null
), leaving as (
  select distinct (j.payload ->> 'delivery')::uuid as delivery from jobs j where j.kind in ('notice', 'relay') and j.dead_at is null
), groups as (
  select t.story, s.status,
    coalesce(t.last = t.events and s.seq = t.events, true) as whole,
    coalesce(s.expires_at < now() - ${slack}, false) as late,
    coalesce(t.at < now() - ${slack}, false) as quiet,
    l.delivery is not null as waits,
    w.delivery_id is not null as sealed,
    count(*) as count, (array_agg(coalesce(s.id, t.delivery)))[1:${mostKept}] as ids
  from (select * from told where delivery is not null) t
    full join stood s on s.id = t.delivery and s.message_id = t.message
    left join sealed w on w.delivery_id = s.id
    left join leaving l on l.delivery = s.id
  group by 1, 2, 3, 4, 5, 6, 7
), messages as (
  select coalesce(t.message, m.id) as id, t.accepted is not null as accepted,
    t.accepted is distinct from t.begun or t.begun is distinct from coalesce(s.standing, 0) or m.id is null as wrong
  from (select message, sum(accepted) + sum(redirected) as accepted, count(delivery) as begun from told group by message) t
    full join (select id from messages where id > $1 and id <= $2) m on m.id = t.message
    left join (select message_id, count(*) as standing from stood group by message_id) s on s.message_id = coalesce(t.message, m.id)
  where t.accepted is not null or m.id is not null
), wrong as (
  select count(*) as count, coalesce((array_agg(id))[1:${mostKept}], '{}') as ids from messages where wrong
)
select json_build_object(
  'messages', (select count(*) from messages where accepted),
  'wrong', (select to_json(wrong) from wrong),
  'groups', (select coalesce(json_agg(groups), '[]') from groups)
) as counted`;

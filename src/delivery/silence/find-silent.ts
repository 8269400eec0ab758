import { municipalDomains } from '../../guard/municipal-domains.ts';
import { ordinaryDomains } from '../../guard/ordinary-domains.ts';
import type { Database } from '../../evidence/ports.ts';

/** An address, or a whole domain, of which nobody has ever opened anything. */
export interface Silent {
  /** The address in lower case; of a whole domain `@` and the domain. */
  readonly subject: string;
  /** Messages that have stayed unopened for ten working days, and for one. */
  readonly old: number;
  readonly messages: number;
  /** When the first of them was sent: ISO 8601 UTC. */
  readonly since: string;
  /** The newest ten. */
  readonly deliveries: readonly string[];
}

export interface SilentFound {
  readonly silent: readonly Silent[];
  /** Domains where mail is opened, with how many. */
  readonly known: ReadonlyMap<string, number>;
}

/** Domains that everybody knows; silent is at most an address there. */
export const wellKnown: readonly string[] = [...municipalDomains, ...ordinaryDomains];

/** So many messages in a row that nobody opened, and somebody is told. */
export const inARow = 3;

/** So many openings make a domain known here. */
const openings = 3;

/** Deliveries that a notice was sent for, and that nobody opened. What is held, bounced or recalled is known about elsewhere. */
const unopened = `d.opened_seq is null and d.status in ('notified', 'expired')`;
/** Somebody is there: they opened it, or tried codes, or answered. */
const heard = `(d.opened_seq is not null or d.status in ('opened', 'locked', 'reported', 'acknowledged', 'declined'))`;

/**
 * Goes over all deliveries once. A statement of any length, so it is copied out: `before` and `recently` are the instants
 * since which ten working days have passed, and one.
 */
export async function findSilent(db: Database, before: Date, recently: Date): Promise<SilentFound> {
  const silent: Silent[] = [];
  const known = new Map<string, number>();
  const values = [before.toISOString(), recently.toISOString(), wellKnown];
  for await (const [subject, old, messages, since, deliveries] of linesOf(db.copyOut(sql, values))) {
    if (deliveries === '') known.set(subject!, Number(messages));
    else {
      silent.push({
        subject: subject!,
        old: Number(old),
        messages: Number(messages),
        since: since!,
        deliveries: deliveries!.split(','),
      });
    }
  }
  return { silent, known };
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield line.split('\t');
  }
}

// An address at a domain where mail is opened is judged by itself from its second message on: who is there does not always
// read. One at a domain that hardly anybody opens at is looked at from the first, for what it resembles. No address that mail
// could reach holds what COPY would escape; any other is left out.
const sql = `copy (
with domain as materialized (
  select split_part(lower(d.email), '@', -1) as domain, count(d.opened_seq) as opened
  from deliveries d where d.status <> 'erased' and ${heard} group by 1
), waiting as materialized (
  select email, split_part(email, '@', -1) as domain, unopened from (
    select lower(d.email) as email, count(*) as unopened from deliveries d where ${unopened} group by 1
  ) each
), placed as materialized (
  select w.email, w.domain, n.domain is not null or w.domain = any ($3) as heard, w.unopened,
    coalesce(n.opened >= ${openings}, false) or w.domain = any ($3) as known
  from waiting w left join domain n on n.domain = w.domain
), quiet as materialized (
  select a.email, case when a.heard then a.email else '@' || a.domain end as subject, a.known
  from placed a
  where (a.unopened > 1 or not a.known) and a.email !~ '[\\[:cntrl:]]'
    and not (a.heard and exists (
      select from deliveries d where lower(d.email) = a.email and d.status <> 'erased' and ${heard}))
), silent as (
  select q.subject, count(distinct m.id) filter (where m.created_at < $1::timestamptz) as old, count(distinct m.id) as messages,
    min(m.created_at) as since, (array_agg(d.id order by m.created_at desc))[1:10] as deliveries
  from quiet q
    join deliveries d on lower(d.email) = q.email and ${unopened}
    join messages m on m.id = d.message_id and m.created_at < $2::timestamptz
  group by q.subject, q.known
  having count(distinct m.id) filter (where m.created_at < $1::timestamptz)
    >= case when q.known and count(distinct m.id) < ${inARow} then 2 else 1 end
)
select subject, old, messages, to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), array_to_string(deliveries, ',') from silent
union all
select domain, 0, opened, '', '' from domain where opened >= ${openings}
) to stdout`;

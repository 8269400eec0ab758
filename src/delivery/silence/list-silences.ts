import type { Units } from '../../message/rights.ts';
import type { Context } from '../context.ts';

/** An address or a domain of which nobody has ever opened anything. Times are ISO 8601 UTC with microseconds. */
export interface Silence {
  readonly id: string;
  /** Null: it is about the whole domain. */
  readonly address: string | null;
  readonly domain: string;
  /** The known domain that it looks like. */
  readonly resembles: string | null;
  /** The system that sent the newest of them; null: a person did. */
  readonly system: string | null;
  readonly messages: number;
  /** When the first of them was sent. */
  readonly since: string;
  readonly listedAt: string;
  /** When senders and the owner of the system were told. */
  readonly toldAt: string | null;
  /** The newest ten that were never opened. */
  readonly deliveries: readonly { readonly id: string; readonly message: string; readonly sentAt: string }[];
}

const most = 200;

/** Those that nobody has called right, of messages of these units: what looks like a known domain first, then the newest. */
export async function listSilences(ctx: Pick<Context, 'db'>, units: Units): Promise<Silence[]> {
  const { rows } = await ctx.db.query<Silence>(
    `select s.id, case when s.whole_domain then null else lower(d.email) end as address, split_part(lower(d.email), '@', -1) as domain,
        s.resembles, y.name as system, s.messages, s.since, s.listed_at as "listedAt", s.told_at as "toldAt", x.deliveries
      from silences s join deliveries d on d.id = s.deliveries[1]
        join messages m on m.id = d.message_id left join systems y on y.id = m.system_id,
        lateral (
          select json_agg(json_build_object('id', e.id, 'message', e.message_id, 'sentAt',
              to_char(n.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by n.created_at desc) as deliveries
            from deliveries e join messages n on n.id = e.message_id
            where e.id = any (s.deliveries) and e.status <> 'erased' and ($1::uuid[] is null or n.unit_id = any ($1))
        ) x
      where s.closed_at is null and x.deliveries is not null
      order by s.resembles is null, s.listed_at desc, s.id limit ${most}`,
    [units],
  );
  return rows;
}

import type { Queryable } from '../ports.ts';

/** So many events are put in order at once. */
const atOnce = 500_000;

/**
 * Puts every event into the queue that is not in it, in front of those that are: for a log that begins anew. They stand by
 * their times; of one delivery by their numbers, whatever the times say. What is committed meanwhile has its own place
 * behind all of these. Very many are put in order by parts, each holding whole deliveries.
 */
export async function takeUpAnew(tx: Queryable): Promise<void> {
  const { rows } = await tx.query<{ parts: number; lowest: number }>(
    `select ceil((select count(*) from events)::numeric / $1)::int as parts,
      least((select min(position) from pending_events), 1) as lowest`,
    [atOnce],
  );
  const { parts, lowest } = rows[0]!;
  let before = lowest;
  for (let part = 0; part < parts; part++) {
    const { count } = await tx.query(
      `with due as (
        select e.id, e.seq, case when e.delivery is null then e.at else
            max(e.at) over (partition by e.delivery order by e.seq rows unbounded preceding) end as at
          from events e
          where ($1 = 1 or abs(hashtext(coalesce(e.delivery, e.id)::text)::bigint) % $1 = $2)
            and not exists (select from pending_events p where p.event = e.id)
        )
        insert into pending_events (position, event) overriding system value
        select $3::bigint - row_number() over (order by at desc, seq desc nulls last, id desc), id from due`,
      [parts, part, before],
    );
    before -= count;
  }
}

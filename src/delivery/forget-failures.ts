import type { Queryable } from '../evidence/ports.ts';

/**
 * Deletes the failures of these deliveries, or (null) of a whole message, and what somebody was to be told of them. How many
 * there were stays, without the recipient's domain.
 */
export async function forgetFailures(
  tx: Queryable,
  message: string,
  deliveries: readonly string[] | null,
): Promise<void> {
  const { rows } = await tx.query<{ notice: string }>(
    `with gone as (
        delete from failures where message_id = $1 and ($2::uuid[] is null or delivery_id = any ($2))
          returning sender_notice, owner_notice, counted, (at at time zone 'UTC')::date as day, about, reason, system_id,
            unit_id, domain, rule
      ), named as (
        select day, about, reason, system_id, unit_id, domain, rule, count(*)::int as count from gone
          where counted and domain is not null group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
      ), less as (
        update failure_domains c set count = c.count - n.count from named n
          where c.domain = n.domain and c.day = n.day and c.about = n.about and c.reason is not distinct from n.reason
            and c.system_id is not distinct from n.system_id and c.unit_id is not distinct from n.unit_id
            and c.rule is not distinct from n.rule
      )
      select sender_notice as notice from gone where sender_notice is not null
        union select owner_notice from gone where owner_notice is not null`,
    [message, deliveries],
  );
  if (rows.length === 0) return;
  // Mails that would tell of nothing any more.
  await tx.query(
    `delete from jobs where id in (
        select j.id from jobs j
          where j.kind = 'failure_notice' and j.payload ->> 'notice' = any ($1::text[])
            and (j.leased_until is null or j.leased_until < clock_timestamp())
            and not exists (select from failures f
              where (j.payload ->> 'notice')::uuid in (f.sender_notice, f.owner_notice))
          for update of j skip locked)`,
    [rows.map(({ notice }) => notice)],
  );
}

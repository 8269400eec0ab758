import type { Queryable } from '../evidence/ports.ts';

/** Deletes what somebody was to be told of failures: of these deliveries, or (null) of a whole message. */
export async function forgetFailures(
  tx: Queryable,
  message: string,
  deliveries: readonly string[] | null,
): Promise<void> {
  const { rows } = await tx.query<{ notice: string }>(
    `with gone as (
        delete from failures where message_id = $1 and ($2::uuid[] is null or delivery_id = any ($2))
          returning sender_notice, owner_notice
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

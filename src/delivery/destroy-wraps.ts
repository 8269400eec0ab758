import type { Queryable } from '../evidence/ports.ts';

/** Why seals were destroyed: `erased` covers a whole message where `delivery` is null in its tombstone. */
export type TombstoneKind = 'recalled' | 'erased' | 'expired';

/**
 * Destroys the seals of deliveries in the caller's transaction, and leaves a tombstone for each, so that a database that is
 * restored from an older backup can be made to forget them again. What is erased has one also where its seal was gone before.
 */
export async function destroyWraps(
  tx: Queryable,
  message: string,
  deliveries: readonly string[],
  kind: TombstoneKind,
): Promise<void> {
  await tx.query({
    name: 'destroy-wraps',
    text: `with gone as (
        delete from wraps where message_id = $1 and delivery_id = any ($2::uuid[]) returning id, delivery_id
      )
      insert into tombstones (wrap, message, delivery, kind)
        select gone.id, $1, delivery, $3 from unnest($2::uuid[]) as delivery
          left join gone on gone.delivery_id = delivery
          where gone.id is not null or $3 = 'erased'`,
    values: [message, deliveries, kind],
  });
}

/** The same for every seal that a message still has, the sender's own among them: the message is erased. */
export async function destroyAllWraps(tx: Queryable, message: string): Promise<void> {
  await tx.query({
    name: 'destroy-all-wraps',
    text: `with gone as (
        delete from wraps where message_id = $1 returning id, delivery_id
      )
      insert into tombstones (wrap, message, delivery, kind)
        select id, $1, delivery_id, 'erased' from gone where delivery_id is not null
        union all
        select (select id from gone where delivery_id is null), $1, null, 'erased'`,
    values: [message],
  });
}

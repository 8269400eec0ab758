import type { Queryable } from '../evidence/ports.ts';

/** Why seals were destroyed: `erased` covers a whole message where `delivery` is null in its tombstone. */
export type TombstoneKind = 'recalled' | 'erased' | 'expired';

/**
 * Destroys the seals of deliveries in the caller's transaction, and leaves a tombstone for each, so that a database that is
 * restored from an older backup can be made to forget them again.
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
      insert into tombstones (wrap, message, delivery, kind) select id, $1, delivery_id, $3 from gone`,
    values: [message, deliveries, kind],
  });
}

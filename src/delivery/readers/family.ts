import type { Queryable } from '../../evidence/ports.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';

/** SQL: the deliveries with the ids at `$1`, and all that their recipients made: for readers, and for whom they passed it on to. */
const familySql = `with recursive family (id) as (
  select unnest($1::uuid[]) union select d.id from deliveries d join family f on d.parent_id = f.id)`;

/** The ids of these deliveries of a message, and of all that their recipients made, in the order of their positions. */
export async function familyOf(
  db: Queryable,
  message: string,
  deliveries: readonly string[],
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `${familySql} select d.id from deliveries d join family using (id) where d.message_id = $2 order by d.position`,
    [deliveries, message],
  );
  return rows.map(({ id }) => id);
}

/**
 * Locks what the recipients of these deliveries, which the caller has locked, made of them. It comes after them in the order
 * of positions, and none is added while they are locked.
 */
export async function lockParted(
  tx: Queryable,
  deliveries: readonly { readonly id: string }[],
): Promise<{ id: string; status: DeliveryStatus }[]> {
  const { rows } = await tx.query<{ id: string; status: DeliveryStatus }>(
    `${familySql} select d.id, d.status from deliveries d
      where d.id in (select id from family) and d.id <> all ($1::uuid[]) order by d.position for no key update`,
    [deliveries.map(({ id }) => id)],
  );
  return rows;
}

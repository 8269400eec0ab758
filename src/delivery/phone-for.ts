import type { Queryable } from '../evidence/ports.ts';

/** SQL: the id of the shared mailbox to which the delivery `d` is addressed: its unit's own, else the organisation's. */
export const mailboxSql = `(select b.id from mailboxes b
  where lower(b.address) = lower(d.email) and b.deleted_at is null
    and (b.unit_id is null or b.unit_id = (select m.unit_id from messages m where m.id = d.message_id))
  order by b.unit_id nulls last limit 1)`;

/**
 * The phone to which codes for a delivery go, E.164: the recipient's own, or that of the member of the shared mailbox whose id
 * is given. Null: there is none, or they are no member any more.
 */
export async function phoneFor(
  db: Queryable,
  delivery: string,
  member: string | null,
): Promise<string | null> {
  const { rows } = await db.query<{ phone: string | null }>({
    name: 'phone-for',
    text: `select case when $2::uuid is null then d.phone else (
        select p.phone from mailbox_members p where p.id = $2 and p.ended_at is null and p.mailbox_id = ${mailboxSql}
      ) end as phone from deliveries d where d.id = $1`,
    values: [delivery, member],
  });
  return rows[0]?.phone ?? null;
}

/** Locks the member against being removed, in a transaction that has locked the delivery. False: they are none of its members. */
export async function lockMember(tx: Queryable, delivery: string, member: string): Promise<boolean> {
  const { count } = await tx.query({
    name: 'lock-member',
    text: `select from mailbox_members p where p.id = $2 and p.ended_at is null
        and p.mailbox_id = (select ${mailboxSql} from deliveries d where d.id = $1) for share`,
    values: [delivery, member],
  });
  return count === 1;
}

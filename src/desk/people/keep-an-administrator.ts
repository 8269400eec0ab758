import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';

/** SQL over `people p`: holds the role of administrator in all units, and can sign in to use it. */
const administersSql = `(p.deactivated_at is null
  and exists (select from grants g where g.person_id = p.id and g.role = 'admin' and g.unit_id is null)
  and (p.password_hash is not null or p.subject is not null
    or exists (select from passkeys k where k.person_id = p.id)))`;

/** Whoever takes an administrator away does so one after the other: two cannot each rely on the other one. */
const lock = 0x5e91_0005;

/** Whether somebody is one of those of whom one must remain. */
export async function administersAll(tx: Queryable, person: string): Promise<boolean> {
  const { count } = await tx.query(`select from people p where p.id = $1 and ${administersSql}`, [person]);
  return count > 0;
}

/**
 * Refuses last_administrator where a change leaves nobody who administers everything and can sign in. To be called in
 * the transaction of the change, after it and as the last thing that takes a lock, for somebody whom `administersAll`
 * fitted before.
 */
export async function keepAnAdministrator(tx: Queryable): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [lock]);
  const { count } = await tx.query(`select from people p where ${administersSql} limit 1`);
  if (count === 0) throw new Refusal('last_administrator');
}

/** Makes a change to somebody, and refuses last_administrator where they were the last one and are so no longer. */
export async function keepingAnAdministrator<Result>(
  tx: Queryable,
  person: string,
  change: () => Promise<Result>,
): Promise<Result> {
  const did = await administersAll(tx, person);
  const result = await change();
  if (did) await keepAnAdministrator(tx);
  return result;
}

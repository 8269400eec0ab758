import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import type { StaffMember } from '../staff.ts';

/**
 * Keeps somebody as they are until the transaction ends: whoever would deactivate them, or change how they sign in,
 * waits. Comes before anything else of theirs is locked. Refuses unauthenticated: they are deactivated.
 */
export async function holdPerson(tx: Queryable, person: string): Promise<void> {
  const { count } = await tx.query('select from people where id = $1 and deactivated_at is null for share', [
    person,
  ]);
  if (count === 0) throw new Refusal('unauthenticated');
}

/**
 * The same for somebody who changes how they sign in: one such change comes after the other, and only where the session
 * in which it is made has not been ended meanwhile. Refuses unauthenticated.
 */
export async function holdAccount(tx: Queryable, { id, session }: StaffMember): Promise<void> {
  await tx.query('select from people where id = $1 for no key update', [id]);
  const { count } = await tx.query(
    'select from staff_sessions where person_id = $1 and public_id = $2 for key share',
    [id, session.id],
  );
  if (count === 0) throw new Refusal('unauthenticated');
}

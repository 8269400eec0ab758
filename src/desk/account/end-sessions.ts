import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { recordChange } from '../record-change.ts';
import type { StaffMember } from '../staff.ts';

/** Ends somebody's sessions, those that wait for a second factor too; `except`: the id of one that stays. Gives how many. */
export async function endSessions(tx: Queryable, person: string, except?: string): Promise<number> {
  const { count } = await tx.query(
    'delete from staff_sessions where person_id = $1 and ($2::uuid is null or public_id <> $2)',
    [person, except ?? null],
  );
  return count;
}

/** Somebody ends one of their own sessions, by its id. `false`: there is no such session any more. */
export async function endOwnSession(tx: Queryable, staff: StaffMember, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const { count } = await tx.query('delete from staff_sessions where person_id = $1 and public_id = $2', [
    staff.id,
    id,
  ]);
  if (count > 0) await recordEnd(tx, staff, count);
  return count > 0;
}

/** Somebody ends all of their own sessions but the one they do it in. Gives how many. */
export async function endOtherSessions(tx: Queryable, staff: StaffMember): Promise<number> {
  const count = await endSessions(tx, staff.id, staff.session.id);
  if (count > 0) await recordEnd(tx, staff, count);
  return count;
}

const recordEnd = (tx: Queryable, { id }: StaffMember, sessions: number) =>
  recordChange(tx, {
    type: 'person.signed_out_everywhere',
    actor: { kind: 'staff', id },
    kind: 'person',
    subject: id,
    details: { sessions },
  });

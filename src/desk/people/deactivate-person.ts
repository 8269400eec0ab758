import type { Queryable } from '../../evidence/ports.ts';
import type { Actor } from '../../evidence/record-event.ts';
import { endSessions } from '../account/end-sessions.ts';
import { endKeeping } from '../conversations/end-keeping.ts';
import { recordChange } from '../record-change.ts';
import { keepingAnAdministrator } from './keep-an-administrator.ts';
import { whatIsLeft } from './what-is-left.ts';

/** `administrator`: somebody decided it. `claims`: the identity provider gives them no role any more. */
export type Because = 'administrator' | 'claims';

/**
 * Deactivates a person, in the caller's transaction: they are signed out, no link of theirs works, nothing they gave a
 * reason for is open to them, and no case that they were given is theirs. What they sent is their unit's from here on. `false`: they were deactivated already.
 * Refuses last_administrator.
 */
export async function deactivatePerson(
  tx: Queryable,
  actor: Actor,
  person: string,
  because: Because,
): Promise<boolean> {
  return keepingAnAdministrator(tx, person, async () => {
    const { count } = await tx.query(
      `update people set deactivated_at = now(), version = version + 1
        where id = $1 and deactivated_at is null`,
      [person],
    );
    if (count === 0) return false;
    await endSessions(tx, person);
    await tx.query('delete from sign_in_links where person_id = $1 and used_at is null', [person]);
    await tx.query('delete from welcome_links where person_id = $1 and used_at is null', [person]);
    await tx.query('delete from looks where person_id = $1', [person]);
    await endKeeping(tx, actor, person);
    const { live } = await whatIsLeft(tx, person);
    await recordChange(tx, {
      type: 'person.deactivated',
      actor,
      kind: 'person',
      subject: person,
      details: { because, left: live },
    });
    return true;
  });
}

/**
 * Activates a person again, in the caller's transaction: their password, their second factors and their roles are what
 * they were. `false`: they were active.
 */
export async function reactivatePerson(tx: Queryable, actor: Actor, person: string): Promise<boolean> {
  const { count } = await tx.query(
    `update people set deactivated_at = null, version = version + 1
      where id = $1 and deactivated_at is not null`,
    [person],
  );
  if (count === 0) return false;
  await recordChange(tx, { type: 'person.reactivated', actor, kind: 'person', subject: person });
  return true;
}

import { segl } from '../../delivery/actors.ts';
import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { keepingAnAdministrator } from '../people/keep-an-administrator.ts';
import { recordChange } from '../record-change.ts';
import { endSessions } from './end-sessions.ts';

const details = { because: 'claims' };

/** Makes a change to somebody. `false`: it was not made, since nobody would be left who administers everything. */
export async function unlessLastAdministrator(
  tx: Queryable,
  person: string,
  change: () => Promise<void>,
): Promise<boolean> {
  await tx.query('savepoint last_administrator');
  try {
    await keepingAnAdministrator(tx, person, change);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'last_administrator') throw error;
    await tx.query('rollback to savepoint last_administrator');
    return false;
  }
}

/** Deactivates somebody whose claims give them no role any more. `false`: they are the last to administer everything. */
export const closeForClaims = (ctx: Context, tx: Queryable, person: string): Promise<boolean> =>
  unlessLastAdministrator(tx, person, async () => {
    await tx.query('update people set deactivated_at = now(), version = version + 1 where id = $1', [person]);
    await endSessions(tx, person);
    await recordChange(tx, {
      type: 'person.deactivated',
      actor: segl(ctx),
      kind: 'person',
      subject: person,
      details,
    });
  });

/** Reactivates somebody whom claims had closed. `false`: an administrator closed the account, and it stays so. */
export async function reopenForClaims(ctx: Context, tx: Queryable, person: string): Promise<boolean> {
  const { rows } = await tx.query<{ because: string | null }>(
    `select details ->> 'because' as because from events
      where message is null and details ->> 'subject' = $1 and type = 'person.deactivated'
      order by at desc limit 1`,
    [person],
  );
  if (rows[0]?.because !== details.because) return false;
  await tx.query('update people set deactivated_at = null, version = version + 1 where id = $1', [person]);
  await recordChange(tx, {
    type: 'person.reactivated',
    actor: segl(ctx),
    kind: 'person',
    subject: person,
    details,
  });
  return true;
}

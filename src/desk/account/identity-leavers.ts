import { segl } from '../../delivery/actors.ts';
import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { type Because, deactivatePerson, reactivatePerson } from '../people/deactivate-person.ts';

const because: Because = 'claims';

/** Makes a change. `false`: it was not made, since nobody would be left who administers everything. */
export async function unlessLastAdministrator(
  tx: Queryable,
  change: () => Promise<unknown>,
): Promise<boolean> {
  await tx.query('savepoint last_administrator');
  try {
    await change();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'last_administrator') throw error;
    await tx.query('rollback to savepoint last_administrator');
    return false;
  }
}

/** Deactivates somebody whose claims give them no role any more. `false`: they are the last to administer everything. */
export const closeForClaims = (ctx: Context, tx: Queryable, person: string): Promise<boolean> =>
  unlessLastAdministrator(tx, () => deactivatePerson(tx, segl(ctx), person, because));

/** Reactivates somebody whom claims had closed. `false`: an administrator closed the account, and it stays so. */
export async function reopenForClaims(ctx: Context, tx: Queryable, person: string): Promise<boolean> {
  const { rows } = await tx.query<{ because: string | null }>(
    `select details ->> 'because' as because from events
      where message is null and details ->> 'subject' = $1 and type = 'person.deactivated'
      order by at desc limit 1`,
    [person],
  );
  return rows[0]?.because === because && reactivatePerson(tx, segl(ctx), person);
}

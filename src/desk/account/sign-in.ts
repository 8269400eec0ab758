import { spend } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { factorsOf, hasFactor } from './factors.ts';
import { verifyPassword } from './password.ts';
import { openStaffSession, type SignInClient } from './sessions.ts';
import { type KnownDevice, signInTries } from './tries.ts';

/**
 * Opens a staff session and returns its secret; where the person has a second factor, the session waits for it. Nobody can
 * lock somebody else out from elsewhere: see `signInTries`. Refuses: unauthenticated, budget_spent; equally slowly
 * whatever is wrong, and without a difference between an account that is gone, deactivated or was never there.
 */
export async function signIn(
  ctx: Context,
  email: string,
  password: string,
  client: SignInClient,
  device?: KnownDevice,
): Promise<string> {
  const address = email.trim().toLowerCase();
  const { rows } = await ctx.db.query<{ id: string; hash: string | null }>(
    `select id, case when deactivated_at is null then password_hash end as hash
      from people where lower(email) = $1`,
    [address],
  );
  const found = rows[0];
  await ctx.db.transaction((tx) => spend(tx, signInTries(address, client.ip, found?.id, device)));
  if (!(await verifyPassword(found?.hash, password))) {
    throw wrong();
  }
  const person = found!.id;
  return ctx.db.transaction(async (tx) => {
    // Comparing takes so long that the password may have been changed meanwhile, which ends every session.
    const { count } = await tx.query('select from people where id = $1 and password_hash = $2 for share', [
      person,
      found!.hash,
    ]);
    if (count === 0) throw wrong();
    const pending = hasFactor(await factorsOf(tx, person));
    return openStaffSession(tx, { person, method: 'password', pending, client });
  });
}

const wrong = () => new Refusal('unauthenticated', 'The address or the password is not right.');

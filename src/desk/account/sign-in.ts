import { networkOf, spend } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { verifyPassword } from './password.ts';
import { openStaffSession, type SignInClient } from './sessions.ts';

/**
 * Opens a staff session and returns its secret. The budget is per address and network together, so that nobody can lock
 * somebody else out from elsewhere. Refuses: unauthenticated, budget_spent; equally slowly whatever is wrong.
 */
export async function signIn(
  ctx: Context,
  email: string,
  password: string,
  client: SignInClient,
): Promise<string> {
  const { ip } = client;
  const address = email.trim().toLowerCase();
  await ctx.db.transaction((tx) =>
    spend(tx, [
      {
        scope: 'sign-in/account',
        subject: `${address.slice(0, 254)} ${networkOf(ip)}`,
        limit: 10,
        windowMinutes: 15,
      },
      { scope: 'sign-in/network', subject: networkOf(ip), limit: 200, windowMinutes: 15 },
    ]),
  );
  const { rows } = await ctx.db.query<{ id: string; password_hash: string | null }>(
    'select id, password_hash from people where lower(email) = $1 and deactivated_at is null',
    [address],
  );
  if (!(await verifyPassword(rows[0]?.password_hash, password))) {
    throw new Refusal('unauthenticated', 'The address or the password is not right.');
  }
  const person = rows[0]!.id;
  return ctx.db.transaction((tx) => openStaffSession(tx, { person, method: 'password', client }));
}

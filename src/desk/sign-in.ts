import { randomBytes } from 'node:crypto';
import { networkOf, spend } from '../delivery/budgets.ts';
import type { Context } from '../delivery/context.ts';
import { hashToken } from '../delivery/link-token.ts';
import { signsInByLink } from '../delivery/sign-in-link.ts';
import type { Queryable } from '../evidence/ports.ts';
import { Refusal } from '../message/refusals.ts';
import { verifyPassword } from './password.ts';
import type { StaffMember } from './staff.ts';

/** Idle time after which a member of staff signs in again, and the longest a session lasts. */
const idleMinutes = 60;
const longestHours = 12;

/**
 * Opens a staff session and returns its secret. The budget is per address and network together, so that nobody can lock
 * somebody else out from elsewhere. Refuses: unauthenticated, budget_spent; equally slowly whatever is wrong.
 */
export async function signIn(ctx: Context, email: string, password: string, ip: string): Promise<string> {
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
  return openStaffSession(ctx.db, rows[0]!.id);
}

/** Opens a session for somebody who has proved who they are, and returns its secret. */
export async function openStaffSession(db: Queryable, person: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await db.query('insert into staff_sessions (id_hash, person_id) values ($1, $2)', [
    hashToken(secret),
    person,
  ]);
  return secret;
}

/** Who a session secret belongs to; `undefined`: nobody, or no longer. */
export async function staffOf(ctx: Context, secret: string): Promise<StaffMember | undefined> {
  const { rows } = await ctx.db.query<StaffMember>({
    name: 'staff-of',
    text: `with s as (
        update staff_sessions set last_seen_at = now()
        where id_hash = $1 and last_seen_at > now() - make_interval(mins => ${idleMinutes})
          and created_at > now() - make_interval(hours => ${longestHours})
        returning person_id
      )
      select p.id, p.name, p.email, p.role, u.id as unit, u.name as "unitName"
      from s join people p on p.id = s.person_id join units u on u.id = p.unit_id
      where p.deactivated_at is null and (p.password_hash is not null or ${signsInByLink})`,
    values: [hashToken(secret)],
  });
  return rows[0];
}

export async function signOutStaff(ctx: Context, secret: string): Promise<void> {
  await ctx.db.query('delete from staff_sessions where id_hash = $1', [hashToken(secret)]);
}

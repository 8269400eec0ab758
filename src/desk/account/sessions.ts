import { randomBytes } from 'node:crypto';
import { networkOf } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import { hashToken } from '../../delivery/link-token.ts';
import { signsInByLink } from '../../delivery/sign-in-link.ts';
import { idleMinutes, longestHours, pendingMinutes } from '../../delivery/staff-session-limits.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { unreadSql } from '../conversations/list-answers.ts';
import { recordChange } from '../record-change.ts';
import { holdPerson } from './hold-account.ts';
import type { Grant, SignInMethod, StaffMember, StaffSession } from '../staff.ts';

export { idleMinutes, longestHours };

/** Where a sign-in came from, as the session list shows it to whoever signed in. */
export interface SignInClient {
  readonly ip: string;
  readonly userAgent: string;
}

export interface NewSession {
  readonly person: string;
  readonly method: SignInMethod;
  /** What was proved already is a second factor too: a passkey, or what the identity provider vouches for. */
  readonly secondFactor?: boolean;
  /** A second factor is still to come: until then the session is nobody's. */
  readonly pending?: boolean;
  readonly client?: SignInClient | undefined;
}

/**
 * Opens a session for somebody who has proved who they are, and returns its secret. One that is not pending is recorded
 * as a sign-in, in the caller's transaction. Refuses unauthenticated: they were deactivated meanwhile.
 */
export async function openStaffSession(tx: Queryable, session: NewSession): Promise<string> {
  const { person, method, secondFactor = false, pending = false, client } = session;
  const secret = randomBytes(32).toString('base64url');
  await holdPerson(tx, person);
  await tx.query(
    `insert into staff_sessions (id_hash, person_id, method, pending, factor_at, user_agent, network)
      values ($1, $2, $3, $4, case when $5 then now() end, $6, $7)`,
    [
      hashToken(secret),
      person,
      method,
      pending,
      secondFactor,
      client?.userAgent || null,
      client ? networkOf(client.ip) : null,
    ],
  );
  if (!pending) await recordSignIn(tx, { person, method, secondFactor, client });
  return secret;
}

/** Records that somebody is signed in now. */
export async function recordSignIn(
  tx: Queryable,
  { person, method, secondFactor = false, client }: NewSession,
): Promise<void> {
  await recordChange(tx, {
    type: 'person.signed_in',
    actor: { kind: 'staff', id: person },
    kind: 'person',
    subject: person,
    details: { method, secondFactor },
    after: { network: client ? networkOf(client.ip) : null, userAgent: client?.userAgent ?? null },
  });
}

interface SessionRow extends Omit<StaffMember, 'grants' | 'held' | 'session'>, Omit<StaffSession, 'id'> {
  readonly held: readonly Grant[];
  readonly sessionId: string;
}

/** Who a session secret belongs to; `undefined`: nobody, no longer, or not yet. */
export async function staffOf(ctx: Context, secret: string): Promise<StaffMember | undefined> {
  const { rows } = await ctx.db.query<SessionRow>({
    name: 'staff-of',
    text: `with s as (
        update staff_sessions set last_seen_at = now()
        where id_hash = $1 and not pending and last_seen_at > now() - make_interval(mins => ${idleMinutes})
          and created_at > now() - make_interval(hours => ${longestHours})
        returning person_id, public_id, method, factor_at, proven_at
      )
      select p.id, p.name, p.email, u.id as unit, u.name as "unitName", s.public_id as "sessionId", s.method,
        s.factor_at is not null as "secondFactor",
        floor(extract(epoch from now() - s.proven_at))::int as "provenSecondsAgo", ${unreadSql} as unread,
        coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'unit', g.unit_id)) from grants g
          where g.person_id = p.id), '[]') as held
      from s join people p on p.id = s.person_id join units u on u.id = p.unit_id
      where p.deactivated_at is null
        and (p.password_hash is not null or p.subject is not null
          or exists (select from passkeys k where k.person_id = p.id) or ${signsInByLink})`,
    values: [hashToken(secret)],
  });
  if (!rows[0]) return undefined;
  const { sessionId, method, secondFactor, provenSecondsAgo, held, ...person } = rows[0];
  const grants = secondFactor ? held : held.filter(({ role }) => role === 'sender');
  return { ...person, held, grants, session: { id: sessionId, method, secondFactor, provenSecondsAgo } };
}

/** Whose a session is that waits for its second factor; `undefined`: none waits. */
export async function pendingStaffOf(
  ctx: Context,
  secret: string,
): Promise<{ person: string; email: string } | undefined> {
  const { rows } = await ctx.db.query<{ person: string; email: string }>(
    `select p.id as person, p.email from staff_sessions s join people p on p.id = s.person_id
      where s.id_hash = $1 and s.pending and s.created_at > now() - make_interval(mins => ${pendingMinutes})
        and p.deactivated_at is null`,
    [hashToken(secret)],
  );
  return rows[0];
}

/**
 * Marks that a second factor, or a proof as good, was given in a session just now: a pending one is somebody's from here
 * on, which is recorded as a sign-in. `false`: there is no such session any more.
 */
export async function proveSecondFactor(
  tx: Queryable,
  secret: string,
  client: SignInClient | undefined,
): Promise<boolean> {
  const { rows } = await tx.query<{ person: string; method: SignInMethod; pending: boolean }>(
    `update staff_sessions s set pending = false, factor_at = coalesce(s.factor_at, now()), proven_at = now(),
        last_seen_at = now(), created_at = case when o.pending then now() else s.created_at end
      from (select id_hash, pending from staff_sessions where id_hash = $1 for update) o
      where s.id_hash = o.id_hash and (not o.pending or s.created_at > now() - make_interval(mins => ${pendingMinutes}))
      returning s.person_id as person, s.method, o.pending`,
    [hashToken(secret)],
  );
  if (!rows[0]) return false;
  const { person, method, pending } = rows[0];
  if (pending) await recordSignIn(tx, { person, method, secondFactor: true, client });
  return true;
}

export async function signOutStaff(ctx: Context, secret: string): Promise<void> {
  await ctx.db.query('delete from staff_sessions where id_hash = $1', [hashToken(secret)]);
}

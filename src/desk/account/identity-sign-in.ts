import type { Context } from '../../delivery/context.ts';
import { hashToken } from '../../delivery/link-token.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { defaultStaffPolicy } from '../../message/policy.ts';
import { currentPolicy } from '../policy.ts';
import type { StaffMember } from '../staff.ts';
import { factorsOf, hasFactor } from './factors.ts';
import { admit } from './identity-admission.ts';
import { neededClaims } from './identity-claims.ts';
import { takeErrand } from './identity-errand.ts';
import { identityRefusal } from './identity-problems.ts';
import type { Identity, StaffIdentity } from './identity-provider.ts';
import { keepRefreshToken } from './identity-refresh-token.ts';
import { openStaffSession, proveSecondFactor, type SignInClient } from './sessions.ts';

export interface ComingBack {
  /** What the browser kept of its errand. */
  readonly sealed: string | undefined;
  /** The query with which the provider sent it back. */
  readonly answer: URLSearchParams;
  readonly client: SignInClient;
  /** Whoever is signed in with that browser already. */
  readonly current: { readonly staff: StaffMember; readonly secret: string } | undefined;
}

/**
 * Ends a sign-in that somebody came back from the provider with: opens a session, whose secret it returns, or marks in
 * the one they have that they proved again who they are. Refuses as `identity-problems.ts` lists; what the claims
 * changed about the person stands then too.
 */
export async function finishIdentitySignIn(
  ctx: Context,
  staffIdentity: StaffIdentity,
  { sealed, answer, client, current }: ComingBack,
): Promise<{ readonly next: string; readonly secret: string }> {
  const errand = await takeErrand(ctx, sealed, answer.get('state'));
  if (!errand) throw identityRefusal('expired', 'errand');
  const again = errand.session === null ? undefined : current;
  if (errand.session !== (again?.staff.session.id ?? null)) throw identityRefusal('expired', 'session');
  const policy = (await currentPolicy(ctx.db)).staff ?? defaultStaffPolicy;
  const identity = await staffIdentity.provider.finish(errand, answer, neededClaims(policy));
  const { log } = staffIdentity;
  const done = await ctx.db.transaction(async (tx) => {
    if (again && !(await isIdentityOf(tx, again.staff.id, identity)))
      return { problem: 'other_person' } as const;
    const admission = await admit(ctx, tx, identity, { policy, log });
    if ('problem' in admission) return admission;
    const { person } = admission;
    const secret = again
      ? await proveAgain(tx, again.secret, { identity, client })
      : await open(tx, person, { identity, client, replaces: current?.secret });
    if (secret === undefined) return { problem: 'expired' } as const;
    await keepRefreshToken(ctx, tx, secret, identity);
    return { secret };
  });
  if ('problem' in done) throw identityRefusal(done.problem);
  return { next: errand.next, secret: done.secret };
}

async function isIdentityOf(tx: Queryable, person: string, { issuer, subject }: Identity): Promise<boolean> {
  const { count } = await tx.query('select from people where id = $1 and issuer = $2 and subject = $3', [
    person,
    issuer,
    subject,
  ]);
  return count === 1;
}

/** Where the provider vouches for no second factor, one that the person has here is asked for. */
async function open(
  tx: Queryable,
  person: string,
  {
    identity: { secondFactor },
    client,
    replaces,
  }: { identity: Identity; client: SignInClient; replaces: string | undefined },
): Promise<string> {
  if (replaces) await tx.query('delete from staff_sessions where id_hash = $1', [hashToken(replaces)]);
  const pending = !secondFactor && hasFactor(await factorsOf(tx, person));
  return openStaffSession(tx, { person, method: 'oidc', secondFactor, pending, client });
}

async function proveAgain(
  tx: Queryable,
  secret: string,
  { identity, client }: { identity: Identity; client: SignInClient },
): Promise<string | undefined> {
  if (identity.secondFactor) return (await proveSecondFactor(tx, secret, client)) ? secret : undefined;
  const { count } = await tx.query(
    'update staff_sessions set proven_at = now(), last_seen_at = now() where id_hash = $1 and not pending',
    [hashToken(secret)],
  );
  return count === 1 ? secret : undefined;
}

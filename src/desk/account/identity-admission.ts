import { randomUUID } from 'node:crypto';
import { segl } from '../../delivery/actors.ts';
import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { StaffPolicy } from '../../message/policy.ts';
import { setGrants } from '../people/people.ts';
import { unitCalled } from '../people/units.ts';
import { recordChange } from '../record-change.ts';
import { type Claimed, readClaims } from './identity-claims.ts';
import { bind, follow } from './identity-following.ts';
import { closeForClaims, reopenForClaims } from './identity-leavers.ts';
import {
  byProvider,
  fieldsOf,
  type KnownPerson,
  personOfAddress,
  personOfIdentity,
} from './identity-person.ts';
import type { Admission } from './identity-problems.ts';
import type { Identity, IdentityLog } from './identity-provider.ts';
import { type ClaimedRoles, claimedRoles, grantsIn } from './identity-roles.ts';

/**
 * Makes a person stand here as the provider sees them: added at the first time, their name, address and roles as
 * claimed, closed where the claims give them nothing and opened again where they do. A problem is no error: what was
 * done about the person is to be committed with it.
 */
export async function admit(
  ctx: Context,
  tx: Queryable,
  identity: Identity,
  { policy, log }: { policy: StaffPolicy; log: IdentityLog },
): Promise<Admission> {
  // One after the other: of two first sign-ins at once, the second finds the person.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `identity ${identity.issuer} ${identity.subject}`,
  ]);
  const claimed = readClaims(policy, identity.claims);
  const roles = await claimedRoles(tx, claimed);
  for (const unit of roles.unknownUnits) log({ unit }, 'claims name a unit that does not exist');
  const known = await personOfIdentity(tx, identity);
  if (roles.grants.length === 0) return withoutRoles(ctx, tx, known, { identity, log });
  if (!known) return newcomer(ctx, tx, identity, { claimed, roles, log });
  if (known.isDeactivated && !(await reopenForClaims(ctx, tx, known.id))) return { problem: 'closed' };
  return follow(ctx, tx, known, { claimed, roles, log });
}

async function withoutRoles(
  ctx: Context,
  tx: Queryable,
  known: KnownPerson | undefined,
  { identity, log }: { identity: Identity; log: IdentityLog },
): Promise<Admission> {
  // Claims that were kept back close nobody's account.
  if (!known || known.isDeactivated || !identity.complete) return { problem: 'no_role' };
  if (await closeForClaims(ctx, tx, known.id)) return { problem: 'no_role' };
  log({ person: known.id }, 'claims would leave nobody who administers everything: the roles stay');
  return { person: known.id };
}

async function newcomer(
  ctx: Context,
  tx: Queryable,
  identity: Identity,
  { claimed, roles, log }: { claimed: Claimed; roles: ClaimedRoles; log: IdentityLog },
): Promise<Admission> {
  const { email } = claimed;
  if (email === undefined) return { problem: 'email_missing' };
  const local = await personOfAddress(tx, email);
  if (local) {
    if (local.subject !== null) return { problem: 'email_taken' };
    if (local.isDeactivated) return { problem: 'closed' };
    if (!claimed.ownsEmail) return { problem: 'email_unverified' };
    await bind(ctx, tx, local, identity);
    return follow(ctx, tx, local, { claimed, roles, log });
  }
  const unit = roles.unit ?? (await unitCalled(tx, undefined));
  const person = { email, name: claimed.name ?? email, unit, grants: grantsIn(unit, roles.grants) };
  const { rows } = await tx.query<{ id: string }>(
    `insert into people (id, unit_id, email, name, issuer, subject) values ($1, $2, $3, $4, $5, $6)
      on conflict do nothing returning id`,
    [randomUUID(), unit, email, person.name, identity.issuer, identity.subject],
  );
  if (!rows[0]) return { problem: 'email_taken' };
  const { id } = rows[0];
  await setGrants(tx, id, person.grants);
  await recordChange(tx, {
    type: 'person.created',
    actor: segl(ctx),
    kind: 'person',
    subject: id,
    details: byProvider,
    before: null,
    after: fieldsOf(person),
  });
  return { person: id };
}

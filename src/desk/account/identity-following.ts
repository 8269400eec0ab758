import { segl } from '../../delivery/actors.ts';
import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { Grant } from '../../message/rights.ts';
import { endKeeping } from '../conversations/end-keeping.ts';
import { keepingAnAdministrator } from '../people/keep-an-administrator.ts';
import { setGrants } from '../people/people.ts';
import { differenceOf, recordChange } from '../record-change.ts';
import { endSessions } from './end-sessions.ts';
import type { Claimed } from './identity-claims.ts';
import { unlessLastAdministrator } from './identity-leavers.ts';
import { byProvider, fieldsOf, type KnownPerson, personOfAddress } from './identity-person.ts';
import type { Admission } from './identity-problems.ts';
import type { Identity, IdentityLog } from './identity-provider.ts';
import { type ClaimedRoles, grantsIn } from './identity-roles.ts';

interface Fields {
  readonly email: string;
  readonly name: string;
  readonly unit: string;
  readonly grants: readonly Grant[];
}

/**
 * Lets somebody's name, address, unit and roles be as claimed; what claims do not say stays. Whoever is the last to
 * administer everything keeps the roles they have.
 */
export async function follow(
  ctx: Context,
  tx: Queryable,
  known: KnownPerson,
  { claimed, roles, log }: { claimed: Claimed; roles: ClaimedRoles; log: IdentityLog },
): Promise<Admission> {
  const { id, email, name, grants } = known;
  const unit = roles.unit ?? known.unit;
  const address = claimed.email ?? email;
  const holder = await personOfAddress(tx, address);
  if (holder && holder.id !== id) return { problem: 'email_taken' };
  const wanted = { email: address, name: claimed.name ?? name, unit, grants: grantsIn(unit, roles.grants) };
  const isChanged = await unlessLastAdministrator(tx, () =>
    keepingAnAdministrator(tx, id, () => change(ctx, tx, known, wanted)),
  );
  if (!isChanged) {
    log({ person: id }, 'claims would leave nobody who administers everything: the roles stay');
    await change(ctx, tx, known, { ...wanted, grants });
  }
  return { person: id };
}

async function change(ctx: Context, tx: Queryable, known: KnownPerson, wanted: Fields): Promise<void> {
  const difference = differenceOf(fieldsOf(known), fieldsOf(wanted));
  if (!difference) return;
  const { email, name, unit, grants } = wanted;
  await tx.query(
    'update people set email = $2, name = $3, unit_id = $4, version = version + 1 where id = $1',
    [known.id, email, name, unit],
  );
  if (difference.after.grants) await setGrants(tx, known.id, grants);
  await endKeeping(tx, segl(ctx), known.id);
  await recordChange(tx, {
    type: 'person.changed',
    actor: segl(ctx),
    kind: 'person',
    subject: known.id,
    details: byProvider,
    ...difference,
  });
}

/** From here on the provider signs somebody in, and no password or link that Segl gave out does. */
export async function bind(
  ctx: Context,
  tx: Queryable,
  { id, hasPassword }: KnownPerson,
  { issuer, subject }: Identity,
): Promise<void> {
  await tx.query(
    'update people set issuer = $2, subject = $3, password_hash = null, version = version + 1 where id = $1',
    [id, issuer, subject],
  );
  await tx.query('delete from welcome_links where person_id = $1 and used_at is null', [id]);
  await endSessions(tx, id);
  await recordChange(tx, {
    type: 'person.changed',
    actor: segl(ctx),
    kind: 'person',
    subject: id,
    details: byProvider,
    before: { signsIn: hasPassword ? 'password' : null },
    after: { signsIn: 'identity_provider' },
  });
}

import type { Context } from '../delivery/context.ts';
import type { Json } from '../evidence/commitment.ts';
import type { Queryable } from '../evidence/ports.ts';
import type { Actor } from '../evidence/record-event.ts';
import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import { defaultPolicy, type Policy } from '../message/policy.ts';
import { Refusal } from '../message/refusals.ts';

/** The policy that holds, and the decision that made it so; `null`: nobody has decided, it is the default. */
export interface StandingPolicy {
  readonly policy: Policy;
  /** Later decisions have higher numbers. `at`: ISO 8601 UTC with microseconds. */
  readonly decision: { readonly id: number; readonly at: string } | null;
}

export async function standingPolicy(db: Queryable): Promise<StandingPolicy> {
  const { rows } = await db.query<{ id: number; at: string; policy: Policy }>({
    name: 'standing-policy',
    text: 'select id, at, policy from policies order by id desc limit 1',
  });
  const [newest] = rows;
  if (!newest) return { policy: defaultPolicy, decision: null };
  return { policy: newest.policy, decision: { id: newest.id, at: newest.at } };
}

/** What is decided about sending, at this moment. */
export const currentPolicy = async (db: Queryable): Promise<Policy> => (await standingPolicy(db)).policy;

/** Policies are decided one after the other, so that each decision names the one that it replaces. */
const lock = 0x5e91_0002;

/**
 * Puts a policy in force, with the evidence of who decided it and of what held before. `replaces`: the decision that it
 * was made from; null: there was none; absent: whatever holds. Refuses: changed_meanwhile, where another decision holds by
 * now; invalid, with the `field` that names a unit that does not exist, somebody who does not work here, or an eID where
 * there is none.
 */
export async function setPolicy(
  ctx: Context,
  actor: Actor,
  policy: Policy,
  replaces?: number | null,
): Promise<StandingPolicy> {
  if (policy.acknowledgement?.atLeast === 'eid' && !ctx.settings.eid) {
    const field = 'acknowledgement.atLeast';
    throw new Refusal('invalid', `“${field}” asks for an eID, and there is none here`, { field });
  }
  return ctx.db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [lock]);
    const before = await standingPolicy(tx);
    if (replaces !== undefined && replaces !== (before.decision?.id ?? null)) {
      throw new Refusal('changed_meanwhile');
    }
    await checkUnits(tx, policy);
    await checkAlarms(tx, policy);
    return decide(tx, actor, before, policy);
  });
}

/** Lets the rules that name a unit go on naming it under its new name, in the transaction that renames it. */
export async function followRenamedUnit(
  tx: Queryable,
  actor: Actor,
  from: string,
  to: string,
): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [lock]);
  const before = await standingPolicy(tx);
  const { staff, ...others } = before.policy;
  const isIt = (unit: string | undefined) => unit?.toLowerCase() === from.toLowerCase();
  if (!staff?.claims.some(({ unit }) => isIt(unit))) return;
  const claims = staff.claims.map((rule) => (isIt(rule.unit) ? { ...rule, unit: to } : rule));
  await decide(tx, actor, before, { ...others, staff: { ...staff, claims } });
}

async function decide(
  tx: Queryable,
  actor: Actor,
  before: StandingPolicy,
  policy: Policy,
): Promise<StandingPolicy> {
  const { rows } = await tx.query<{ id: number; at: string }>(
    'insert into policies (policy) values ($1) returning id, at',
    [JSON.stringify(policy)],
  );
  const decision = rows[0]!;
  await recordPlainEvent(tx, {
    type: 'policy.changed',
    actor,
    details: { policy: decision.id, replaces: before.decision?.id ?? null },
    personal: { before: asJson(before.policy), after: asJson(policy) },
  });
  return { policy, decision };
}

/** Refuses invalid. */
async function checkUnits(tx: Queryable, { staff }: Policy): Promise<void> {
  const named = (staff?.claims ?? []).map(({ unit }) => unit ?? null);
  const unknown = (await unknownUnits(tx, named)).at(0);
  if (unknown === undefined) return;
  const field = `staff.claims.${named.indexOf(unknown)}.unit`;
  throw new Refusal('invalid', `“${field}” must be the name of a unit`, { field });
}

/** Those of the names that no unit has, in the order given; null names none. */
export async function unknownUnits(db: Queryable, names: readonly (string | null)[]): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select named.name from unnest($1::text[]) with ordinality as named (name, place)
      where named.name is not null and not exists (select from units u where lower(u.name) = lower(named.name))
      order by named.place`,
    [names],
  );
  return rows.map(({ name }) => name);
}

/** Refuses invalid. */
async function checkAlarms(tx: Queryable, { alarms }: Policy): Promise<void> {
  const named = [...(alarms?.people ?? []), ...(alarms?.deputy === undefined ? [] : [alarms.deputy])];
  const unknown = (await unknownPeople(tx, named)).at(0);
  if (unknown === undefined) return;
  const at = named.indexOf(unknown);
  const field = at < alarms!.people.length ? `alarms.people.${at}` : 'alarms.deputy';
  throw new Refusal('invalid', `“${field}” must be the address of somebody who works here`, { field });
}

/** Those of the addresses under which nobody works here, in the order given. */
export async function unknownPeople(db: Queryable, addresses: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ email: string }>(
    `select named.email from unnest($1::text[]) with ordinality as named (email, place)
      where not exists (select from people p where lower(p.email) = lower(named.email) and p.deactivated_at is null)
      order by named.place`,
    [addresses],
  );
  return rows.map(({ email }) => email);
}

const asJson = (policy: Policy): Json => JSON.parse(JSON.stringify(policy)) as Json;

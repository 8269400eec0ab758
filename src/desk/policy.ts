import type { Context } from '../delivery/context.ts';
import type { Json } from '../evidence/commitment.ts';
import type { Queryable } from '../evidence/ports.ts';
import type { Actor } from '../evidence/record-event.ts';
import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import { defaultPolicy, type Policy } from '../message/policy.ts';

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

/** Puts a policy in force, with the evidence of who decided it and of what held before. */
export async function setPolicy(ctx: Context, actor: Actor, policy: Policy): Promise<StandingPolicy> {
  return ctx.db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [lock]);
    const before = await standingPolicy(tx);
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
  });
}

const asJson = (policy: Policy): Json => JSON.parse(JSON.stringify(policy)) as Json;

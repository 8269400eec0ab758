import type { Difference, PolicyDecision, PolicyView } from '../../../../views/models/policy.ts';
import type { Context } from '../../../delivery/context.ts';
import { type HistoryLine, readHistory } from '../../../desk/history.ts';
import { type StandingPolicy, unknownPeople, unknownUnits } from '../../../desk/policy.ts';
import { defaultStaffPolicy, type Policy } from '../../../message/policy.ts';

/** The policy that holds, as it is shown in words. */
export async function policyView(ctx: Context, { policy, decision }: StandingPolicy): Promise<PolicyView> {
  const { gateway, staff, undoMinutes = 0, ladder, alarms, acknowledgement } = policy;
  const [people, deputy] = [alarms?.people ?? [], alarms?.deputy ?? null];
  const { claims, unitClaim } = staff ?? defaultStaffPolicy;
  return {
    gateway,
    claims,
    unitClaim: unitClaim ?? null,
    usualClaims: staff === undefined,
    at: decision?.at ?? null,
    unknownUnits: await unknownUnits(
      ctx.db,
      claims.map(({ unit }) => unit ?? null),
    ),
    undoMinutes,
    atLeast: acknowledgement?.atLeast ?? 'code',
    steps: ladder?.steps ?? [],
    alarms: {
      people,
      deputy,
      unknown: await unknownPeople(ctx.db, [...people, ...(deputy === null ? [] : [deputy])]),
    },
  };
}

const mostDecisions = 15;
/** Rules of one kind that a decision shows. */
const mostShown = 20;

/** The last decisions, newest first, each as what it changed. */
export async function policyDecisions(ctx: Context): Promise<{ decisions: PolicyDecision[]; more: boolean }> {
  const { lines, next } = await readHistory(ctx.db, { types: ['policy.changed'], limit: mostDecisions });
  return { decisions: lines.map(decisionOf), more: next !== undefined };
}

function decisionOf({ at, by, before, after }: HistoryLine): PolicyDecision {
  const erased = !before || !after;
  const [old, fresh] = [before, after].map((state) => sidesOf(state as unknown as Policy | null));
  return {
    at,
    by,
    secure: old!.secure === fresh!.secure ? null : fresh!.secure,
    rules: differenceOf(old!.rules, fresh!.rules),
    claims: differenceOf(old!.claims, fresh!.claims),
    unitClaim: old!.unitClaim === fresh!.unitClaim ? null : fresh!.unitClaim,
    undoMinutes: old!.undoMinutes === fresh!.undoMinutes ? null : fresh!.undoMinutes,
    atLeast: old!.atLeast === fresh!.atLeast ? null : fresh!.atLeast,
    steps: differenceOf(old!.steps, fresh!.steps),
    people: differenceOf(old!.people, fresh!.people),
    deputy: old!.deputy === fresh!.deputy ? null : fresh!.deputy,
    erased,
  };
}

function sidesOf(policy: Policy | null) {
  const gateway = policy?.gateway;
  const { claims, unitClaim = '' } = policy?.staff ?? defaultStaffPolicy;
  const rules = gateway?.secure === 'by_rule' ? gateway.rules : [];
  const { undoMinutes = 0, ladder, alarms, acknowledgement } = policy ?? {};
  return {
    secure: gateway?.secure ?? null,
    rules,
    claims,
    unitClaim,
    undoMinutes,
    atLeast: acknowledgement?.atLeast ?? 'code',
    steps: ladder?.steps ?? [],
    people: alarms?.people ?? [],
    deputy: alarms?.deputy ?? '',
  };
}

function differenceOf<Rule>(before: readonly Rule[], after: readonly Rule[]): Difference<Rule> {
  const without = (some: readonly Rule[], others: readonly Rule[]) => {
    const there = new Set(others.map(keyOf));
    return some.filter((rule) => !there.has(keyOf(rule)));
  };
  const [added, removed] = [without(after, before), without(before, after)];
  const shown = { added: added.slice(0, mostShown), removed: removed.slice(0, mostShown) };
  return { ...shown, beyond: added.length + removed.length - shown.added.length - shown.removed.length };
}

/** Fields in one order: stored JSON keeps another one than what was given. */
const keyOf = (rule: unknown): string =>
  JSON.stringify(typeof rule === 'string' ? rule : Object.entries(rule as object).toSorted());

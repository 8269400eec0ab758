import { isDeepStrictEqual } from 'node:util';
import type {
  ClaimRow,
  PolicyForm,
  PolicyProblem,
  PolicyProblemCode,
  PolicyWarning,
  RuleRow,
} from '../../../../views/models/policy.ts';
import {
  isDomainPattern,
  isHeaderName,
  isVisibleLine,
  longest,
  mostRules,
} from '../../../desk/policy-rules.ts';
import { defaultStaffPolicy, type Policy } from '../../../message/policy.ts';
import { isEmptyClaim, isEmptyRule } from './policy-form.ts';

type Code = PolicyProblemCode | undefined;

/** What is wrong, each at its row. Rules are judged only where they would hold. `units`: names of those there are. */
export function problemsOf(form: PolicyForm, units: readonly string[]): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const add = (field: PolicyProblem['field'], row: number | null, problem: Code) => {
    if (problem) problems.push({ field, row, problem });
  };
  const rules = form.secure === 'by_rule' ? form.rules : [];
  const isRepeatedRule = repetition<RuleRow>(({ kind, value, equals }) => [
    kind,
    value.toLowerCase(),
    equals.toLowerCase(),
  ]);
  for (const [row, rule] of rules.entries()) {
    if (isEmptyRule(rule)) continue;
    add('value', row, valueProblem(rule) ?? (isRepeatedRule(rule) ? 'twice' : undefined));
    add('equals', row, equalsProblem(rule));
  }
  const filled = rules.filter((rule) => !isEmptyRule(rule)).length;
  if (form.secure === 'by_rule' && filled === 0) add('value', 0, 'no_rules');
  if (filled > mostRules) add('secure', null, 'too_many');
  const isRepeatedClaim = repetition<ClaimRow>(({ claim, equals, role, unit }) => [
    claim,
    equals,
    role,
    unit.toLowerCase(),
  ]);
  const known = new Set(units.map((name) => name.toLowerCase()));
  for (const [row, claim] of form.claims.entries()) {
    if (isEmptyClaim(claim)) continue;
    const name = lineProblem(claim.claim, longest.claim);
    add('claim', row, name ?? (isRepeatedClaim(claim) ? 'twice' : undefined));
    add('claimEquals', row, lineProblem(claim.equals, longest.equals));
    if (claim.unit && !known.has(claim.unit.toLowerCase())) add('unit', row, 'unit_unknown');
  }
  if (form.claims.filter((claim) => !isEmptyClaim(claim)).length > mostRules) {
    add('unitClaim', null, 'too_many');
  }
  if (form.unitClaim) add('unitClaim', null, lineProblem(form.unitClaim, longest.claim));
  return problems;
}

function valueProblem({ kind, value }: RuleRow): Code {
  if (value && kind === 'header' && !isHeaderName(value)) return 'not_a_header';
  if (value && kind === 'recipientDomain' && !isDomainPattern(value)) return 'not_a_domain';
  return lineProblem(value, longest[kind]);
}

function equalsProblem({ kind, equals }: RuleRow): Code {
  if (!equals) return undefined;
  return kind === 'header' ? lineProblem(equals, longest.equals) : 'only_for_headers';
}

function lineProblem(value: string, most: number): Code {
  if (!value) return 'missing';
  if (value.length > most) return 'too_long';
  return isVisibleLine(value) ? undefined : 'not_visible';
}

/** Whether the same stood in an earlier row. */
function repetition<Row>(partsOf: (row: Row) => readonly string[]): (row: Row) => boolean {
  const seen = new Set<string>();
  return (row) => {
    const key = JSON.stringify(partsOf(row));
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated;
  };
}

/** What a change brings about that somebody may not have meant. */
export function warningsOf(before: Policy, after: Policy): PolicyWarning[] {
  const warnings: PolicyWarning[] = [];
  if (letsThrough(before.gateway, after.gateway)) warnings.push('unsealed');
  if (makesAdministrators(before) && !makesAdministrators(after)) warnings.push('nobody');
  return warnings;
}

function letsThrough(before: Policy['gateway'], after: Policy['gateway']): boolean {
  if (after.secure === 'all') return false;
  if (before.secure === 'all') return true;
  return before.rules.some((rule) => !after.rules.some((each) => isDeepStrictEqual(each, rule)));
}

const makesAdministrators = ({ staff = defaultStaffPolicy }: Policy): boolean =>
  staff.claims.some(({ role, unit }) => role === 'admin' && unit === undefined);

import type { Request } from 'express';
import {
  type ClaimRow,
  type PolicyForm,
  type PolicyList,
  type RuleKind,
  type RuleRow,
  ruleKinds,
} from '../../../../views/models/policy.ts';
import {
  type ClaimRule,
  defaultStaffPolicy,
  type GatewayPolicy,
  type Policy,
  type SecureRule,
} from '../../../message/policy.ts';
import { Refusal } from '../../../message/refusals.ts';
import { roles } from '../../../message/rights.ts';
import { emptyStep, readSections, sectionsOf } from './policy-sections.ts';

const emptyRule: RuleRow = { kind: 'subjectTag', value: '', equals: '' };
const emptyClaim: ClaimRow = { claim: '', equals: '', role: 'sender', unit: '' };

export const isEmptyRule = ({ value, equals }: RuleRow): boolean => !value && !equals;
export const isEmptyClaim = ({ claim, equals }: ClaimRow): boolean => !claim && !equals;

/** A policy as the form shows it. */
export function formOf(policy: Policy): PolicyForm {
  const { gateway, staff = defaultStaffPolicy } = policy;
  const rules = gateway.secure === 'by_rule' ? gateway.rules.map(ruleRowOf) : [];
  return {
    secure: gateway.secure,
    rules: rules.length > 0 ? rules : [emptyRule],
    claims: staff.claims.map(({ unit = '', ...claim }) => ({ ...claim, unit })),
    unitClaim: staff.unitClaim ?? '',
    ...sectionsOf(policy),
  };
}

function ruleRowOf(rule: SecureRule): RuleRow {
  const equals = 'equals' in rule ? rule.equals : '';
  const kind = ruleKinds.find((each) => each in rule)!;
  return { kind, value: (rule as Partial<Record<RuleKind, string>>)[kind]!, equals };
}

/**
 * What was typed, without blanks at the ends; a choice that is not offered is the least one. Refuses malformed, where a
 * field is missing: what is not there would be taken away. Of `standing` stays what the form has no fields for.
 */
export function readPolicyForm(request: Request, standing: Policy): PolicyForm {
  const all = (name: string) => valuesOf(request, name);
  const [secure, values, kinds, equals] = [all('secure'), all('value'), all('kind'), all('equals')];
  const [claims, claimEquals, role, unit] = [all('claim'), all('claimEquals'), all('role'), all('unit')];
  const unitClaim = all('unitClaim');
  const isWhole =
    [secure, unitClaim].every(({ length }) => length === 1) &&
    [kinds, equals].every(({ length }) => length === values.length) &&
    [claimEquals, role, unit].every(({ length }) => length === claims.length);
  const sections = readSections(all, standing);
  if (!isWhole || !sections) throw new Refusal('malformed');
  const rules = values.map((value, index) => ({
    kind: ruleKinds.find((each) => each === kinds[index]) ?? 'subjectTag',
    value,
    equals: equals[index]!,
  }));
  return {
    secure: secure[0] === 'by_rule' ? 'by_rule' : 'all',
    rules: rules.length > 0 ? rules : [emptyRule],
    claims: claims.map((claim, index) => ({
      claim,
      equals: claimEquals[index]!,
      role: roles.find((each) => each === role[index]) ?? 'sender',
      unit: unit[index]!,
    })),
    unitClaim: unitClaim[0]!,
    ...sections,
  };
}

/** All values of a field of a posted form, without NULs, which no database keeps. */
export function valuesOf(request: Request, name: string): string[] {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return [value ?? []].flat().map((each) => String(each).replaceAll('\0', '').trim());
}

/** The form with another row. */
export const withRow = (form: PolicyForm, list: PolicyList): PolicyForm => ({
  ...form,
  [list]: [...form[list], { rules: emptyRule, claims: emptyClaim, steps: emptyStep, people: '' }[list]],
});

/** The policy that a form without problems means. */
export function policyOf({
  secure,
  rules,
  claims,
  unitClaim,
}: PolicyForm): Required<Pick<Policy, 'gateway' | 'staff'>> {
  const gateway: GatewayPolicy =
    secure === 'all' ? { secure } : { secure, rules: rules.filter((row) => !isEmptyRule(row)).map(ruleOf) };
  const given = claims.filter((row) => !isEmptyClaim(row)).map(claimOf);
  return { gateway, staff: { claims: given, ...(unitClaim ? { unitClaim } : {}) } };
}

const ruleOf = ({ kind, value, equals }: RuleRow): SecureRule =>
  kind === 'header' && equals
    ? { header: value, equals }
    : // Exactly one of the kinds.
      ({ [kind]: value } as unknown as SecureRule);

const claimOf = ({ claim, equals, role, unit }: ClaimRow): ClaimRule => ({
  claim,
  equals,
  role,
  ...(unit ? { unit } : {}),
});

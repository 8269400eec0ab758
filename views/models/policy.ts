import type { Strength } from '../../src/message/acknowledgements.ts';
import type { ClaimRule, LadderStep, LadderStepKind, Policy, SecureRule } from '../../src/message/policy.ts';
import type { Role } from '../../src/message/rights.ts';
import type { DeskPage } from './desk.ts';

/** What holds, shown in words by the part `policy/standing`. */
export interface PolicyView {
  readonly gateway: Policy['gateway'];
  readonly claims: readonly ClaimRule[];
  readonly unitClaim: string | null;
  /** Nobody has decided about roles: these are the usual names. */
  readonly usualClaims: boolean;
  /** When it was decided; null: it is what holds from the start. */
  readonly at: string | null;
  /** Units that rules name and that do not exist: these rules give nothing. */
  readonly unknownUnits: readonly string[];
  readonly undoMinutes: number;
  readonly atLeast: Strength;
  readonly steps: readonly LadderStep[];
  readonly alarms: AlarmsView;
}

/** Whom alarms about incidents go to besides the compliance address. */
export interface AlarmsView {
  readonly people: readonly string[];
  readonly deputy: string | null;
  /** Those under whose address nobody works here any more: they are passed over. */
  readonly unknown: readonly string[];
}

export interface PolicyPage extends DeskPage {
  readonly standing: PolicyView;
  readonly saved: boolean;
  readonly decisions: readonly PolicyDecision[];
  /** There were others before. */
  readonly more: boolean;
}

/** One decision, as what it changed. */
export interface PolicyDecision {
  readonly at: string;
  /** Null: somebody whose data was erased. */
  readonly by: string | null;
  /** What is sealed since; null: as before. */
  readonly secure: 'all' | 'by_rule' | null;
  readonly rules: Difference<SecureRule>;
  readonly claims: Difference<ClaimRule>;
  /** The claim that names the unit since, '' for none; null: as before. */
  readonly unitClaim: string | null;
  /** Null: as before. */
  readonly undoMinutes: number | null;
  /** The weakest way of signing since; null: as before. */
  readonly atLeast: Strength | null;
  readonly steps: Difference<LadderStep>;
  readonly people: Difference<string>;
  /** Who stands in since, '' for nobody; null: as before. */
  readonly deputy: string | null;
  /** What was decided is erased. */
  readonly erased: boolean;
}

/** The first few of each, and how many there were beyond. */
export interface Difference<Rule> {
  readonly added: readonly Rule[];
  readonly removed: readonly Rule[];
  readonly beyond: number;
}

/**
 * Form: `POST /desk/policy`. Fields: `decision`, `secure`, then `kind`, `value`, `equals` once for each rule, `claim`,
 * `claimEquals`, `role`, `unit` once for each claim, `unitClaim`, `undoMinutes`, `atLeast`, `stepHours` and `stepDo` once for each step,
 * `alarmPerson` once for each person, `deputy`, any number of `confirm`, and `more` with the name of a list where another row
 * is asked for. Rows whose texts are empty are no rules. Without the fields of undoing, of steps or of alarms, what is decided
 * about that stays.
 */
export interface PolicyFormPage extends DeskPage {
  /** The decision that the form was made from; '': there is none. */
  readonly decision: string;
  readonly form: PolicyForm;
  /** Names of units. */
  readonly units: readonly string[];
  /** Ways of signing that can be asked for, the weakest first. */
  readonly strengths: readonly Strength[];
  readonly problems: readonly PolicyProblem[];
  /** What must be confirmed before it is saved. */
  readonly warnings: readonly PolicyWarning[];
  /** Somebody else decided meanwhile: this holds now. */
  readonly meanwhile: PolicyView | null;
}

export interface PolicyForm {
  readonly secure: 'all' | 'by_rule';
  readonly rules: readonly RuleRow[];
  readonly claims: readonly ClaimRow[];
  readonly unitClaim: string;
  readonly undoMinutes: string;
  readonly atLeast: Strength;
  readonly steps: readonly StepRow[];
  /** Addresses; '': an empty row. */
  readonly people: readonly string[];
  readonly deputy: string;
}

/** What another row can be asked for of. */
export const policyLists = ['rules', 'claims', 'steps', 'people'] as const;
export type PolicyList = (typeof policyLists)[number];

export interface StepRow {
  /** As typed; '': an empty row. */
  readonly hours: string;
  readonly do: LadderStepKind;
}

export const ruleKinds = ['subjectTag', 'header', 'sensitivityLabel', 'recipientDomain'] as const;
export type RuleKind = (typeof ruleKinds)[number];

export interface RuleRow {
  readonly kind: RuleKind;
  readonly value: string;
  readonly equals: string;
}

export interface ClaimRow {
  readonly claim: string;
  readonly equals: string;
  readonly role: Role;
  /** Name of a unit; '': none is named. */
  readonly unit: string;
}

/** `unsealed`: mail that was sealed is passed on as it came. `nobody`: no claim makes anybody administrator of everything. */
export type PolicyWarning = 'unsealed' | 'nobody';

/** `row` counts from 0; null for fields that exist once. */
export interface PolicyProblem {
  readonly field:
    | 'secure'
    | 'value'
    | 'equals'
    | 'claim'
    | 'claimEquals'
    | 'unit'
    | 'unitClaim'
    | 'undoMinutes'
    | 'stepHours'
    | 'alarmPerson'
    | 'deputy'
    | 'confirm'
    | 'meanwhile';
  readonly row: number | null;
  readonly problem: PolicyProblemCode;
}

export type PolicyProblemCode =
  | 'missing'
  | 'not_visible'
  | 'too_long'
  | 'not_a_header'
  | 'only_for_headers'
  | 'not_a_domain'
  | 'twice'
  | 'unit_unknown'
  | 'no_rules'
  | 'too_many'
  | 'not_minutes'
  | 'not_hours'
  | 'same_hours'
  | 'not_rising'
  | 'too_many_steps'
  | 'nobody_here'
  | 'same_person'
  | 'too_many_people'
  | 'confirm'
  | 'changed_meanwhile';

export interface PolicyPages {
  readonly 'desk-policy': PolicyPage;
  readonly 'desk-policy-form': PolicyFormPage;
}

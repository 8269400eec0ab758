import {
  type ClaimRule,
  type LadderStep,
  ladderSteps,
  type SecureRule,
} from '../../../src/message/policy.ts';
import type {
  PolicyDecision,
  PolicyFormPage,
  PolicyPages,
  PolicyProblem,
  PolicyProblemCode,
  PolicyView,
} from '../../../views/models/policy.ts';
import { at, type SamplesOf, signedInAs } from './common.ts';

const problemCodes = {
  missing: 'value',
  not_visible: 'claim',
  too_long: 'claimEquals',
  not_a_header: 'value',
  only_for_headers: 'equals',
  not_a_domain: 'value',
  twice: 'claim',
  unit_unknown: 'unit',
  no_rules: 'value',
  too_many: 'secure',
  not_minutes: 'undoMinutes',
  not_hours: 'stepHours',
  same_hours: 'stepHours',
  not_rising: 'stepHours',
  too_many_steps: 'stepHours',
  nobody_here: 'alarmPerson',
  same_person: 'alarmPerson',
  too_many_people: 'deputy',
  confirm: 'confirm',
  changed_meanwhile: 'meanwhile',
} as const satisfies Record<PolicyProblemCode, PolicyProblem['field']>;

export function policySamples(word: string): SamplesOf<PolicyPages> {
  const person = signedInAs(word);
  const rules: SecureRule[] = [
    { subjectTag: word },
    { header: word },
    { header: word, equals: word },
    { sensitivityLabel: word },
    { recipientDomain: word },
  ];
  const claims: ClaimRule[] = [
    { claim: word, equals: word, role: 'sender' },
    { claim: word, equals: word, role: 'admin' },
    { claim: word, equals: word, role: 'compliance', unit: word },
  ];
  const steps = ladderSteps.map((kind, index): LadderStep => ({ afterHours: index * 8 + 1, do: kind }));
  const standing: PolicyView = {
    gateway: { secure: 'by_rule', rules },
    claims,
    unitClaim: word,
    usualClaims: false,
    at,
    unknownUnits: [word],
    undoMinutes: 15,
    atLeast: 'passkey',
    steps,
    alarms: { people: ['ana@example.dk', word], deputy: word, unknown: [word] },
  };
  const nothing = { added: [], removed: [], beyond: 0 };
  const unchanged: PolicyDecision = {
    at,
    by: word,
    secure: null,
    rules: nothing,
    claims: nothing,
    unitClaim: null,
    undoMinutes: null,
    atLeast: null,
    steps: nothing,
    people: nothing,
    deputy: null,
    erased: false,
  };
  const form: PolicyFormPage = {
    person,
    decision: '7',
    form: {
      secure: 'by_rule',
      rules: [
        { kind: 'subjectTag', value: word, equals: '' },
        { kind: 'header', value: word, equals: word },
        { kind: 'recipientDomain', value: '', equals: '' },
      ],
      claims: [
        { claim: word, equals: word, role: 'admin', unit: '' },
        { claim: word, equals: word, role: 'sender', unit: `${word} 2` },
      ],
      unitClaim: word,
      undoMinutes: '2',
      atLeast: 'eid',
      steps: [
        { hours: '8', do: 'reminder' },
        { hours: word, do: 'print_task' },
      ],
      people: [word, ''],
      deputy: word,
    },
    units: [word],
    strengths: ['code', 'passkey', 'eid'],
    problems: [],
    warnings: [],
    meanwhile: null,
  };
  const problems = Object.entries(problemCodes).map(([problem, field]): PolicyProblem => {
    const once = ['secure', 'undoMinutes', 'deputy', 'confirm', 'meanwhile'].includes(field);
    return { field, row: once ? null : 1, problem: problem as PolicyProblemCode };
  });
  return {
    'desk-policy': {
      undecided: {
        person,
        saved: false,
        standing: {
          gateway: { secure: 'all' },
          claims: claims.slice(0, 1),
          unitClaim: null,
          usualClaims: true,
          at: null,
          unknownUnits: [],
          undoMinutes: 0,
          atLeast: 'code',
          steps: [],
          alarms: { people: [], deputy: null, unknown: [] },
        },
        decisions: [],
        more: false,
      },
      decided: {
        person,
        saved: true,
        standing,
        more: true,
        decisions: [
          {
            at,
            by: word,
            secure: 'by_rule',
            rules: { added: rules, removed: rules.slice(0, 1), beyond: 980 },
            claims: { added: claims, removed: claims, beyond: 0 },
            unitClaim: word,
            undoMinutes: 1,
            atLeast: 'eid',
            steps: { added: steps, removed: steps.slice(0, 1), beyond: 0 },
            people: { added: [word], removed: [word], beyond: 0 },
            deputy: word,
            erased: false,
          },
          { ...unchanged, secure: 'all', unitClaim: '', undoMinutes: 0, deputy: '' },
          { ...unchanged, by: null, erased: true },
        ],
      },
      'without-claims': {
        person,
        saved: false,
        standing: { ...standing, claims: [], unknownUnits: [] },
        decisions: [],
        more: false,
      },
    },
    'desk-policy-form': {
      first: form,
      problems: {
        ...form,
        warnings: ['unsealed', 'nobody'],
        problems: problems.filter(({ problem }) => problem !== 'changed_meanwhile'),
      },
      meanwhile: {
        ...form,
        meanwhile: standing,
        problems: [{ field: 'meanwhile', row: null, problem: 'changed_meanwhile' }],
      },
    },
  };
}

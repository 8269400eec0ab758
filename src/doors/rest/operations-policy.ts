import { type StandingPolicy, setPolicy, standingPolicy } from '../../desk/policy.ts';
import { mostRules } from '../../desk/policy-rules.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-policy.ts';

const example = {
  gateway: {
    secure: 'by_rule' as const,
    rules: [
      { subjectTag: '[sikker]' },
      { header: 'X-Secure', equals: 'yes' },
      { sensitivityLabel: 'Company-Confidential' },
      { recipientDomain: '*.example.com' },
    ],
  },
  staff: {
    claims: [
      { claim: 'roles', equals: 'segl-admin', role: 'admin' as const },
      { claim: 'groups', equals: 'Borgerservice', role: 'sender' as const },
    ],
    unitClaim: 'department',
  },
  undoMinutes: 2,
  ladder: {
    steps: [
      { afterHours: 16, do: 'reminder' as const },
      { afterHours: 24, do: 'sms' as const },
      { afterHours: 40, do: 'phone_task' as const },
    ],
  },
  alarms: { people: ['dpo@example.dk'], deputy: 'head@example.dk' },
  acknowledgement: { atLeast: 'passkey' as const },
};
const answered = { ...example, id: 1, at: '2027-01-31T12:00:00.123456Z' };

const answer = ({ policy, decision }: StandingPolicy) => ({ value: { ...policy, ...decision } });

/** What is decided about sending and about roles. */
export const policyOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/policy',
    id: 'readPolicy',
    summary: 'The policy that holds',
    scope: 'policy',
    answer: schemas.standingPolicy,
    examples: { answer: answered },
    problems: ['forbidden'],
    run: async ({ ctx }) => answer(await standingPolicy(ctx.db)),
  }),

  operation({
    method: 'put',
    path: '/policy',
    id: 'setPolicy',
    summary: 'Put a policy in force, in place of the one that held',
    description: `At most ${mostRules} rules of each kind. Every change is recorded with the policy before and after.`,
    scope: 'policy',
    body: schemas.policy,
    mostBytes: 8 * 1024 * 1024,
    answer: schemas.standingPolicy,
    examples: { body: example, answer: answered },
    problems: ['forbidden', 'invalid', 'overloaded'],
    run: async ({ ctx, system, body }) =>
      answer(await setPolicy(ctx, { kind: 'system', id: system.id }, body)),
  }),
];

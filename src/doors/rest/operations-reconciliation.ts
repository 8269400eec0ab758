import { askReconciliation } from '../../desk/reconciliation/ask-reconciliation.ts';
import { readReconciliations } from '../../desk/reconciliation/read-reconciliations.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-reconciliation.ts';
import { nothing } from './schemas-systems.ts';

const id = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
const message = '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21';
const delivery = '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c22';

/** Whether what the evidence says and what the tables say agree. */
export const reconciliationOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/reconciliation',
    id: 'getReconciliation',
    summary: 'Whether every message has come to one outcome for each recipient, as counted from the evidence',
    description:
      'The newest count; it is made once a day. What each delivery has come to is replayed from its events alone, and then ' +
      'held against the tables: a difference is an alarm. Ids only; nothing here says who a recipient is.',
    scope: 'failures',
    answer: schemas.reconciliation,
    examples: {
      answer: {
        id,
        madeAt: '2026-11-22T00:00:04.123456Z',
        messages: 22114,
        deliveries: 23502,
        states: { notified: 3120, opened: 20381, expired: 1 },
        differences: 1,
        findings: [{ kind: 'status' as const, count: 1, examples: [{ message, delivery }] }],
        underWay: null,
      },
    },
    problems: ['forbidden'],
    async run({ ctx }) {
      const { newest, underWay } = await readReconciliations(ctx);
      const none = {
        id: null,
        madeAt: null,
        messages: 0,
        deliveries: 0,
        states: {},
        differences: 0,
        findings: [],
      };
      return { value: { ...(newest ?? none), underWay } };
    },
  }),

  operation({
    method: 'post',
    path: '/reconciliation',
    id: 'createReconciliation',
    summary: 'Count the evidence now',
    description:
      'In the background: a million deliveries take about a minute. Asked while one waits, it is the same count.',
    scope: 'failures',
    body: nothing,
    answer: schemas.asked,
    examples: { body: {}, answer: { id } },
    problems: ['forbidden', 'invalid'],
    run: async ({ ctx }) => ({ value: { id: await askReconciliation(ctx) } }),
  }),
];

import { closeFailures, type FailureKeeper } from '../../desk/failures/close-failures.ts';
import { readFailureTerms } from '../../desk/failures/failure-terms.ts';
import { groupFailures } from '../../desk/failures/group-failures.ts';
import { type Failure, listFailures } from '../../desk/failures/list-failures.ts';
import { retryWork } from '../../desk/failures/retry-work.ts';
import type { System } from '../../desk/staff.ts';
import type { Actor } from '../../delivery/message-access.ts';
import { type Operation, operation } from './operation.ts';
import { present } from './present.ts';
import * as schemas from './schemas-failures.ts';

const message = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
const system = { id: '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10', name: 'Billing' };

const example = {
  id: '01926f2e-6c1c-7a11-8c3e-2b4d6f8a0c12',
  kind: 'bounced' as const,
  reason: 'refused',
  at: '2027-02-01T09:30:00.123456Z',
  message,
  delivery: '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21',
  recipient: 'ana@fred.dk',
  domain: 'fred.dk',
  system,
  unit: 'Borgerservice',
};

const shown = ({ closed, repeatable: _, ...row }: Failure) => ({
  id: row.id,
  kind: row.kind,
  ...present('reason', row.reason),
  at: row.at,
  ...present('message', row.message),
  ...present('delivery', row.delivery),
  ...present('recipient', row.recipient),
  ...present('domain', row.domain),
  ...present('rule', row.rule),
  ...present('system', row.system),
  ...present('unit', row.unit),
  ...present('error', row.error),
  ...present('closedAt', closed && closed.at),
  ...present('closing', closed && closed.how),
  ...present('closedBy', closed && closed.by),
  ...present('word', closed && closed.word),
});

const keeperOf = ({ system, actor }: { system: System; actor: Actor }): FailureKeeper => ({
  actor,
  name: system.name,
  units: null,
});

/** The inbox of failures. */
export const failureOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/failures',
    scope: 'failures',
    id: 'listFailures',
    summary: 'What went wrong with everybody’s messages, newest first',
    query: schemas.failuresQuery,
    answer: schemas.failures,
    examples: { answer: { failures: [example] } },
    problems: ['invalid'],
    async run({ ctx, query: { open, after, limit, ...terms } }) {
      const isOpen = open === 'true';
      const { rows, ...next } = await listFailures(ctx, null, readFailureTerms(terms), {
        open: isOpen,
        after,
        limit,
      });
      return { value: { failures: rows.map(shown), ...next } };
    },
  }),

  operation({
    method: 'get',
    path: '/failures/groups',
    scope: 'failures',
    id: 'listFailureGroups',
    summary: 'Open failures by what they have in common: what has grown first, then the largest',
    description: 'At most 200. A fault in a system shows as a group that grew; slips stay small.',
    query: schemas.groupsQuery,
    answer: schemas.groups,
    examples: {
      answer: {
        groups: [
          {
            kind: 'bounced' as const,
            reason: 'refused',
            open: 41,
            first: '2027-01-30T12:00:00.000000Z',
            last: '2027-02-01T09:30:00.123456Z',
            recent: 43,
            earlier: 5,
            grew: true,
            stale: false,
          },
        ],
      },
    },
    problems: ['invalid'],
    async run({ ctx, query: { by, ...terms } }) {
      const groups = await groupFailures(ctx, null, readFailureTerms(terms), by);
      return { value: { groups: groups.map(({ days: _, ...group }) => group) } };
    },
  }),

  operation({
    method: 'post',
    path: '/failures/{id}/closures',
    scope: 'failures',
    id: 'closeFailure',
    summary: 'Close a failure, saying what was done',
    description: 'Of given-up work this lets the work go.',
    body: schemas.closure,
    answer: schemas.closed,
    examples: { body: { word: 'The address was corrected in the register' }, answer: { closed: 1 } },
    problems: ['not_found', 'already_closed', 'invalid'],
    async run({ ctx, id, body, ...who }) {
      return { value: { closed: await closeFailures(ctx, keeperOf(who), { ids: [id] }, body.word) } };
    },
  }),

  operation({
    method: 'post',
    path: '/failures/{id}/retries',
    scope: 'failures',
    id: 'retryFailure',
    summary: 'Have given-up work tried again, and close the failure',
    body: schemas.closure,
    answer: schemas.closed,
    examples: { body: { word: 'The disk has room again' }, answer: { closed: 1 } },
    problems: ['not_found', 'already_closed', 'invalid'],
    async run({ ctx, id, body, ...who }) {
      return { value: { closed: await retryWork(ctx, keeperOf(who), [id], body.word) } };
    },
  }),
];

import { addLogKey } from '../../desk/log/add-log-key.ts';
import { checkWholeLog } from '../../desk/log/check-whole-log.ts';
import { readLogStatus } from '../../desk/log/read-log-status.ts';
import { reopenLog } from '../../desk/log/reopen-log.ts';
import { retireLogKey } from '../../desk/log/retire-log-key.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-log.ts';
import { nothing } from './schemas-systems.ts';

const origin = 'segl.example.dk/log';
const vkey = `${origin}+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k`;
const key = { id: '530d903a', vkey };

/** The log of all events: how it stands, who signs it, and what to do where it is closed. */
export const logOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/log',
    id: 'getLog',
    summary: 'How the log stands, and the keys that sign it',
    description: 'The log itself is read at `/log/checkpoint` and `/log/tile/…` (C2SP tlog-tiles).',
    scope: 'evidence',
    answer: schemas.log,
    examples: {
      answer: {
        log: 1,
        origin,
        openedAt: '2027-01-31T12:00:00.000000Z',
        size: 1234,
        checkpoint: `${origin}\n1234\n…\n\n— ${origin} …\n`,
        waiting: 0,
        closed: null,
        closedAt: null,
        checkedAt: '2027-02-01T03:00:00.000000Z',
        findings: [],
        keys: [{ ...key, addedAt: '2027-01-31T12:00:00.000000Z', retiredAt: null }],
      },
    },
    problems: ['forbidden', 'not_found'],
    run: async ({ ctx }) => ({ value: await readLogStatus(ctx) }),
  }),

  operation({
    method: 'post',
    path: '/log/checks',
    id: 'checkLog',
    summary: 'Replay the whole log against the tables, and say what does not fit',
    description: 'Takes the longer the more events there are: minutes for millions.',
    scope: 'evidence',
    body: nothing,
    answer: schemas.check,
    examples: { body: {}, answer: { log: 1, origin, size: 1234, count: 0, findings: [] } },
    problems: ['forbidden', 'not_found', 'invalid'],
    async run({ ctx }) {
      return { value: await checkWholeLog(ctx) };
    },
  }),

  operation({
    method: 'post',
    path: '/log/keys',
    id: 'addLogKey',
    summary: 'Make a new key for the log, which signs beside the others',
    scope: 'policy',
    body: nothing,
    answer: schemas.key,
    examples: { body: {}, answer: key },
    problems: ['forbidden', 'not_found', 'in_use', 'invalid'],
    run: async ({ ctx, actor }) => ({ value: await addLogKey(ctx, actor) }),
  }),

  operation({
    method: 'post',
    path: '/log/keys/{id}/retirements',
    id: 'retireLogKey',
    summary: 'Let a key of the log sign no more',
    description: 'Its private half is destroyed. What it has signed verifies with its vkey for ever.',
    scope: 'policy',
    body: nothing,
    answer: schemas.key,
    examples: { body: {}, answer: key },
    problems: ['forbidden', 'not_found', 'in_use', 'invalid'],
    run: async ({ ctx, actor, id }) => ({ value: await retireLogKey(ctx, actor, id) }),
  }),

  operation({
    method: 'post',
    path: '/log/reopenings',
    id: 'reopenLog',
    summary: 'Begin a new log where the old one is closed',
    description:
      'Under a new origin, with the last checkpoint of the old log in its first entry. All events are taken up anew.',
    scope: 'policy',
    body: schemas.reopening,
    answer: schemas.reopened,
    examples: {
      body: { reason: 'Restored from the backup of the night' },
      answer: { log: 2, origin: `${origin}/2`, vkey: vkey.replace('/log+', '/log/2+') },
    },
    problems: ['forbidden', 'not_found', 'in_use', 'invalid'],
    run: async ({ ctx, actor, body: { reason } }) => ({ value: await reopenLog(ctx, actor, reason) }),
  }),
];

import { type HistoryLine, type HistoryQuery, readHistory } from '../../desk/history.ts';
import { findPerson } from '../../desk/people/person.ts';
import { findUnit } from '../../desk/people/units.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Context } from '../../delivery/context.ts';
import { type Operation, operation } from './operation.ts';
import { present } from './present.ts';
import * as schemas from './schemas-history.ts';

const id = '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10';

const example = {
  history: [
    {
      event: '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10',
      type: 'person.changed' as const,
      at: '2026-11-02T08:15:30.123456Z',
      actor: { kind: 'staff' as const, id, name: 'Lea Holm' },
      kind: 'person',
      subject: id,
      details: { kind: 'person', subject: id },
      before: { name: 'Ana Bjerg' },
      after: { name: 'Ana Berg' },
    },
  ],
};

/** What was done about one thing, below its own path. */
const ofSubject = (
  path: '/people' | '/units',
  summary: string,
  find: (db: Context['db'], id: string) => Promise<unknown>,
): Operation =>
  operation({
    method: 'get',
    path: `${path}/{id}/history`,
    id: path === '/people' ? 'getPersonHistory' : 'getUnitHistory',
    summary,
    scope: 'history',
    query: schemas.subjectQuery,
    answer: schemas.history,
    examples: { answer: example },
    problems: ['forbidden', 'invalid', 'not_found'],
    async run({ ctx, id, query }) {
      if (!isUuid(id)) throw new Refusal('not_found');
      const page = await read(ctx, { ...query, subject: id.toLowerCase() });
      // What is erased has a history still, and what nobody has changed has none yet.
      if (page.history.length === 0) await find(ctx.db, id);
      return { value: page };
    },
  });

/** What was changed at the desk and here, and by whom. */
export const historyOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/history',
    id: 'listHistory',
    summary: 'What was changed about people, units, systems, contacts and the policy, newest first',
    description: 'Sign-ins are among it: `type` narrows it to one kind.',
    scope: 'history',
    query: schemas.historyQuery,
    answer: schemas.history,
    examples: { answer: example },
    problems: ['forbidden', 'invalid'],
    run: async ({ ctx, query: { type, subject, ...query } }) => ({
      value: await read(ctx, {
        ...query,
        subject: subject?.toLowerCase(),
        types: type && [type],
      }),
    }),
  }),
  ofSubject('/people', 'What was done about a person, newest first', findPerson),
  ofSubject('/units', 'What was done about a unit, newest first', findUnit),
];

async function read(ctx: Context, query: HistoryQuery) {
  const { lines, ...next } = await readHistory(ctx.db, query);
  return { history: lines.map(shown), ...next };
}

const shown = ({ actor, by, kind, subject, before, after, erased, ...line }: HistoryLine) => ({
  ...line,
  actor: { ...actor, ...present('name', by) },
  ...present('kind', kind),
  ...present('subject', subject),
  ...present('before', before),
  ...present('after', after),
  ...(erased ? { erased: true as const } : {}),
});

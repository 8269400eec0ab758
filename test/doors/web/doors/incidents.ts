import type { House } from './house.ts';
import { one, type Row, row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

const seen = 'in in 2fa 401 401 | 403 403 | 2fa ok ok | 403 403 403 403';
const seenByChief = 'in in 2fa 401 401 | 403 403 | 2fa 404 ok | 403 403 403 403';
const done = '401 401 401 401 401 | 403 403 | 403 ok ok | 403 403 403 403';
const doneByChief = '401 401 401 401 401 | 403 403 | 403 404 ok | 403 403 403 403';
/** Nobody of compliance writes. */
const refused = '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 403 403';

const aware = { awareOn: '2026-11-02', awareTime: '10:00' };

/** An incident of a unit, about its message. */
async function incident(house: House, side: 'here' | 'there'): Promise<string> {
  const { headers, text } = await house.visitorOf('chief').post('/desk/incidents', {
    ...{ title: 'An incident', what: '', unit: house.units[side], origin: 'by_hand' },
    ...aware,
    message: house.messages[side].message,
  });
  const id = /incidents\/([0-9a-f-]{36})/.exec(String(headers.location))?.[1];
  if (!id) throw new Error(text);
  return id;
}

const here = (house: House) => incident(house, 'here');
const there = (house: House) => incident(house, 'there');

/** One that can be closed, and one that is. */
async function decided(house: House, side: 'here' | 'there'): Promise<string> {
  const id = await incident(house, side);
  const chief = house.visitorOf('chief');
  const path = `/desk/incidents/${id}`;
  await chief.post(`${path}/decisions`, { version: '1', decision: 'no_report', why: 'Nothing of weight' });
  await chief.post(`${path}/changes`, {
    section: 'what',
    version: '2',
    title: 'x',
    what: '',
    cause: 'other',
  });
  return id;
}

async function closed(house: House, side: 'here' | 'there'): Promise<string> {
  const id = await decided(house, side);
  await house.visitorOf('chief').post(`/desk/incidents/${id}/closures`, { version: '3' });
  return id;
}

async function withTask(house: House, side: 'here' | 'there'): Promise<string> {
  const id = await incident(house, side);
  const path = `/desk/incidents/${id}`;
  const chief = house.visitorOf('chief');
  await chief.post(`${path}/tasks`, { task: 'Something', owner: '', dueOn: '' });
  return /\/desk(\/incidents\/[^"]+\/completions)/.exec((await chief.get(path)).text)![1]!;
}

/** The same for both units. */
const both = (
  route: string,
  form: Readonly<Record<string, string>>,
  make: (house: House, side: 'here' | 'there') => Promise<string> = incident,
): Row[] => [
  one(route, 'here', done, (house) => make(house, 'here'), form),
  one(route, 'there', doneByChief, (house) => make(house, 'there'), form),
];

export const incidents: readonly Row[] = [
  row('GET /incidents', '', seen),
  row('GET /incidents', 'closed ones of a year', seen, () => ({ path: '/incidents?state=closed&year=2026' })),
  row('GET /incidents/new', '', seen),
  row('GET /incidents/new', 'about a message there', seenByChief, ({ messages }) => ({
    path: `/incidents/new?message=${messages.there.message}`,
  })),
  row('POST /incidents', 'here', done, ({ units }) => ({
    form: { ...aware, title: 'x', what: '', unit: units.here },
  })),
  row(
    'POST /incidents',
    'there',
    '401 401 401 401 401 | 403 403 | 403 422 ok | 403 403 403 403',
    ({ units }) => ({ form: { ...aware, title: 'x', what: '', unit: units.there } }),
  ),
  row('POST /incidents', 'about a message there', doneByChief, ({ units, messages }) => ({
    form: { ...aware, title: 'x', what: '', unit: units.here, message: messages.there.message },
  })),
  row('POST /incidents/registers', '', done, () => ({ form: { year: '', format: 'csv' } })),
  one('GET /incidents/:id', 'here', seen, here),
  one('GET /incidents/:id', 'there', seenByChief, there),
  ...both('POST /incidents/:id/changes', { section: 'measures', version: '1', measures: 'Called' }),
  ...both('POST /incidents/:id/told', {
    ...{ party: 'police', who: 'By phone', toldOn: '2026-11-03', toldTime: '10:00' },
  }),
  ...both('POST /incidents/:id/tasks', { task: 'Something', owner: '', dueOn: '' }),
  row('POST /incidents/:id/tasks/:task/completions', 'here', done, async (house) => ({
    path: await withTask(house, 'here'),
    form: {},
  })),
  row('POST /incidents/:id/tasks/:task/completions', 'there', doneByChief, async (house) => ({
    path: await withTask(house, 'there'),
    form: {},
  })),
  ...both('POST /incidents/:id/decisions', { version: '1', decision: 'no_report', why: 'Nothing of weight' }),
  ...both('POST /incidents/:id/closures', { version: '3' }, decided),
  ...both('POST /incidents/:id/reopenings', { version: '4' }, closed),
  row('POST /incidents/:id/messages', 'here', done, async (house) => ({
    path: `/incidents/${await here(house)}/messages`,
    form: { message: await house.things.message('here') },
  })),
  row(
    'POST /incidents/:id/messages',
    'a message there, here',
    '401 401 401 401 401 | 403 403 | 403 422 ok | 403 403 403 403',
    async (house) => ({
      path: `/incidents/${await here(house)}/messages`,
      form: { message: house.messages.there.message },
    }),
  ),
  row('POST /incidents/:id/messages/removals', 'here', done, async (house) => ({
    path: `/incidents/${await here(house)}/messages/removals`,
    form: { message: house.messages.here.message, delivery: '' },
  })),
  row('POST /incidents/:id/messages/removals', 'there', doneByChief, async (house) => ({
    path: `/incidents/${await there(house)}/messages/removals`,
    form: { message: house.messages.there.message, delivery: '' },
  })),
  one(
    'GET /incidents/:id/letters',
    'here',
    'in in 2fa 401 401 | 403 403 | 2fa 403 403 | 403 403 403 403',
    here,
  ),
  one('POST /incidents/:id/letters', 'here', refused, here, {
    ...{ to: 'ana@example.com', subject: 'x', text: 'x', from: 'x' },
  }),
  one('GET /incidents/:id/dossier', 'here', seen, here),
  one('GET /incidents/:id/dossier', 'there', seenByChief, there),
];

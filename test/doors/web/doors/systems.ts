import type { House, Side } from './house.ts';
import { next, none, type Request, type Row, row } from './row.ts';

const aSystem =
  (
    side: Side,
    path: (system: { id: string; secret: string }) => string,
    form?: Readonly<Record<string, string>>,
    how = {},
  ): Row['ask'] =>
  async ({ things, units }) => {
    const system = await things.system(side, how);
    return { path: `/systems/${path(system)}`, ...(form ? { form: { unit: units[side], ...form } } : {}) };
  };

const newSystem =
  (side: Side, more: Readonly<Record<string, string>> = {}) =>
  ({ units }: House): Request => ({
    form: {
      name: `System ${next()}`,
      from: '*@example.dk',
      unit: units[side],
      days: '30',
      scopes: 'messages:send',
      ...more,
    },
  });

/** What is about one system, for one here and one there. */
const ofSystem = (
  route: string,
  path: Parameters<typeof aSystem>[1],
  form?: Readonly<Record<string, string>>,
  how = {},
): Row[] =>
  route.startsWith('GET')
    ? [
        row(
          route,
          'here',
          'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok 404 ok',
          aSystem('here', path, form, how),
        ),
        row(
          route,
          'there',
          'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa 404 ok ok',
          aSystem('there', path, form, how),
        ),
      ]
    : [
        row(
          route,
          'here',
          '401 401 401 401 401 | 403 403 | 403 403 403 | 403 ok 404 ok',
          aSystem('here', path, form, how),
        ),
        row(
          route,
          'there',
          '401 401 401 401 401 | 403 403 | 403 403 403 | 403 404 ok ok',
          aSystem('there', path, form, how),
        ),
      ];

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

export const systems: readonly Row[] = [
  row('GET /systems', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok'),
  row('GET /systems/new', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok'),
  row(
    'POST /systems',
    'here',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 ok 422 ok',
    newSystem('here'),
  ),
  row(
    'POST /systems',
    'there',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 422 ok ok',
    newSystem('there'),
  ),
  row(
    'POST /systems',
    'from any address',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 422 ok',
    newSystem('here', { from: '*' }),
  ),
  row(
    'POST /systems',
    'that reads everything',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 422 ok',
    newSystem('here', { scopes: 'messages:all' }),
  ),
  ...ofSystem('GET /systems/:id', ({ id }) => id),
  ...ofSystem('POST /systems/:id', ({ id }) => id, {
    version: '1',
    name: 'Renamed',
    from: 'a@example.dk',
  }).map((each) => ({
    ...each,
    // Names are unique.
    ask: async (house: House, by: 'refused' | 'allowed') => {
      const asked = await each.ask!(house, by);
      return { ...asked, form: { ...asked.form!, name: `Renamed ${next()}` } };
    },
  })),
  ...ofSystem('GET /systems/:id/edit', ({ id }) => `${id}/edit`),
  ...ofSystem('POST /systems/:id/closures', ({ id }) => `${id}/closures`, none),
  ...ofSystem('GET /systems/:id/openings', ({ id }) => `${id}/openings`, undefined, { closed: true }),
  ...ofSystem('POST /systems/:id/openings', ({ id }) => `${id}/openings`, none, { closed: true }),
  ...ofSystem('GET /systems/:id/secrets/new', ({ id }) => `${id}/secrets/new`),
  ...ofSystem('POST /systems/:id/secrets', ({ id }) => `${id}/secrets`, {
    name: 'New',
    days: '30',
    overlapHours: '',
    replaces: '',
    scopes: 'messages:send',
  }),
  row(
    'POST /systems/:id/secrets',
    'here, that manages people',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 404 ok',
    aSystem('here', ({ id }) => `${id}/secrets`, { name: 'New', days: '30', scopes: 'people' }),
  ),
  ...ofSystem(
    'GET /systems/:id/secrets/:secret/expiries',
    ({ id, secret }) => `${id}/secrets/${secret}/expiries`,
  ),
  ...ofSystem(
    'POST /systems/:id/secrets/:secret/expiries',
    ({ id, secret }) => `${id}/secrets/${secret}/expiries`,
    { days: '30', was: '' },
  ),
  ...ofSystem(
    'POST /systems/:id/secrets/:secret/revocations',
    ({ id, secret }) => `${id}/secrets/${secret}/revocations`,
    none,
  ),
  row(
    'POST /systems/:id/secrets/:secret/revocations',
    'of another system',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 404 404 404',
    async ({ things }) => {
      const [{ id }, { secret }] = [await things.system('here'), await things.system('there')];
      return { path: `/systems/${id}/secrets/${secret}/revocations`, form: none };
    },
  ),
];

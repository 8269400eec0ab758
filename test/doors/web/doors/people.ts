import type { House, Side } from './house.ts';
import { next, none, one, type Request, type Row, row } from './row.ts';

const adding =
  (side: Side, role = 'sender', where = '') =>
  (house: House): Request => ({
    form: { name: 'New', email: `new${next()}@example.dk`, unit: house.units[side], role, where },
  });

/** The form of somebody’s page, with another name. */
const changing =
  (
    of: 'person' | 'mighty' | 'shared' | 'mover',
    side: Side,
    more: Readonly<Record<string, string>> = {},
  ): Row['ask'] =>
  async ({ things, units }) => {
    const { id, email } = await things[of](side);
    const form = {
      version: '1',
      name: 'Renamed',
      email,
      unit: units[side],
      grant: `sender:${units[side]}`,
      ...more,
    };
    return { path: `/people/${id}`, form };
  };

/** A button on somebody’s page. */
const pressing =
  (button: string, of: 'person' | 'mighty' | 'shared', side: Side): Row['ask'] =>
  async ({ things }) => ({ path: `/people/${(await things[of](side)).id}/${button}`, form: none });

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

export const people: readonly Row[] = [
  row('GET /people', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok'),
  row('GET /people', 'there', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok', ({ units }) => ({
    path: `/people?unit=${units.there}&state=all`,
  })),
  row(
    'POST /people/searches',
    '',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 void void void',
    () => ({
      form: { search: 'o', state: 'all' },
    }),
  ),
  row('GET /people/new', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok'),
  row('POST /people', 'here', '401 401 401 401 401 | 403 403 | 403 403 403 | 403 ok 403 ok', adding('here')),
  row(
    'POST /people',
    'there',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 ok ok',
    adding('there'),
  ),
  row(
    'POST /people',
    'an administrator here',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 ok 403 ok',
    adding('here', 'admin'),
  ),
  row(
    'POST /people',
    'an administrator of all',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 403 ok',
    adding('here', 'admin', '*'),
  ),
  row(
    'POST /people',
    'an officer of there, here',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 403 ok',
    (house) => adding('here', 'compliance', house.units.there)(house),
  ),
  row(
    'GET /people/:id',
    'here',
    'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok 404 ok',
    async ({ things }) => ({
      path: `/people/${(await things.person('here')).id}`,
    }),
  ),
  row(
    'GET /people/:id',
    'there',
    'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa 404 ok ok',
    async ({ things }) => ({
      path: `/people/${(await things.person('there')).id}`,
    }),
  ),
  row(
    'POST /people/:id',
    'here',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 ok 404 ok',
    changing('person', 'here'),
  ),
  row(
    'POST /people/:id',
    'there',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 404 ok ok',
    changing('person', 'there'),
  ),
  row(
    'POST /people/:id',
    'somebody mightier here',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 404 ok',
    changing('mighty', 'here'),
  ),
  row(
    'POST /people/:id',
    'somebody who writes there too',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 404 ok',
    changing('shared', 'here'),
  ),
  row(
    'POST /people/:id',
    'here, to administer all',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 404 ok',
    changing('person', 'here', { role: 'admin', where: '*' }),
  ),
  row(
    'POST /people/:id',
    'here, to move there',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 404 ok',
    async (house, by) => {
      const asked = await changing('mover', 'here')!(house, by);
      return { ...asked, form: { ...asked.form!, unit: house.units.there } };
    },
  ),
  ...(['links', 'factor-resets', 'sign-outs', 'deactivations', 'reactivations'] as const).flatMap(
    (button) => {
      const route = `POST /people/:id/${button}`;
      return [
        // What changes nothing where there is nothing to change is done nevertheless.
        row(
          route,
          'here',
          `401 401 401 401 401 | 403 403 | 403 403 403 | 403 ok 404 ok`,
          pressing(button, 'person', 'here'),
        ),
        row(
          route,
          'there',
          `401 401 401 401 401 | 403 403 | 403 403 403 | 403 404 ok ok`,
          pressing(button, 'person', 'there'),
        ),
        row(
          route,
          'somebody mightier here',
          `401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 404 ok`,
          pressing(button, 'mighty', 'here'),
        ),
      ];
    },
  ),
  row(
    'POST /people/:id/links',
    'somebody who writes there too',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 404 ok',
    pressing('links', 'shared', 'here'),
  ),
  row(
    'POST /people/:id/deactivations',
    'somebody who writes there too',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 ok 404 ok',
    pressing('deactivations', 'shared', 'here'),
  ),
  row('GET /units', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok'),
  row('POST /units', '', '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 403 ok', () => ({
    form: { name: `Unit ${next()}`, outwardName: '', functionAddress: '' },
  })),
  one(
    'GET /units/:id',
    'here',
    'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok 403 ok',
    ({ units }) => units.here,
  ),
  one(
    'GET /units/:id',
    'there',
    'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa 403 ok ok',
    ({ units }) => units.there,
  ),
  ...(['here', 'there'] as const).map((side) =>
    row(
      'POST /units/:id',
      side,
      `401 401 401 401 401 | 403 403 | 403 403 403 | 403 ${side === 'here' ? 'ok 403' : '403 ok'} ok`,
      async (house) => {
        const { text } = await house.visitors.root.get(`/desk/units/${house.units[side]}`);
        const version = text.match(/name="version" value="(\d+)"/)![1]!;
        const name = `${side === 'here' ? 'North' : 'South'} ${next()}`;
        return {
          path: `/units/${house.units[side]}`,
          form: { version, name, outwardName: '', functionAddress: '' },
        };
      },
    ),
  ),
  row('GET /history', '', 'in in 2fa 401 401 | 403 403 | 2fa ok ok | 2fa ok ok ok'),
  row(
    'GET /history',
    'of what is there',
    'in in 2fa 401 401 | 403 403 | 2fa ok ok | 2fa ok ok ok',
    ({ units }) => ({
      path: `/history?subject=${units.there}`,
    }),
  ),
  row(
    'GET /history',
    'of a person there',
    'in in 2fa 401 401 | 403 403 | 2fa ok ok | 2fa ok ok ok',
    ({ abroad }) => ({
      path: `/history?kind=sign_ins&subject=${abroad.id}`,
    }),
  ),
];

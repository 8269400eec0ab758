import { words } from './house.ts';
import { next, none, one, type Row, row } from './row.ts';

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

export const contacts: readonly Row[] = [
  row('GET /contacts', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok'),
  row('GET /contacts', 'there', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok', ({ units }) => ({
    path: `/contacts?unit=${units.there}`,
  })),
  row(
    'POST /contacts/searches',
    '',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 void void void',
    () => ({
      form: { search: words.there.managed.slice(0, 3) },
    }),
  ),
  row('GET /contacts/new', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok'),
  ...(['here', 'there', '*'] as const).map((place) =>
    row(
      'POST /contacts',
      place,
      `401 401 401 401 401 | 403 403 | 403 403 403 | 403 ${{ here: 'ok 422', there: '422 ok', '*': '422 422' }[place]} ok`,
      ({ units }) => ({
        form: {
          email: `new${next()}@example.com`,
          name: 'New',
          phone: '',
          language: '',
          unit: place === '*' ? '*' : units[place],
        },
      }),
    ),
  ),
  one(
    'GET /contacts/:id',
    'here',
    'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok 404 ok',
    ({ things }) => things.contact('here'),
  ),
  one(
    'GET /contacts/:id',
    'there',
    'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa 404 ok ok',
    ({ things }) => things.contact('there'),
  ),
  one(
    'GET /contacts/:id',
    'of all',
    'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa 404 404 ok',
    ({ things }) => things.contact(null),
  ),
  ...(['here', 'there', null] as const).flatMap((place) => {
    const gets = `401 401 401 401 401 | 403 403 | 403 403 403 | 403 ${place === 'here' ? 'ok 404' : place === 'there' ? '404 ok' : '404 404'} ok`;
    return [
      row('POST /contacts/:id', place ?? 'of all', gets, async ({ things, units }) => ({
        path: `/contacts/${await things.contact(place)}`,
        form: {
          version: '1',
          email: `changed${next()}@example.com`,
          name: '',
          phone: '',
          language: '',
          unit: place ? units[place] : '*',
        },
      })),
      one('POST /contacts/:id/deletions', place ?? 'of all', gets, ({ things }) => things.contact(place), {
        version: '1',
      }),
    ];
  }),
  row(
    'POST /contacts/:id',
    'here, to move there',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 422 404 ok',
    async ({ things, units }) => ({
      path: `/contacts/${await things.contact('here')}`,
      form: {
        version: '1',
        email: `moved${next()}@example.com`,
        name: '',
        phone: '',
        language: '',
        unit: units.there,
      },
    }),
  ),
  ...(['here', 'there'] as const).map((side) =>
    row(
      'POST /contacts/restorations',
      side,
      `401 401 401 401 401 | 403 403 | 403 403 403 | 403 ${side === 'here' ? 'ok 404' : '404 ok'} ok`,
      async ({ things }) => ({
        form: { event: await things.deletion(side) },
      }),
    ),
  ),
  row('GET /contacts/imports', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok ok ok'),
  row(
    'POST /contacts/imports',
    'here',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 ok 422 ok',
    () => ({ file: 'here' }),
  ),
  row(
    'POST /contacts/imports',
    'there',
    '401 401 401 401 401 | 403 403 | 403 403 403 | 403 422 ok ok',
    () => ({ file: 'there' }),
  ),
  one(
    'GET /contacts/imports/:id',
    'here',
    'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa ok 404 ok',
    ({ things }) => things.imported('here'),
  ),
  one(
    'GET /contacts/imports/:id',
    'there',
    'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa 404 ok ok',
    ({ things }) => things.imported('there'),
  ),
  ...(['applications', 'discards', 'undos'] as const).flatMap((what) => {
    const applied = what === 'undos';
    return [
      one(
        `POST /contacts/imports/:id/${what}`,
        'here',
        '401 401 401 401 401 | 403 403 | 403 403 403 | 403 ok 404 ok',
        ({ things }) => things.imported('here', { applied }),
        none,
      ),
      one(
        `POST /contacts/imports/:id/${what}`,
        'there',
        '401 401 401 401 401 | 403 403 | 403 403 403 | 403 404 ok ok',
        ({ things }) => things.imported('there', { applied }),
        none,
      ),
    ];
  }),
];

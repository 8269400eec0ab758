import { type House, type Side, words } from './doors-house.ts';

/** One request as a browser of ours would send it, under `/desk`. */
export interface Request {
  /** Instead of the route's own. */
  readonly path?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** A multipart form. */
  readonly fields?: readonly [string, string][];
  readonly file?: Side;
}

export interface Row {
  /** Method and pattern, as the router has them. */
  readonly route: string;
  /** Says which thing, or which form of it. */
  readonly about: string;
  /**
   * What each gets, in the order of `visiting`. `ok`: it is shown, or done. `void`: the same, but nothing changes. `in`: led
   * to where one signs in. `2fa`: to where a second factor is proved or set up. `why`: asked for a reason. A number:
   * that status. Nothing changes but for `ok`.
   */
  readonly gets: string;
  /** Made anew for each visitor who may change it. */
  readonly ask?: (house: House, by: 'refused' | 'allowed') => Promise<Request> | Request;
}

const row = (route: string, about: string, gets: string, ask?: Row['ask']): Row => ({
  route,
  about,
  gets,
  ...(ask ? { ask } : {}),
});

/** `:id` in the route, by the id of a thing. */
const at = (route: string, id: string): string => route.split(' ')[1]!.replace(':id', id);

/** A row about something with an id. */
const one = (
  route: string,
  about: string,
  gets: string,
  make: (house: House) => Promise<string> | string,
  form?: Readonly<Record<string, string>>,
): Row =>
  row(route, about, gets, async (house) => ({
    path: at(route, await make(house)),
    ...(form ? { form } : {}),
  }));

const token = 'x'.repeat(43);
const none = {};
const wrongPasskey = {
  next: '/desk/account',
  name: 'Phone',
  credential: {
    id: 'AAAA',
    rawId: 'AAAA',
    type: 'public-key',
    response: {
      clientDataJSON: Buffer.from(JSON.stringify({ challenge: token })).toString('base64url'),
      attestationObject: 'AAAA',
      authenticatorData: 'AAAA',
      signature: 'AAAA',
    },
  },
};

let count = 0;
const next = (): number => (count += 1);

const look = { kind: 'incident', reason: 'Undersøger en fejl i udsendelsen' };
const days = { days: '30' };
const phone = { phone: '+4520998877' };

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

const account: readonly Row[] = [
  row('GET /', '', 'ok ok ok ok ok | ok ok | ok ok ok | ok ok ok ok'),
  row('GET /sign-in', '', 'ok ok ok ok ok | ok ok | ok ok ok | ok ok ok ok'),
  row(
    'POST /sign-in',
    'a wrong password',
    '401 401 401 401 401 | 401 401 | 401 401 401 | 401 401 401 401',
    () => ({
      form: { email: 'nobody@example.dk', password: 'wrong' },
    }),
  ),
  row(
    'GET /welcome/:token',
    'unknown',
    '410 410 410 410 410 | 410 410 | 410 410 410 | 410 410 410 410',
    () => ({
      path: `/welcome/${token}`,
    }),
  ),
  row(
    'POST /welcome/:token',
    'unknown',
    '410 410 410 410 410 | 410 410 | 410 410 410 | 410 410 410 410',
    () => ({
      path: `/welcome/${token}`,
      form: { password: 'four words make sense', again: 'four words make sense' },
    }),
  ),
  row('GET /links', '', 'ok ok ok ok ok | ok ok | ok ok ok | ok ok ok ok'),
  row(
    'POST /links',
    'of nobody',
    'void void void void void | void void | void void void | void void void void',
    () => ({
      form: { email: `nobody${next()}@example.dk` },
    }),
  ),
  row(
    'GET /links/:token',
    'unknown',
    '410 410 410 410 410 | 410 410 | 410 410 410 | 410 410 410 410',
    () => ({
      path: `/links/${token}`,
    }),
  ),
  row(
    'POST /links/:token',
    'unknown',
    '410 410 410 410 410 | 410 410 | 410 410 410 | 410 410 410 410',
    () => ({
      path: `/links/${token}`,
      form: none,
    }),
  ),
  row('GET /second-factor', '', 'in in ok 401 401 | ok ok | ok ok ok | ok ok ok ok'),
  row('POST /second-factor', 'a code', 'in in 422 401 401 | 422 422 | 422 422 422 | 422 422 422 422', () => ({
    form: { code: '000000' },
  })),
  row('GET /step-up', '', 'in in 2fa 401 401 | ok ok | ok ok ok | ok ok ok ok'),
  row('POST /step-up', 'a code', '401 401 401 401 401 | 422 422 | 422 422 422 | 422 422 422 422', () => ({
    form: { code: '000000' },
  })),
  row('GET /account', '', 'in in 2fa 401 401 | ok ok | ok ok ok | ok ok ok ok'),
  row(
    'POST /account/password',
    'a wrong one',
    '401 401 401 401 401 | 422 422 | 422 422 422 | 422 422 422 422',
    () => ({
      form: { current: 'wrong', password: 'other words make sense', again: 'other words make sense' },
    }),
  ),
  row('POST /account/totp', '', '401 401 401 401 401 | ok ok | ok ok ok | ok ok ok ok', () => ({
    form: none,
  })),
  row('GET /account/totp', '', 'in in 2fa 401 401 | ok ok | ok ok ok | ok ok ok ok'),
  row(
    'POST /account/totp/confirmations',
    'no code',
    '401 401 401 401 401 | 422 422 | 422 422 422 | 422 422 422 422',
    () => ({
      form: { code: 'none' },
    }),
  ),
  row(
    'POST /account/totp/removals',
    '',
    '401 401 401 401 401 | void void | void void void | void void void void',
    () => ({
      form: none,
    }),
  ),
  row(
    'POST /account/recovery-codes',
    'without a factor',
    '401 401 401 401 401 | void void | void void void | void void void void',
    () => ({
      form: none,
    }),
  ),
  one(
    'POST /account/sessions/:id/ends',
    'of somebody else',
    '401 401 401 401 401 | void void | void void void | void void void void',
    ({ things }) => things.session('here'),
    none,
  ),
  row('POST /account/sessions/ends', '', '401 401 401 401 401 | ok ok | ok ok ok | ok ok ok ok', () => ({
    form: none,
  })),
  row(
    'POST /passkeys',
    'not asked for',
    '401 401 401 401 401 | 410 410 | 410 410 410 | 410 410 410 410',
    () => ({
      json: wrongPasskey,
    }),
  ),
  row(
    'POST /passkeys/challenges',
    'to add one',
    '401 401 401 401 401 | ok ok | ok ok ok | ok ok ok ok',
    () => ({
      json: { purpose: 'registration' },
    }),
  ),
  row(
    'POST /passkeys/challenges',
    'to prove by none',
    '401 401 404 401 401 | 404 404 | 404 404 404 | 404 404 404 404',
    () => ({
      json: { purpose: 'step_up' },
    }),
  ),
  row('POST /passkeys/challenges', 'to sign in', 'ok ok ok ok ok | ok ok | ok ok ok | ok ok ok ok', () => ({
    json: { purpose: 'sign_in' },
  })),
  row(
    'POST /passkeys/sign-ins',
    'not asked for',
    '410 410 410 410 410 | 410 410 | 410 410 410 | 410 410 410 410',
    () => ({
      json: wrongPasskey,
    }),
  ),
  row(
    'POST /passkeys/proofs',
    'not asked for',
    '401 401 410 401 401 | 410 410 | 410 410 410 | 410 410 410 410',
    () => ({
      json: wrongPasskey,
    }),
  ),
  one(
    'GET /passkeys/:id',
    'of somebody else',
    'in in 2fa 401 401 | 404 404 | 404 404 404 | 404 404 404 404',
    ({ things }) => things.passkey('here'),
  ),
  one(
    'POST /passkeys/:id/renamings',
    'of somebody else',
    '401 401 401 401 401 | 404 404 | 404 404 404 | 404 404 404 404',
    ({ things }) => things.passkey('here'),
    { name: 'Mine' },
  ),
  one(
    'POST /passkeys/:id/removals',
    'of somebody else',
    '401 401 401 401 401 | 404 404 | 404 404 404 | 404 404 404 404',
    ({ things }) => things.passkey('here'),
    none,
  ),
  // The provider of this installation does not answer.
  row('GET /identity', '', '503 503 503 503 503 | 503 503 | 503 503 503 | 503 503 503 503'),
  row('GET /identity', 'again', 'in in 2fa 401 401 | 503 503 | 503 503 503 | 503 503 503 503', () => ({
    path: '/identity?step_up=1',
  })),
  row(
    'GET /identity/callback',
    'not gone to',
    '422 422 422 422 422 | 422 422 | 422 422 422 | 422 422 422 422',
    () => ({
      path: `/identity/callback?code=x&state=${token}`,
    }),
  ),
  row(
    'GET /identity/problems/:problem',
    'unknown',
    '404 404 404 404 404 | 404 404 | 404 404 404 | 404 404 404 404',
    () => ({
      path: '/identity/problems/none',
    }),
  ),
];

const messages: readonly Row[] = [
  row('GET /messages', 'one’s own', 'in in 2fa 401 401 | ok ok | ok ok ok | ok ok ok ok'),
  row('GET /messages', 'of the unit', 'in in 2fa 401 401 | ok ok | 2fa ok ok | ok ok ok ok', () => ({
    path: '/messages?whose=unit',
  })),
  row('GET /messages', 'left behind', 'in in 2fa 401 401 | ok ok | 2fa ok ok | ok ok ok ok', () => ({
    path: '/messages?whose=left',
  })),
  row('GET /messages/new', '', 'in in 2fa 401 401 | ok ok | 403 403 403 | 403 403 403 403'),
  row(
    'POST /messages',
    'for here',
    '401 401 401 401 401 | ok 422 | 403 403 403 | 403 403 403 403',
    (house) => ({
      fields: house.messageFields('here', house.sender.email),
    }),
  ),
  row(
    'POST /messages',
    'for there',
    '401 401 401 401 401 | 422 ok | 403 403 403 | 403 403 403 403',
    (house) => ({
      fields: house.messageFields('there', house.abroad.email),
    }),
  ),
  one(
    'GET /messages/:id',
    'the sender’s here',
    'in in 2fa 401 401 | ok 404 | 2fa why why | 404 404 404 404',
    ({ messages }) => messages.here.message,
  ),
  one(
    'GET /messages/:id',
    'a colleague’s here',
    'in in 2fa 401 401 | 404 404 | 2fa why why | 404 404 404 404',
    ({ messages }) => messages.colleague.message,
  ),
  one(
    'GET /messages/:id',
    'there',
    'in in 2fa 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.message,
  ),
  one(
    'POST /messages/:id/looks',
    'the sender’s here',
    '401 401 401 401 401 | void 404 | 404 ok ok | 404 404 404 404',
    ({ messages }) => messages.here.message,
    look,
  ),
  one(
    'POST /messages/:id/looks',
    'a colleague’s here',
    '401 401 401 401 401 | 404 404 | 404 ok ok | 404 404 404 404',
    ({ messages }) => messages.colleague.message,
    look,
  ),
  one(
    'POST /messages/:id/looks',
    'there',
    '401 401 401 401 401 | 404 void | 404 404 ok | 404 404 404 404',
    ({ messages }) => messages.there.message,
    look,
  ),
  one(
    'POST /messages/:id/reminders',
    'the sender’s here',
    '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.message,
    none,
  ),
  one(
    'POST /messages/:id/reminders',
    'a colleague’s here',
    '401 401 401 401 401 | 404 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.colleague.message,
    none,
  ),
  one(
    'POST /messages/:id/reminders',
    'there',
    '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.message,
    none,
  ),
  one(
    'POST /messages/:id/extensions',
    'the sender’s here',
    '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.message,
    days,
  ),
  one(
    'POST /messages/:id/extensions',
    'there',
    '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.message,
    days,
  ),
  one(
    'POST /deliveries/:id/unlocks',
    'the sender’s here',
    '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.delivery,
    none,
  ),
  one(
    'POST /deliveries/:id/unlocks',
    'there',
    '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.delivery,
    none,
  ),
  one(
    'POST /deliveries/:id/corrections',
    'the sender’s here',
    '401 401 401 401 401 | ok 404 | 404 why why | 404 404 404 404',
    ({ messages }) => messages.here.delivery,
    phone,
  ),
  one(
    'POST /deliveries/:id/corrections',
    'there',
    '401 401 401 401 401 | 404 ok | 404 404 why | 404 404 404 404',
    ({ messages }) => messages.there.delivery,
    phone,
  ),
];

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

const people: readonly Row[] = [
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

const systems: readonly Row[] = [
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

const contacts: readonly Row[] = [
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

const policy: readonly Row[] = [
  row('GET /policy', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa 403 403 ok'),
  row('GET /policy/change', '', 'in in 2fa 401 401 | 403 403 | 403 403 403 | 2fa 403 403 ok'),
  row('POST /policy', '', '401 401 401 401 401 | 403 403 | 403 403 403 | 403 403 403 ok', () => ({
    form: { decision: '', secure: 'all', unitClaim: 'department', confirm: 'nobody' },
  })),
];

export const rows: readonly Row[] = [...account, ...messages, ...people, ...systems, ...contacts, ...policy];

/** Comes last: from there on nobody is signed in. */
export const signingOut = row(
  'POST /sign-out',
  '',
  'in in in in in | in in | in in in | in in in in',
  () => ({
    form: none,
  }),
);

/** Where an administrator of everything proves anew who they are, after half an hour. */
export const needingProof: readonly string[] = [
  'POST /account/totp',
  'POST /account/totp/confirmations (no code)',
  'POST /account/totp/removals',
  'POST /passkeys/challenges (to add one)',
  'POST /passkeys/:id/removals (of somebody else)',
  'POST /people (an administrator here)',
  'POST /people (an administrator of all)',
  'POST /people (an officer of there, here)',
  'POST /people/:id (somebody mightier here)',
  'POST /people/:id (here, to administer all)',
  'POST /people/:id/links (somebody mightier here)',
  'POST /people/:id/factor-resets (here)',
  'POST /people/:id/factor-resets (there)',
  'POST /people/:id/factor-resets (somebody mightier here)',
  'POST /people/:id/sign-outs (somebody mightier here)',
  'POST /people/:id/deactivations (somebody mightier here)',
  'POST /people/:id/reactivations (somebody mightier here)',
  'GET /systems/new',
  'POST /systems (here)',
  'POST /systems (there)',
  'POST /systems (from any address)',
  'POST /systems (that reads everything)',
  'POST /systems/:id (here)',
  'POST /systems/:id (there)',
  'GET /systems/:id/edit (here)',
  'GET /systems/:id/edit (there)',
  'GET /systems/:id/openings (here)',
  'GET /systems/:id/openings (there)',
  'POST /systems/:id/openings (here)',
  'POST /systems/:id/openings (there)',
  'GET /systems/:id/secrets/new (here)',
  'GET /systems/:id/secrets/new (there)',
  'POST /systems/:id/secrets (here)',
  'POST /systems/:id/secrets (there)',
  'POST /systems/:id/secrets (here, that manages people)',
  'GET /systems/:id/secrets/:secret/expiries (here)',
  'GET /systems/:id/secrets/:secret/expiries (there)',
  'POST /systems/:id/secrets/:secret/expiries (here)',
  'POST /systems/:id/secrets/:secret/expiries (there)',
  'GET /policy/change',
  'POST /policy',
];

import { next, none, one, type Row, row, token } from './row.ts';

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

// Columns: nobody forged pending ended gone | sender abroad | weakOfficer officer chief | weakAdmin local foreign root

export const account: readonly Row[] = [
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

import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, afterEach, before, describe, it } from 'node:test';
import { openidProvider } from '../../../src/backends/oidc/openid-provider.ts';
import { identityProblemOf } from '../../../src/desk/account/identity-problems.ts';
import type { IdentityProvider, IdentityRequest } from '../../../src/desk/account/identity-provider.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import {
  type Lies,
  type LyingProvider,
  seconds,
  startLiar,
  strangersKey,
} from '../../support/lying-identity-provider.ts';

const random = () => randomBytes(32).toString('base64url');

const request = (more: Partial<IdentityRequest> = {}): IdentityRequest => ({
  redirectUri: 'http://localhost:3000/desk/identity/callback',
  state: random(),
  nonce: random(),
  verifier: random(),
  begunAt: seconds(),
  again: false,
  ...more,
});

const html = (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<h1>Down for maintenance</h1>');
};
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end('{}');
  };
const endless = (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
  };
  response.on('drain', more);
  more();
};
const silent = () => undefined;
const cut = (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"access_token":');
  setImmediate(() => response.destroy());
};

describe('An identity that a provider vouches for', () => {
  let liar: LyingProvider;
  let provider: IdentityProvider;

  before(async () => {
    liar = await startLiar();
    provider = make();
  });
  afterEach(() => {
    liar.lies = {};
    liar.claims = { sub: 'ana', email: 'ana@havn.example' };
    liar.onlyInUserinfo = [];
  });
  after(() => liar.close());

  const make = (more: { clientId?: string; patience?: number; acrValues?: string[]; issuer?: URL } = {}) =>
    openidProvider(
      {
        issuer: more.issuer ?? new URL(liar.issuer),
        clientId: more.clientId ?? 'segl',
        clientSecret: undefined,
        scope: 'openid profile email',
        acrValues: more.acrValues ?? [],
      },
      more.patience,
    );

  async function signIn(asked = request(), needs: string[] = ['email'], using = provider) {
    const address = await using.begin(asked);
    return using.finish(asked, liar.back(address.href).searchParams, needs);
  }

  const refused = (work: Promise<unknown>, problem: string, because?: RegExp) =>
    assert.rejects(work, (error: Error) => {
      assert.ok(error instanceof Refusal, error.stack);
      assert.equal(identityProblemOf(error), problem, JSON.stringify(error.facts));
      if (because) assert.match(String(error.facts.because), because);
      return true;
    });

  it('is asked for with PKCE, state and nonce', async () => {
    const { searchParams: asked } = await provider.begin(request());
    assert.deepEqual([...asked.keys()].sort(), [
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ]);
    assert.equal(asked.get('code_challenge_method'), 'S256');
    assert.equal(asked.get('scope'), 'openid profile email');
    const again = await make({ acrValues: ['strong', 'stronger'] }).begin(request({ again: true }));
    assert.equal(again.searchParams.get('prompt'), 'login');
    assert.equal(again.searchParams.get('max_age'), '0');
    assert.equal(again.searchParams.get('acr_values'), 'strong stronger');
  });

  it('is believed where all is right, and says what it was told', async () => {
    liar.claims = { sub: 'ana', email: 'ana@havn.example', roles: ['segl-sender'] };
    liar.onlyInUserinfo = ['roles'];
    const identity = await signIn(request(), ['email', 'roles']);
    assert.equal(identity.issuer, liar.issuer);
    assert.equal(identity.subject, 'ana');
    assert.deepEqual(identity.claims.roles, ['segl-sender']);
    assert.equal(identity.complete, true);
    assert.equal(identity.secondFactor, false);
  });

  for (const [what, lies, problem] of [
    ["another issuer's token", { claims: { iss: 'https://evil.example' } }, 'failed'],
    ['a token for another client', { claims: { aud: 'others' } }, 'failed'],
    ['a token for several, this one not named as whose it is', { claims: { aud: ['segl', 'x'] } }, 'failed'],
    ['a token with a wrong nonce', { claims: { nonce: 'wrong' } }, 'failed'],
    ['a token without a nonce', { claims: { nonce: undefined } }, 'failed'],
    ['a token without a subject', { claims: { sub: undefined } }, 'failed'],
    ['a subject that is no text', { claims: { sub: 7 } }, 'failed'],
    ['a token that expired', { claims: { exp: seconds() - 300, iat: seconds() - 600 } }, 'clock'],
    ['a token of minutes to come', { claims: { iat: seconds() + 240, exp: seconds() + 900 } }, 'clock'],
    ['a token that holds later only', { claims: { nbf: seconds() + 240 } }, 'clock'],
    ['a wrong hash of the access token', { claims: { at_hash: random() } }, 'failed'],
    ['a hash that is no text', { claims: { at_hash: 7 } }, 'failed'],
    ["a stranger's signature", { key: strangersKey }, 'failed'],
    ['no signature', { header: { alg: 'none' }, signature: '' }, 'failed'],
    ['a key that nobody published', { header: { kid: 'two' } }, 'failed'],
    ['a critical extension that nobody knows', { header: { crit: ['x'], x: 1 } }, 'failed'],
    ['no token', { tokens: { id_token: undefined } }, 'failed'],
    ['a token that is none', { tokens: { id_token: 'a.b' } }, 'failed'],
    ['a token that is cut off', { tokens: { id_token: 'eyJhbGciOiJSUzI1NiJ9.eyJpc3M.' } }, 'failed'],
    ['an encrypted token', { tokens: { id_token: 'a.b.c.d.e' } }, 'failed'],
    ['no access token', { tokens: { access_token: undefined } }, 'failed'],
    ['an odd kind of access token', { tokens: { token_type: 'mac' } }, 'failed'],
    ["another issuer's answer", { answer: { iss: 'https://evil.example' } }, 'failed'],
    ['an answer without the issuer that was promised', { answer: { iss: undefined } }, 'failed'],
    ['a wrong state', { answer: { state: 'wrong' } }, 'failed'],
    ['no state', { answer: { state: undefined } }, 'failed'],
    ['no code', { answer: { code: undefined } }, 'failed'],
    ['an answer of another kind', { answer: { id_token: 'a.b.c' } }, 'failed'],
    ['a code that is none', { answer: { code: 'none' } }, 'expired'],
    ['a huge code', { answer: { code: 'x'.repeat(9_000) } }, 'expired'],
    ['that somebody turned back', { answer: { code: undefined, error: 'access_denied' } }, 'denied'],
    ['an error with words', { answer: { code: undefined, error: '<script>alert(1)</script>' } }, 'denied'],
    ['that it is out of order', { answer: { code: undefined, error: 'server_error' } }, 'away'],
    ["somebody else's userinfo", { userinfo: { sub: 'birgit' } }, 'failed'],
    ['userinfo without a subject', { userinfo: { sub: undefined } }, 'failed'],
    ['a page for people', { paths: { '/token': html } }, 'away'],
    ['a page in place of its keys', { paths: { '/jwks': html } }, 'away'],
    ['a page in place of userinfo', { paths: { '/userinfo': html } }, 'away'],
    ['an error of the server', { paths: { '/token': status(502) } }, 'away'],
    ['that there is too much to do', { paths: { '/token': status(429) } }, 'away'],
    [
      'a way to elsewhere',
      { paths: { '/token': status(302, { location: 'https://evil.example' }) } },
      'away',
    ],
    ['half of an answer', { paths: { '/token': cut } }, 'away'],
    ['without end', { paths: { '/token': endless } }, 'away'],
    ['that it does not know the client', { tokens: { error: 'invalid_client' } }, 'away'],
  ] as const satisfies [string, Lies, string][]) {
    it(`is not believed where the provider answers ${what}`, async () => {
      // What userinfo is asked for, so that it is asked at all.
      const asked = request();
      const address = await provider.begin(asked);
      liar.lies = lies;
      await refused(provider.finish(asked, liar.back(address.href).searchParams, ['email', 'more']), problem);
    });
  }

  it('is not believed where the public key is used as a secret (HS256)', async () => {
    const { keys } = (await (await fetch(`${liar.issuer}/jwks`)).json()) as { keys: [{ n: string }] };
    const asked = request();
    const content = [
      { alg: 'HS256', kid: 'one' },
      { iss: liar.issuer, aud: 'segl', sub: 'ana', iat: seconds(), exp: seconds() + 60, nonce: asked.nonce },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const signature = createHmac('sha256', keys[0].n).update(content.join('.')).digest('base64url');
    liar.lies = { tokens: { id_token: [...content, signature].join('.') } };
    await refused(signIn(asked), 'failed');
  });

  it('is not given twice for one code, nor for one that another browser asked for', async () => {
    const asked = request();
    const { searchParams } = liar.back((await provider.begin(asked)).href);
    await provider.finish(asked, searchParams, []);
    await refused(provider.finish(asked, searchParams, []), 'expired');
    const other = request();
    const answer = liar.back((await provider.begin(other)).href).searchParams;
    await refused(provider.finish({ ...other, verifier: random() }, answer, []), 'expired');
  });

  it('is not believed where a parameter comes twice', async () => {
    const asked = request();
    for (const name of ['code', 'state', 'iss']) {
      const { searchParams } = liar.back((await provider.begin(asked)).href);
      searchParams.append(name, searchParams.get(name)!);
      await refused(provider.finish(asked, searchParams, []), 'failed');
    }
  });

  it('may be off by less than a minute', async () => {
    liar.lies = { claims: { iat: seconds() + 50, exp: seconds() - 50 } };
    assert.equal((await signIn()).subject, 'ana');
  });

  it('must be proved anew where that was asked for', async () => {
    const again = request({ again: true });
    assert.equal((await signIn(again)).subject, 'ana');
    liar.lies = { claims: { auth_time: seconds() - 3_600 } };
    await refused(signIn(request({ again: true })), 'stale');
    liar.lies = { claims: { auth_time: undefined } };
    await refused(signIn(request({ again: true })), 'failed');
    // It took somebody minutes, from the page's first question to the last.
    liar.lies = { claims: { auth_time: seconds() - 200 } };
    assert.equal((await signIn(request({ again: true, begunAt: seconds() - 240 }))).subject, 'ana');
  });

  it('has a second factor where the provider says so, in the ID token', async () => {
    for (const amr of [
      'mfa',
      ['pwd', 'otp'],
      ['hwk'],
      ['http://schemas.microsoft.com/claims/multipleauthn'],
    ]) {
      liar.claims = { sub: 'ana', amr };
      assert.equal((await signIn()).secondFactor, true, String(amr));
    }
    for (const amr of [['pwd'], ['pin', 'face'], 'mfa mfa', 7, null, [['mfa']], { mfa: true }]) {
      liar.claims = { sub: 'ana', amr };
      assert.equal((await signIn()).secondFactor, false, String(amr));
    }
    liar.onlyInUserinfo = ['amr'];
    liar.claims = { sub: 'ana', amr: ['mfa'] };
    assert.equal((await signIn()).secondFactor, false);
    const strict = make({ acrValues: ['urn:strong'] });
    for (const [acr, vouched] of [
      ['urn:strong', true],
      ['urn:weak', false],
      [['urn:strong'], false],
    ] as const) {
      liar.claims = { sub: 'ana', acr };
      assert.equal((await signIn(request(), [], strict)).secondFactor, vouched, String(acr));
    }
  });

  it('is not whole where the provider keeps claims back', async () => {
    liar.claims = { sub: 'ana', _claim_names: { groups: 'src1' } };
    assert.equal((await signIn(request(), ['groups'])).complete, false);
    assert.equal((await signIn(request(), ['roles'])).complete, true);
    liar.claims = { sub: 'ana', hasgroups: true };
    assert.equal((await signIn(request(), ['groups'])).complete, false);
    liar.claims = { sub: 'ana' };
    liar.lies = {
      paths: { '/userinfo': status(401, { 'www-authenticate': 'Bearer error="invalid_token"' }) },
    };
    assert.equal((await signIn(request(), ['groups'])).complete, false);
  });

  it('is asked for again by a refresh token', async () => {
    liar.claims = { sub: 'ana', roles: 'segl-admin' };
    liar.lies = { tokens: { refresh_token: 'second' } };
    const identity = await provider.again('first', 'ana', ['roles']);
    assert.ok(identity !== 'ended');
    assert.equal(liar.redeemed.at(-1)!.get('refresh_token'), 'first');
    assert.equal(identity.refreshToken, 'second');
    assert.equal(identity.claims.roles, 'segl-admin');
    assert.equal(identity.complete, true);
    await refused(provider.again('first', 'birgit', []), 'failed');
    liar.lies = { tokens: { id_token: undefined } };
    const unsaid = await provider.again('first', 'ana', []);
    assert.equal(unsaid !== 'ended' && unsaid.complete, false);
    liar.lies = { tokens: { error: 'invalid_grant' } };
    const error = { error: 'invalid_grant' };
    liar.lies = {
      paths: {
        '/token': (_request, response) => {
          response.writeHead(400, { 'content-type': 'application/json' });
          response.end(JSON.stringify(error));
        },
      },
    };
    assert.equal(await provider.again('first', 'ana', []), 'ended');
    error.error = 'invalid_scope';
    await refused(provider.again('first', 'ana', []), 'away');
  });

  it('is asked of nobody while the provider does not answer, and of it as soon as it does', async () => {
    const late = make({ patience: 0.2 });
    for (const [path, because] of [
      [silent, /timeout/],
      [html, /not_json/],
      [status(503), /503/],
      [endless, /too_large/],
      [status(404), /./],
    ] as const) {
      liar.lies = { paths: { '/.well-known/openid-configuration': path } };
      await refused(late.begin(request()), 'away', because);
      await refused(late.check(), 'away');
    }
    liar.lies = {};
    await late.begin(request());
    liar.lies = { paths: { '/token': silent } };
    await refused(signIn(request(), [], late), 'away', /timeout/);
    const other = await startLiar();
    const gone = make({ issuer: new URL(other.issuer) });
    await other.close();
    await refused(gone.begin(request()), 'away', /ECONNREFUSED/);
  });

  it('is of the issuer that was named, and of no other', async () => {
    liar.lies = { metadata: { issuer: 'https://evil.example' } };
    await refused(make().begin(request()), 'away');
    liar.lies = { metadata: { token_endpoint: undefined } };
    await refused(signIn(request(), [], make()), 'away');
  });
});

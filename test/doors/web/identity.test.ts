import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { type TestDatabase, withDatabases } from '../../support/database.ts';
import {
  type ProviderAccount,
  startProvider,
  type TestProvider,
  throughProvider,
} from '../../support/identity-provider.ts';
import { type LyingProvider, startLiar } from '../../support/lying-identity-provider.ts';
import { type Answer, Visitor } from './visitor.ts';

/** Somebody who reads English. */
async function english({ url }: App): Promise<Visitor> {
  const visitor = new Visitor(url);
  await visitor.get('/desk/sign-in?lang=en');
  return visitor;
}

const cookie = '__Host-segl-identity';
const callback = '/desk/identity/callback';
const pathOf = ({ pathname, search }: URL): string => pathname + search;
const roles = (...names: string[]) => names.map((name) => `segl-${name}`);

withDatabases('Staff who sign in by the certified provider', (db: TestDatabase) => {
  let app: App;
  let provider: TestProvider;
  const accounts = new Map<string, ProviderAccount>([
    ['ana', { claims: { name: 'Ana Poulsen', email: 'ana@havn.example', roles: roles('sender', 'admin') } }],
    ['bo', { claims: { name: 'Bo Bak', email: 'bo@havn.example', groups: roles('admin') }, amr: ['mfa'] }],
    ['nobody', { claims: { name: 'N', email: 'nobody@havn.example', groups: ['others'] } }],
  ]);

  before(async () => {
    provider = await startProvider(accounts);
    app = await startApp(db, {
      SEGL_OIDC_STAFF: provider.setting('?scope=openid+profile+email+offline_access'),
    });
    provider.register(app.url);
  });
  after(async () => {
    await app?.close();
    await provider?.close();
  });

  async function signIn(who: string, path = '/desk/identity', visitor = new Visitor(app.url)) {
    const away = await visitor.get(path);
    assert.equal(away.status, 303, away.text);
    const back = await throughProvider(away.headers.location!, who);
    return { visitor, back, answer: await visitor.get(pathOf(back)) };
  }

  it('find the way on the page for signing in', async () => {
    const { text } = await new Visitor(app.url).get('/desk/sign-in?lang=en');
    assert.match(text, /<a class="button" href="\/desk\/identity">Sign in with Segl<\/a>/);
  });

  it('come in, and go on to where they wanted', async () => {
    const { visitor, answer } = await signIn('ana', '/desk/identity?next=/desk/messages/new');
    assert.equal(answer.headers.location, '/desk/messages/new', answer.text);
    assert.match((await visitor.get('/desk/messages')).text, /Ana Poulsen/);
    assert.equal(visitor.cookies.has(cookie), false);
  });

  it('are led nowhere but to the desk', async () => {
    for (const next of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/desk/../m/x',
      '/m/x',
    ]) {
      const { answer } = await signIn('ana', `/desk/identity?next=${encodeURIComponent(next)}`);
      assert.equal(answer.headers.location, '/desk/messages', next);
    }
  });

  it('are administrators only with the provider’s word for a second factor', async () => {
    const without = (await signIn('ana')).visitor;
    assert.equal((await without.get('/desk/people')).status, 303);
    const having = (await signIn('bo')).visitor;
    assert.equal((await having.get('/desk/people')).status, 200);
  });

  it('leave a cookie behind that nobody reads, and that only comes back to us', async () => {
    const visitor = new Visitor(app.url);
    await visitor.get('/desk/identity?next=/desk/people');
    const line = visitor.setCookies.find((each) => each.startsWith(cookie))!;
    assert.match(line, /; Path=\/;.*HttpOnly; Secure; SameSite=Lax/);
    assert.match(line, /Max-Age=900/);
    assert.doesNotMatch(Buffer.from(line.split('.').slice(1).join(), 'base64url').toString(), /people/);
  });

  it('come in with a key that the provider has changed since', async () => {
    provider.rotateKeys();
    assert.equal((await signIn('ana')).answer.status, 303);
    provider.rotateKeys();
    assert.equal((await signIn('ana')).answer.status, 303);
  });

  it('hear what to ask for where they have no role, and nothing is made of them', async () => {
    const { visitor, answer } = await signIn('nobody', '/desk/identity', await english(app));
    assert.equal(answer.status, 403);
    assert.match(answer.text, /you have no role here/);
    assert.match(answer.text, /segl-sender/);
    assert.equal(visitor.cookies.has('__Host-segl-desk'), false);
    const { count } = await db.database.query("select from people where email = 'nobody@havn.example'");
    assert.equal(count, 0);
  });

  it('hear it where the provider turned them away', async () => {
    const { answer } = await signIn('stranger', '/desk/identity');
    assert.equal(answer.status, 422);
    assert.match(answer.text, /turned back|vendte om/);
  });

  it('use each way back once, in the browser that it began in', async () => {
    const { visitor, back, answer } = await signIn('ana');
    assert.equal(answer.status, 303);
    const expired = (again: Answer) => {
      assert.equal(again.status, 422);
      assert.match(again.text, /another browser|anden browser/);
    };
    expired(await visitor.get(pathOf(back)));
    const one = new Visitor(app.url);
    const other = new Visitor(app.url);
    const way = await throughProvider((await one.get('/desk/identity')).headers.location!, 'ana');
    await other.get('/desk/identity');
    const kept = one.cookies.get(cookie)!;
    expired(await other.get(pathOf(way)));
    expired(await new Visitor(app.url).get(pathOf(way)));
    assert.equal((await one.get(pathOf(way))).status, 303);
    // The cookie is still somebody's, but what it was for is used up.
    one.cookies.set(cookie, kept);
    expired(await one.get(pathOf(way)));
    const late = new Visitor(app.url);
    const tooLate = await throughProvider((await late.get('/desk/identity')).headers.location!, 'ana');
    await db.database.query("update oidc_sign_ins set expires_at = now() - interval '1 second'");
    expired(await late.get(pathOf(tooLate)));
  });

  it('use it once, however many come at once', async () => {
    const visitor = new Visitor(app.url);
    const way = pathOf(await throughProvider((await visitor.get('/desk/identity')).headers.location!, 'ana'));
    const kept = visitor.cookies.get(cookie)!;
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => {
        const same = new Visitor(app.url);
        same.cookies.set(cookie, kept);
        return same.get(way);
      }),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422, 422, 422, 422, 422]);
  });

  it('prove again that it is them', async () => {
    const { visitor } = await signIn('bo');
    const age = (email: string) =>
      db.database.query(
        `update staff_sessions set proven_at = now() - interval '1 hour', factor_at = null
          where person_id = (select id from people where email = $1)`,
        [email],
      );
    const state = async (email: string) =>
      (
        await db.database.query<{ fresh: boolean; factor: boolean }>(
          `select s.proven_at > now() - interval '1 minute' as fresh, s.factor_at is not null as factor
            from staff_sessions s join people p on p.id = s.person_id where p.email = $1
            order by s.last_seen_at desc limit 1`,
          [email],
        )
      ).rows[0];
    const path = '/desk/identity?step_up=1&next=/desk/people';
    await age('bo@havn.example');
    const { answer } = await signIn('bo', path, visitor);
    assert.equal(answer.headers.location, '/desk/people', answer.text);
    assert.deepEqual(await state('bo@havn.example'), { fresh: true, factor: true });

    const ana = (await signIn('ana')).visitor;
    await age('ana@havn.example');
    await signIn('ana', path, ana);
    assert.deepEqual(await state('ana@havn.example'), { fresh: true, factor: false });

    await age('ana@havn.example');
    const swapped = await signIn('bo', path, ana);
    assert.equal(swapped.answer.status, 422);
    assert.match(swapped.answer.text, /href="\/desk\/step-up"/);
    assert.equal((await state('ana@havn.example'))!.fresh, false);
    assert.match((await ana.get('/desk/messages')).text, /Ana Poulsen/);

    const started = await throughProvider((await ana.get(path)).headers.location!, 'ana');
    ana.cookies.delete('__Host-segl-desk');
    assert.equal((await ana.get(pathOf(started))).status, 422);
    assert.equal((await ana.get(path)).headers.location, '/desk/sign-in');
  });

  it('meet the second factor they have here, where the provider vouches for none', async () => {
    const { visitor } = await signIn('ana');
    await db.database.query(
      `insert into totp_secrets (person_id, kid, sealed, confirmed_at)
        select id, 'k', 's', now() from people where email = 'ana@havn.example'`,
    );
    const { answer } = await signIn('ana', '/desk/identity?next=/desk/messages/new', visitor);
    assert.equal(answer.headers.location, '/desk/second-factor?next=%2Fdesk%2Fmessages%2Fnew');
    assert.notEqual((await visitor.get('/desk/messages')).status, 200);
    await db.database.query('delete from totp_secrets');
  });

  it('are recorded as signed in by the provider', async () => {
    const { rows } = await db.database.query<{ details: Record<string, unknown> }>(
      `select details from events e join people p on p.id = e.actor_id
        where e.type = 'person.signed_in' and p.email = 'bo@havn.example' order by at limit 1`,
    );
    assert.equal(rows[0]!.details.method, 'oidc');
    assert.equal(rows[0]!.details.secondFactor, true);
  });
});

withDatabases('Staff whose provider lies', (db: TestDatabase) => {
  let app: App;
  let liar: LyingProvider;

  before(async () => {
    liar = await startLiar();
    app = await startApp(db, { SEGL_OIDC_STAFF: liar.setting() });
  });
  afterEach(() => {
    liar.lies = {};
    liar.claims = { sub: 'ana', email: 'ana@havn.example', roles: roles('sender') };
  });
  after(async () => {
    await app?.close();
    await liar?.close();
  });

  const sent = (visitor: Visitor) =>
    visitor.get('/desk/identity').then(({ headers }) => liar.back(headers.location!));

  for (const [what, lies, status, sentence] of [
    ['with a wrong nonce', { claims: { nonce: 'x' } }, 422, /cannot be trusted/],
    ['for another client', { claims: { aud: 'x' } }, 422, /cannot be trusted/],
    ['unsigned', { header: { alg: 'none' }, signature: '' }, 422, /cannot be trusted/],
    ['by a clock minutes ahead', { claims: { iat: Date.now() / 1000 + 300 } }, 422, /differ by more than/],
    ['that expired', { claims: { exp: 1_000_000_000 } }, 422, /differ by more than/],
    ['without an address', { claims: { email: null } }, 422, /no e-mail address/],
    ['without a role', { claims: { roles: ['x'] } }, 403, /no role here/],
    ['in HTML', { paths: { '/token': htmlPage } }, 503, /does not answer/],
    ['that was refused', { answer: { error: 'access_denied', code: undefined } }, 422, /turned back/],
    ['with markup in it', { answer: { error: '<b>hi</b>', code: undefined } }, 422, /turned back/],
    [
      'without parameters',
      { answer: { state: undefined, code: undefined, iss: undefined } },
      422,
      /Start again/,
    ],
  ] as const) {
    it(`get a sentence for an answer ${what}`, async () => {
      const visitor = await english(app);
      liar.claims = { sub: 'ana', email: 'ana@havn.example', roles: roles('sender') };
      const away = await visitor.get('/desk/identity');
      liar.lies = lies;
      const answer = await visitor.get(pathOf(liar.back(away.headers.location!)));
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.text, sentence);
      assert.doesNotMatch(answer.text, /<b>|OAUTH/);
      assert.equal(visitor.cookies.has('__Host-segl-desk'), false);
      assert.equal(answer.headers['cache-control'], 'no-store');
    });
  }

  it('get a sentence for huge parameters', async () => {
    const visitor = await english(app);
    const back = await sent(visitor);
    back.searchParams.set('code', 'x'.repeat(11_000));
    const answer = await visitor.get(pathOf(back));
    assert.equal(answer.status, 422);
    assert.match(answer.text, /cannot be trusted/);
  });

  it('get a sentence for a cookie that is none of ours', async () => {
    const visitor = new Visitor(app.url);
    const back = await sent(visitor);
    for (const value of [
      'x',
      visitor.cookies.get(cookie)!.slice(0, -3),
      visitor.cookies.get(cookie)! + 'A',
    ]) {
      const other = new Visitor(app.url);
      other.cookies.set(cookie, value);
      assert.equal((await other.get(pathOf(back))).status, 422, value);
    }
  });

  it('get a sentence while the provider is away, and can use a password meanwhile', async () => {
    const away = await startLiar();
    const lone = await startApp(db, { SEGL_OIDC_STAFF: away.setting() });
    try {
      await away.close();
      const visitor = new Visitor(lone.url);
      const answer = await visitor.get('/desk/identity?lang=en');
      assert.equal(answer.status, 503);
      assert.match(answer.text, /does not answer.*a password/);
      assert.equal(answer.headers['retry-after'], '10');
      assert.equal((await visitor.get('/desk/sign-in')).status, 200);
      assert.match(lone.logged.join(''), /ECONNREFUSED/);
    } finally {
      await lone.close();
    }
  });

  it('can read the sentence in another language', async () => {
    const visitor = new Visitor(app.url);
    const answer = await visitor.get(callback);
    const link = answer.text.match(/href="(\/desk\/identity\/problems\/expired\?lang=sv)"/)![1]!;
    const again = await visitor.get(link);
    assert.equal(again.status, 422);
    assert.match(again.text, /annan webbläsare/);
    assert.equal((await visitor.get('/desk/identity/problems/none')).status, 404);
    assert.equal((await visitor.get('/desk/identity/problems/toString')).status, 404);
  });

  it('leave nothing of theirs in the log', () => {
    const log = app.logged.join('');
    assert.match(log, /came to nothing/);
    assert.doesNotMatch(log, /ana@|havn\.example|segl-sender|code=|eyJ/);
  });
});

withDatabases('Staff of an installation without a provider', (db: TestDatabase) => {
  it('are not offered one', async () => {
    const app = await startApp(db);
    try {
      const visitor = new Visitor(app.url);
      assert.doesNotMatch((await visitor.get('/desk/sign-in')).text, /desk\/identity/);
      for (const path of ['/desk/identity', callback]) assert.equal((await visitor.get(path)).status, 404);
    } finally {
      await app.close();
    }
  });
});

function htmlPage(
  _request: unknown,
  response: { setHeader(name: string, value: string): void; end(body: string): void },
) {
  response.setHeader('content-type', 'text/html');
  response.end('<h1>Down</h1>');
}

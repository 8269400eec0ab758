import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, afterEach, before, it } from 'node:test';
import { openidProvider } from '../../../src/backends/oidc/openid-provider.ts';
import type { Job } from '../../../src/delivery/job-types.ts';
import { confirmIdentities } from '../../../src/desk/account/identity-confirmation.ts';
import { beginErrand } from '../../../src/desk/account/identity-errand.ts';
import type { StaffIdentity } from '../../../src/desk/account/identity-provider.ts';
import { finishIdentitySignIn } from '../../../src/desk/account/identity-sign-in.ts';
import { staffOf } from '../../../src/desk/account/sessions.ts';
import { type TestDatabase, withDatabases } from '../../support/database.ts';
import { type Lies, type LyingProvider, startLiar } from '../../support/lying-identity-provider.ts';
import { openPortal, type Portal } from '../../support/portal.ts';

withDatabases('Somebody who is signed in by the identity provider', (db: TestDatabase) => {
  let portal: Portal;
  let liar: LyingProvider;
  let identity: StaffIdentity;
  let logged: string[];
  let people = 0;

  before(async () => {
    portal = await openPortal(db);
    liar = await startLiar();
    const registration = {
      issuer: new URL(liar.issuer),
      clientId: 'segl',
      clientSecret: undefined,
      scope: 'openid offline_access',
      acrValues: [],
    };
    identity = {
      provider: openidProvider(registration, 2),
      log: (facts, what) => void logged.push(`${what} ${JSON.stringify(facts)}`),
    };
  });
  afterEach(async () => {
    liar.lies = {};
    await db.database.query('delete from staff_sessions');
  });
  after(async () => {
    await liar?.close();
    await portal?.close();
  });

  /** Signs somebody new in, with a refresh token. */
  async function signIn(token = 'first'): Promise<{ secret: string; subject: string }> {
    logged = [];
    people += 1;
    const subject = `person-${people}`;
    liar.claims = { sub: subject, email: `${subject}@havn.example`, name: subject, roles: ['segl-sender'] };
    liar.lies = { tokens: { refresh_token: token } };
    const { ctx } = portal;
    const begun = await beginErrand(ctx, identity.provider, {
      next: '/desk/messages',
      session: null,
      ip: '127.0.0.1',
    });
    const { secret } = await finishIdentitySignIn(ctx, identity, {
      sealed: begun.sealed,
      answer: liar.back(begun.address.href).searchParams,
      client: { ip: '127.0.0.1', userAgent: 'test' },
      current: undefined,
    });
    liar.lies = {};
    liar.redeemed.length = 0;
    return { secret, subject };
  }

  const later = (minutes: number) =>
    db.database.query(
      'update staff_sessions set confirmed_at = confirmed_at - make_interval(mins => $1::int)',
      [minutes],
    );
  const confirm = () => confirmIdentities(portal.ctx, identity)({} as Job, async () => undefined);
  const stillIn = async (secret: string) => (await staffOf(portal.ctx, secret)) !== undefined;
  const asked = () => liar.redeemed.map((form) => form.get('refresh_token'));
  const stored = async () =>
    (await db.database.query<{ token: string }>('select refresh_token as token from staff_sessions')).rows[0]!
      .token;

  it('is not asked about for half an hour, and then once in each', async () => {
    const { secret } = await signIn();
    await later(29);
    await confirm();
    assert.deepEqual(asked(), []);
    await later(2);
    await confirm();
    await confirm();
    assert.deepEqual(asked(), ['first']);
    assert.ok(await stillIn(secret));
  });

  it('is asked about with the newest token, and none lies in clear', async () => {
    await signIn('very-secret-token');
    assert.doesNotMatch(await stored(), /very-secret-token/);
    liar.lies = { tokens: { refresh_token: 'second' } };
    for (let round = 0; round < 3; round += 1) {
      await later(31);
      await confirm();
    }
    assert.deepEqual(asked(), ['very-secret-token', 'second', 'second']);
  });

  it('has what the provider says by then', async () => {
    const { secret } = await signIn();
    Object.assign(liar.claims, { name: 'Renamed', roles: ['segl-sender', 'segl-compliance'] });
    await later(31);
    await confirm();
    const staff = await staffOf(portal.ctx, secret);
    assert.equal(staff!.name, 'Renamed');
    assert.deepEqual(staff!.held.map(({ role }) => role).sort(), ['compliance', 'sender']);
  });

  it('is signed out when the provider answers for them no more, and may come back', async () => {
    const { secret, subject } = await signIn();
    liar.lies = {
      paths: {
        '/token': (_request, response) => {
          response.writeHead(400, { 'content-type': 'application/json' });
          response.end('{"error":"invalid_grant"}');
        },
      },
    };
    await later(31);
    await confirm();
    assert.equal(await stillIn(secret), false);
    assert.equal(await isActive(subject), true);
  });

  it('is signed out and closed when no claim gives them a role', async () => {
    const { secret, subject } = await signIn();
    liar.claims.roles = ['others'];
    await later(31);
    await confirm();
    assert.equal(await stillIn(secret), false);
    assert.equal(await isActive(subject), false);
  });

  it('stays as they are while the provider is away, kept claims back, or answers nonsense', async () => {
    const { secret, subject } = await signIn();
    const ways: Lies[] = [
      { paths: { '/token': status(503) } },
      { paths: { '/token': status(401) } },
      { paths: { '/userinfo': status(500) } },
      { tokens: { id_token: undefined } },
      { claims: { sub: 'somebody else' } },
      { signature: 'AAAA' },
    ];
    for (const lies of ways) {
      liar.claims.roles = [];
      liar.lies = lies;
      await later(31);
      await confirm();
      assert.ok(await stillIn(secret), JSON.stringify(lies));
      assert.equal(await isActive(subject), true);
    }
    assert.match(logged.join('\n'), /confirmed nothing .*http_503/);
    // Not again at once, but well before half an hour is over.
    liar.lies = {};
    await later(5);
    await confirm();
    assert.equal(await stillIn(secret), false);
  });

  it('is asked about by one worker alone', async () => {
    await signIn('one');
    await signIn('two');
    await later(31);
    await Promise.all(Array.from({ length: 6 }, confirm));
    assert.deepEqual(asked().sort(), ['one', 'two']);
  });

  const isActive = async (subject: string) =>
    (await db.database.query('select from people where subject = $1 and deactivated_at is null', [subject]))
      .count === 1;
});

const status = (code: number) => (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end();
};

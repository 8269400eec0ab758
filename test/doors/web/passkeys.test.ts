import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { PasskeyDevice } from '../../desk/account/passkey-device.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { type Answer, Visitor } from './visitor.ts';

const password = 'four words make sense';
const email = 'ada@example.dk';

describe('Passkeys over HTTP', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let ada: Visitor;
  let device: PasskeyDevice;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    ada = new Visitor(app.url);
    const form = { name: 'Ada', email, password, again: password };
    assert.equal((await ada.post(app.welcome!, form)).status, 303);
    device = new PasskeyDevice(app.url);
    assert.equal((await register(ada, device)).status, 201);
  });
  after(async () => {
    await app.close();
    await drop();
  });
  afterEach(() => db.database.query('delete from budgets'));

  const send = (visitor: Visitor, path: string, body: unknown, headers: Record<string, string> = {}) =>
    visitor.ask(`/desk/passkeys${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.url, 'accept-language': 'en', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  async function offer<Options = PublicKeyCredentialRequestOptionsJSON>(
    visitor: Visitor,
    purpose: string,
  ): Promise<Options> {
    const answer = await send(visitor, '/challenges', { purpose });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers['cache-control'], 'no-store');
    return JSON.parse(answer.text) as Options;
  }

  async function register(visitor: Visitor, with_: PasskeyDevice, name = 'Phone'): Promise<Answer> {
    const options = await offer<PublicKeyCredentialCreationOptionsJSON>(visitor, 'registration');
    return send(visitor, '', { name, credential: with_.create(options) });
  }

  async function signIn(visitor: Visitor, next?: string): Promise<Answer> {
    const credential = device.use(await offer(visitor, 'sign_in'));
    return send(visitor, '/sign-ins', { credential, next });
  }

  const told = ({ text }: Answer) =>
    JSON.parse(text) as { code?: string; sentence?: string; location?: string };

  const path = (): string => `/desk/passkeys/${device.id.toString('base64url')}`;

  it('sign in on any browser, which is then known, and lead on within the desk only', async () => {
    for (const [next, location] of [
      [undefined, '/desk/messages'],
      ['/desk/people?x=1', '/desk/people?x=1'],
      ['//evil.example/desk/', '/desk/messages'],
      ['https://evil.example/desk/', '/desk/messages'],
      ['/desk/..//evil.example', '/desk/messages'],
      ['/desk\\evil.example', '/desk/messages'],
    ] as const) {
      const visitor = new Visitor(app.url);
      const answer = await signIn(visitor, next);
      assert.deepEqual([answer.status, told(answer)], [201, { location }]);
      assert.match(
        visitor.setCookies[0]!,
        /^__Host-segl-desk=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
      assert.ok(visitor.cookies.has('__Host-segl-device'));
      assert.equal((await visitor.get('/desk/people')).status, 200);
    }
  });

  it('complete a sign-in by password', async () => {
    const visitor = new Visitor(app.url);
    const answer = await visitor.post('/desk/sign-in', { email, password });
    assert.equal(answer.status, 303);
    assert.match(String(answer.headers.location), /^\/desk\/second-factor/);
    const refused = await send(visitor, '/challenges', { purpose: 'registration' });
    assert.deepEqual([refused.status, told(refused).code], [401, 'unauthenticated']);
    const credential = device.use(await offer(visitor, 'step_up'));
    const proof = await send(visitor, '/proofs', { credential, next: '/desk/people' });
    assert.deepEqual([proof.status, told(proof).location], [201, '/desk/people']);
    assert.equal((await visitor.get('/desk/people')).status, 200);
  });

  it('ask nobody else than whoever is signed in to add or to prove', async () => {
    const visitor = new Visitor(app.url);
    for (const purpose of ['registration', 'step_up']) {
      const { status, text } = await send(visitor, '/challenges', { purpose });
      assert.equal(status, 401);
      assert.deepEqual(JSON.parse(text), {
        code: 'unauthenticated',
        sentence: 'Sign in to go on.',
        location: '/desk/sign-in',
      });
    }
    const options = await offer<PublicKeyCredentialCreationOptionsJSON>(ada, 'registration');
    const credential = new PasskeyDevice(app.url).create(options);
    assert.equal((await send(visitor, '', { name: '', credential })).status, 401);
    const proof = device.use(await offer(ada, 'step_up'));
    assert.equal((await send(visitor, '/proofs', { credential: proof })).status, 401);
  });

  it('say why not in the language of the page, and where to go on', async () => {
    const visitor = new Visitor(app.url);
    const credential = device.use(await offer(visitor, 'sign_in'));
    assert.equal((await send(visitor, '/sign-ins', { credential })).status, 201);
    for (const [language, sentence] of [
      ['da', 'Det tog for lang tid. Tryk på knappen igen.'],
      ['sv', 'Det tog för lång tid. Tryck på knappen igen.'],
      ['en', 'That took too long. Press the button again.'],
    ] as const) {
      const again = await send(
        new Visitor(app.url),
        '/sign-ins',
        { credential },
        { 'accept-language': language },
      );
      assert.deepEqual([again.status, told(again)], [410, { code: 'gone', sentence }]);
    }
    await db.database.query(`update staff_sessions set proven_at = now() - interval '11 minutes'`);
    const stale = await send(ada, '/challenges', { purpose: 'registration' });
    assert.deepEqual([stale.status, told(stale).location], [403, '/desk/step-up?next=/desk/account']);
    await proveSecondFactor(db, email);
  });

  it('of a device that has a copy are refused, and logged', async () => {
    const visitor = new Visitor(app.url);
    device.counter = 5;
    assert.equal((await signIn(visitor)).status, 201);
    device.counter = 4;
    const { status, text } = await signIn(new Visitor(app.url));
    assert.deepEqual([status, JSON.parse(text).code], [422, 'passkey_invalid']);
    device.counter = 6;
    assert.equal((await signIn(visitor)).status, 201);
    const lines = app.logged.filter((line) => line.includes('CounterWentBack'));
    assert.equal(lines.length, 1);
    assert.ok(!lines[0]!.includes(device.id.toString('base64url')) && !lines[0]!.includes(email));
    device.counter = 0;
    await db.database.query('update passkeys set counter = 0');
  });

  it('bear whatever is posted instead', async () => {
    const { challenge } = await offer(new Visitor(app.url), 'sign_in');
    const good = { credential: device.use({ challenge }) };
    const { response } = good.credential;
    const having = (more: object) => ({ credential: { ...good.credential, ...more } });
    const answering = (more: object) => having({ response: { ...response, ...more } });
    const long = 'A'.repeat(20_000);
    const bodies: readonly (readonly [body: unknown, code: string])[] = [
      ['', 'malformed'],
      ['{', 'malformed'],
      ['null', 'malformed'],
      ['[]', 'malformed'],
      ['"text"', 'malformed'],
      [JSON.stringify(good).slice(0, -9), 'malformed'],
      ['\u0000'.repeat(100), 'malformed'],
      ['['.repeat(5000), 'malformed'],
      [`{"a":"${'A'.repeat(40_000)}"}`, 'too_large'],
      [{ credential: null }, 'malformed'],
      [{ ...good, next: 7 }, 'malformed'],
      [having({ type: 'password' }), 'malformed'],
      [having({ id: '' }), 'malformed'],
      [having({ id: ['x'] }), 'malformed'],
      [having({ response: null }), 'malformed'],
      [answering({ signature: 7 }), 'malformed'],
      [answering({ userHandle: {} }), 'malformed'],
      [answering({ clientDataJSON: '%%%' }), 'malformed'],
      [answering({ clientDataJSON: 'AAAA' }), 'passkey_invalid'],
      [answering({ clientDataJSON: Buffer.from('null').toString('base64url') }), 'passkey_invalid'],
      [
        answering({ clientDataJSON: Buffer.from('{"challenge":{}}').toString('base64url') }),
        'passkey_invalid',
      ],
      [answering({ clientDataJSON: long }), 'passkey_invalid'],
    ];
    for (const [body, code] of bodies) {
      const answer = await send(new Visitor(app.url), '/sign-ins', body);
      assert.equal(told(answer).code, code, JSON.stringify(body).slice(0, 200));
      assert.ok(answer.status >= 400 && answer.status < 500);
      assert.ok(told(answer).sentence);
    }
    assert.equal((await send(new Visitor(app.url), '/sign-ins', good)).status, 201);
    for (const more of [
      { authenticatorData: 'AAAA' },
      { authenticatorData: long },
      { authenticatorData: response.authenticatorData.slice(0, -4) },
      { authenticatorData: `${response.authenticatorData}AAAA` },
      { signature: 'AAAA' },
      { signature: long },
      { userHandle: 'AAAA' },
    ]) {
      const visitor = new Visitor(app.url);
      const { response: fresh, ...rest } = device.use(await offer(visitor, 'sign_in'));
      const answer = await send(visitor, '/sign-ins', {
        credential: { ...rest, response: { ...fresh, ...more } },
      });
      assert.deepEqual(
        [answer.status, told(answer).code],
        [422, 'passkey_invalid'],
        JSON.stringify(more).slice(0, 80),
      );
      assert.equal(visitor.cookies.size, 0);
    }
    for (const attestationObject of ['AAAA', long, Buffer.from('a0', 'hex').toString('base64url')]) {
      const options = await offer<PublicKeyCredentialCreationOptionsJSON>(ada, 'registration');
      const credential = new PasskeyDevice(app.url).create(options);
      const bad = { ...credential, response: { ...credential.response, attestationObject } };
      const answer = await send(ada, '', { name: '', credential: bad });
      assert.deepEqual([answer.status, told(answer).code], [422, 'passkey_invalid']);
    }
    for (const purpose of ['', 'anything', null, ['sign_in'], 'toString']) {
      assert.equal((await send(ada, '/challenges', { purpose })).status, 400);
    }
  });

  it('come as JSON from our own pages only', async () => {
    const body = JSON.stringify({ purpose: 'sign_in' });
    const types = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'];
    for (const type of types) {
      assert.equal((await send(ada, '/challenges', body, { 'content-type': type })).status, 400);
    }
    for (const origin of ['https://evil.example', 'null', '']) {
      assert.equal((await send(ada, '/challenges', body, { origin })).status, 403);
    }
    const encoded = { 'content-type': 'application/json; charset=nonsense' };
    assert.equal((await send(ada, '/challenges', body, encoded)).status, 400);
  });

  it('are named, renamed and removed, without a script', async () => {
    const second = new PasskeyDevice(app.url);
    const agent =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0';
    const options = await offer<PublicKeyCredentialCreationOptionsJSON>(ada, 'registration');
    const added = await send(
      ada,
      '',
      { name: ' ', credential: second.create(options) },
      { 'user-agent': agent },
    );
    assert.equal(added.status, 201);
    const own = `/desk/passkeys/${second.id.toString('base64url')}`;
    const english = { 'accept-language': 'en' };
    assert.match((await ada.get(own, english)).text, /Passkey: Windows, Edge/);
    assert.match(
      String((await ada.post(`${own}/renamings`, { name: 'Desk' })).headers.location),
      /^\/desk\/account/,
    );
    assert.match((await ada.get(own, english)).text, /Passkey: Desk/);
    const nameless = await ada.post(`${own}/renamings`, { name: '<b>'.repeat(30) }, english);
    assert.equal(nameless.status, 422);
    assert.match(nameless.text, /role="alert"[\s\S]*at most 60 characters/);
    assert.match(nameless.text, /value="&lt;b&gt;/);

    await db.database.query(`update staff_sessions set proven_at = now() - interval '11 minutes'`);
    const stale = await ada.post(`${own}/removals`, {});
    assert.deepEqual(
      [stale.status, stale.headers.location],
      [303, `/desk/step-up?next=${encodeURIComponent(own)}`],
    );
    await proveSecondFactor(db, email);
    const removed = await ada.post(`${own}/removals`, {});
    assert.equal(removed.status, 303);
    assert.match(String(removed.headers.location), /^\/desk\/account/);
    assert.equal((await ada.get(own)).status, 404);
    assert.equal((await ada.post(`${own}/removals`, {})).status, 404);

    const last = await ada.post(`${path()}/removals`, {}, english);
    assert.equal(last.status, 403);
    assert.match(last.text, /this is the last one you have/);
    assert.equal((await new Visitor(app.url).get(path())).status, 303);
    assert.equal((await new Visitor(app.url).post(`${path()}/removals`, {})).status, 401);
    for (const odd of ['/desk/passkeys/%00', '/desk/passkeys/..%2f', `/desk/passkeys/${'A'.repeat(5000)}`]) {
      assert.equal((await ada.get(odd)).status, 404);
    }
  });
});

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { PasskeyDevice } from '../../desk/account/passkey-device.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { type Answer, Visitor } from './visitor.ts';

const phone = '+4520123456';

describe('Recipients who come back, over HTTP', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let link: string;
  let ana: Visitor;
  let device: PasskeyDevice;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    link = await send('ana@example.com');
    ana = await byCode(link);
    device = new PasskeyDevice(app.url);
    const answer = await add(ana, device, { name: ' ' });
    assert.deepEqual([answer.status, answer.headers.location], [303, `${link}/passkeys?done=added`]);
  });
  after(async () => {
    await app.close();
    await drop();
  });
  afterEach(() => db.database.query('delete from budgets'));

  async function send(email: string): Promise<string> {
    const answer = await app.post('/api/v1/messages', {
      from: 'sagsbehandler@havn.example',
      to: [{ email, phone, language: 'en' }],
      subject: 'Decision',
      text: 'Words',
    });
    assert.equal(answer.status, 201);
    const { deliveries } = (await answer.json()) as { deliveries: { id: string }[] };
    const { rows } = await db.database.query<{ reference: string }>(
      'select reference from deliveries where id = $1',
      [deliveries[0]!.id],
    );
    const mail = await app.waitFor(({ kind, text }) => kind === 'mail' && text.includes(rows[0]!.reference));
    return new URL(mail.text.match(/http:\/\/\S+\/m\/\S+/)![0]).pathname;
  }

  async function byCode(path: string): Promise<Visitor> {
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post(`${path}/codes`, { via: 'sms' })).status, 303);
    const sms = await app.waitFor(({ kind, to }) => kind === 'sms' && to === phone);
    const code = sms.text.match(/\b\d{6}\b/)![0];
    assert.equal((await visitor.post(`${path}/openings`, { code })).status, 303);
    return visitor;
  }

  const challenge = (visitor: Visitor, path: string, body: unknown): Promise<Answer> =>
    visitor.ask(`${path}/challenges`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.url, 'accept-language': 'en' },
      body: JSON.stringify(body),
    });

  async function offered<Options = PublicKeyCredentialRequestOptionsJSON>(
    visitor: Visitor,
    path: string,
    purpose: string,
  ): Promise<Options> {
    const answer = await challenge(visitor, path, { purpose });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers['cache-control'], 'no-store');
    return JSON.parse(answer.text) as Options;
  }

  async function add(visitor: Visitor, made: PasskeyDevice, fields: { name: string }): Promise<Answer> {
    const options = await offered<PublicKeyCredentialCreationOptionsJSON>(
      visitor,
      `${link}/passkeys`,
      'registration',
    );
    const credential = JSON.stringify(made.create(options));
    return visitor.post(`${link}/passkeys`, { method: 'passkey', credential, ...fields });
  }

  async function open(visitor: Visitor, path = link): Promise<Answer> {
    const credential = JSON.stringify(device.use(await offered(visitor, `${path}/passkeys`, 'opening')));
    return visitor.post(`${path}/openings`, { method: 'passkey', credential });
  }

  const told = ({ text }: Answer) => JSON.parse(text) as { code: string; sentence: string };

  it('open with a passkey, named after its device where nobody named it', async () => {
    const visitor = new Visitor(app.url);
    const { status, headers } = await open(visitor);
    assert.deepEqual([status, headers.location], [303, link]);
    assert.match((await visitor.get(link)).text, /About this message/);
    const page = await ana.get(`${link}/passkeys`);
    assert.equal(page.status, 200);
    assert.match(page.text, /<bdi>Passkey<\/bdi>/);
  });

  it('are told what is wrong on the page that they came from, and get no session by it', async () => {
    const good = device.use(await offered(new Visitor(app.url), `${link}/passkeys`, 'opening'));
    const having = (more: object) => JSON.stringify({ ...good, ...more });
    for (const credential of [
      '',
      '{',
      'null',
      '[]',
      '['.repeat(2000),
      having({ type: 'password' }),
      having({ id: ['x'] }),
      having({ response: { ...good.response, signature: 'AAAA' } }),
    ]) {
      const visitor = new Visitor(app.url);
      const { status, text } = await visitor.post(`${link}/openings`, { method: 'passkey', credential });
      assert.equal(status, 422);
      assert.match(text, /<title>Error: /);
      assert.match(text, /This passkey does not open this message/);
      assert.equal(visitor.cookies.has('__Host-segl'), false);
    }
    const late = await new Visitor(app.url).post(`${link}/openings`, {
      method: 'passkey',
      credential: having({}),
    });
    assert.deepEqual([late.status, /That took too long/.test(late.text)], [422, true]);
    const huge = await new Visitor(app.url).post(`${link}/openings`, { credential: 'A'.repeat(20_000) });
    assert.equal(huge.status, 413);
  });

  it('are asked for nothing that they cannot give, in the language of the page', async () => {
    const elsewhere = await send('bo@example.com');
    const nobody = new Visitor(app.url);
    for (const [visitor, path, body, status, code] of [
      [nobody, `${link}/passkeys`, { purpose: 'registration' }, 401, 'unauthenticated'],
      [ana, `${elsewhere}/passkeys`, { purpose: 'registration' }, 401, 'unauthenticated'],
      [ana, `${elsewhere}/passkeys`, { purpose: 'opening' }, 404, 'not_found'],
      [ana, `${link}/passkeys`, { purpose: 'my' }, 400, 'malformed'],
      [ana, `${link}/passkeys`, null, 400, 'malformed'],
      [ana, `/m/${'A'.repeat(43)}/passkeys`, { purpose: 'opening' }, 410, 'gone'],
      [ana, `${link}/acknowledgements`, {}, 401, 'unauthenticated'],
    ] as const) {
      const answer = await challenge(visitor, path, body);
      assert.deepEqual([answer.status, told(answer).code], [status, code], path);
    }
    const { sentence } = told(
      await challenge(nobody, `${link}/passkeys`, { purpose: 'registration', language: 'da' }),
    );
    assert.equal(sentence, 'Din session er slut. Åbn beskeden igen, og kom så tilbage hertil.');
  });

  it('keep their passkeys in an open session alone', async () => {
    const id = device.id.toString('base64url');
    const nobody = new Visitor(app.url);
    const forms = [`/passkeys`, `/passkeys/${id}/renamings`, `/passkeys/${id}/removals`];
    assert.equal((await nobody.get(`${link}/passkeys`)).status, 401);
    for (const form of forms) assert.equal((await nobody.post(link + form, { name: 'x' })).status, 401);
    assert.equal((await nobody.get(`/m/${'A'.repeat(43)}/passkeys`)).status, 404);

    const long = 'x'.repeat(61);
    const refused = await ana.post(`${link}/passkeys/${id}/renamings`, { name: long });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /<title>Error: /);
    assert.ok(refused.text.includes(`value="${long}"`));
    assert.match(refused.text, /<details open>/);
    const unknown = await ana.post(`${link}/passkeys/AAAA/removals`, {});
    assert.equal(unknown.status, 404);
    const again = await add(ana, device, { name: 'Again' });
    assert.deepEqual([again.status, /added before/.test(again.text)], [409, true]);
    assert.ok(again.text.includes('value="Again"'));
    const renamed = await ana.post(`${link}/passkeys/${id}/renamings`, { name: '<b>Mine</b>' });
    assert.equal(renamed.headers.location, `${link}/passkeys?done=renamed`);
    const page = await ana.get(`${link}/passkeys?done=renamed`);
    assert.match(page.text, /The passkey has its new name/);
    assert.match(page.text, /&lt;b&gt;Mine/);
  });

  it('find their messages at /my by a passkey, and nobody else does', async () => {
    const visitor = new Visitor(app.url);
    const before = await visitor.get('/my?lang=en');
    assert.match(before.text, /Have you no passkey\?/);
    const wrong = await visitor.post('/my/sign-ins', { credential: '{}' });
    assert.deepEqual([wrong.status, visitor.cookies.has('__Host-segl')], [422, false]);
    const delivery = (await db.database.query<{ id: string }>('select id from deliveries limit 1')).rows[0]!;
    assert.equal((await visitor.post('/my/openings', { delivery: delivery.id })).status, 401);

    const credential = JSON.stringify(device.use(await offered(visitor, '/my', 'my')));
    const answer = await visitor.post('/my/sign-ins', { credential });
    assert.deepEqual([answer.status, answer.headers.location], [303, '/my']);
    const list = await visitor.get('/my');
    const mine = [...list.text.matchAll(/name="delivery" value="([^"]+)"/g)].map(([, id]) => id!);
    assert.equal(mine.length, 1);
    assert.doesNotMatch(list.text, /Decision|ana@example/);
    const other = (
      await db.database.query<{ id: string }>('select id from deliveries where id <> $1', [mine[0]])
    ).rows[0]!;
    for (const [id, status] of [
      [other.id, 404],
      ['nothing', 404],
    ] as const) {
      const refused = await visitor.post('/my/openings', { delivery: id });
      assert.deepEqual([refused.status, /not among yours/.test(refused.text)], [status, true]);
    }
    const opened = await visitor.post('/my/openings', { delivery: mine[0]! });
    assert.match(String(opened.headers.location), /^\/m\/[\w-]{43}$/);
    assert.match((await visitor.get(String(opened.headers.location))).text, /About this message/);
    assert.equal((await visitor.post('/my/sign-out', {})).headers.location, '/my');
    assert.equal(visitor.cookies.has('__Host-segl'), false);
    assert.match((await visitor.get('/my')).text, /Have you no passkey\?/);
  });

  it('with a device that has a copy are refused, and it is logged without saying whose', async () => {
    device.counter = 5;
    assert.equal((await open(new Visitor(app.url))).status, 303);
    device.counter = 4;
    assert.equal((await open(new Visitor(app.url))).status, 422);
    const lines = app.logged.filter((line) => line.includes('CounterWentBack'));
    assert.equal(lines.length, 1);
    assert.ok(!lines[0]!.includes(link) && !lines[0]!.includes(device.id.toString('base64url')));
    device.counter = 6;
  });

  it('whose passkey is removed need a code again', async () => {
    const id = device.id.toString('base64url');
    const removed = await ana.post(`${link}/passkeys/${id}/removals`, {});
    assert.equal(removed.headers.location, `${link}/passkeys?done=removed`);
    const answer = await challenge(new Visitor(app.url), `${link}/passkeys`, { purpose: 'opening' });
    assert.equal(told(answer).code, 'not_found');
    assert.doesNotMatch((await new Visitor(app.url).get(link)).text, /Open with a passkey/);
  });
});

/** Recipients who open and sign by eID, by the certified provider, from the page before a code to what they signed. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { type TestDatabase, withDatabases } from '../../support/database.ts';
import {
  type ProviderAccount,
  startProvider,
  type TestProvider,
  throughProvider,
} from '../../support/identity-provider.ts';
import { type Answer, linkTo, Visitor } from './visitor.ts';

const cookie = '__Host-segl-eid';
const pathOf = ({ pathname, search }: URL): string => pathname + search;

withDatabases('Recipients with an eID', (db: TestDatabase) => {
  let app: App;
  let provider: TestProvider;
  let count = 0;
  const accounts = new Map<string, ProviderAccount>([
    ['ana', { claims: { name: 'Ana', cprNumberIdentifier: '0707614285' } }],
    ['bo', { claims: { name: 'Bo', cprNumberIdentifier: '0101074321' } }],
    ['nobody', { claims: { name: 'Nobody' } }],
  ]);

  before(async () => {
    provider = await startProvider(accounts);
    app = await startApp(db, { SEGL_OIDC_EID: provider.setting('?scope=openid+ssn&name=MitID') });
    provider.register(app.url);
  });
  after(async () => {
    await app?.close();
    await provider?.close();
  });

  async function send(more: object = {}, to: object = { identity: '070761-4285' }) {
    count += 1;
    const email = `reader${count}@example.com`;
    const answer = await app.post('/api/v1/messages', {
      from: 'kontor@havn.example',
      to: [{ email, phone: `+4520${800_000 + count}`, language: 'en', ...to }],
      subject: 'Decision',
      text: 'What was decided',
      ...more,
    });
    const body = (await answer.json()) as { id: string };
    assert.equal(answer.status, 201, JSON.stringify(body));
    return { id: body.id, token: await linkTo(app, email) };
  }

  /** Where the page that leads to the provider goes on to by itself. */
  function onward({ status, headers, text }: Answer): string {
    assert.equal(status, 200, text);
    return String(headers.refresh).match(/^0; url=(http:\/\/localhost:\d+\/adfs\/auth\?\S+)$/)![1]!;
  }

  async function through(
    visitor: Visitor,
    away: Answer,
    login: string,
  ): Promise<{ back: URL; answer: Answer }> {
    const back = await throughProvider(onward(away), login);
    return { back, answer: await visitor.get(pathOf(back)) };
  }

  async function open(token: string, login: string, visitor = new Visitor(app.url)) {
    const away = await visitor.post(`/m/${token}/eid`, {});
    return { visitor, ...(await through(visitor, away, login)) };
  }

  it('see the way where the sender knows who they are, and not elsewhere', async () => {
    const known = await new Visitor(app.url).get(`/m/${(await send()).token}`);
    assert.match(known.text, /Open with MitID/);
    const { token } = await send({}, {});
    assert.doesNotMatch((await new Visitor(app.url).get(`/m/${token}`)).text, /MitID/);
    const anyway = await new Visitor(app.url).post(`/m/${token}/eid`, {});
    assert.equal(anyway.status, 422);
    assert.match(anyway.text, /The sender has not said who you are/);
  });

  it('go by a page that leads on by itself, for a form may lead nowhere but here', async () => {
    const visitor = new Visitor(app.url);
    const away = await visitor.post(`/m/${(await send()).token}/eid`, {});
    const href = onward(away);
    assert.ok(away.text.includes(href.replaceAll('&', '&amp;')), 'a button for whoever stays');
    assert.match(String(away.headers['content-security-policy']), /form-action 'self'/);
    assert.equal(away.headers['cache-control'], 'no-store');
    const line = visitor.setCookies.find((each) => each.startsWith(cookie))!;
    assert.match(line, /; Path=\/;.*HttpOnly; Secure; SameSite=Lax/);
    assert.match(line, /Max-Age=900/);
  });

  it('open with it and read, without a code', async () => {
    const { token } = await send();
    const { visitor, answer } = await open(token, 'ana');
    assert.equal(answer.status, 303, answer.text);
    assert.equal(answer.headers.location, `/m/${token}`);
    assert.equal(visitor.cookies.has(cookie), false);
    assert.match((await visitor.get(`/m/${token}`)).text, /What was decided/);
    assert.equal(
      (await app.outbox()).some(({ kind }) => kind === 'sms'),
      false,
    );
  });

  it('open nothing for somebody else, who is told so and not written down', async () => {
    const { token } = await send();
    const { visitor, answer } = await open(token, 'bo');
    assert.equal(answer.headers.location, `/m/${token}/eid/differs`);
    const told = await visitor.get(`/m/${token}/eid/differs`);
    assert.equal(told.status, 403);
    assert.match(told.text, /Somebody else signed in with MitID/);
    assert.match(told.text, /action="\/m\/[\w-]{43}\/codes"/, 'the other ways are there');
    assert.doesNotMatch((await visitor.get(`/m/${token}`)).text, /What was decided/);
    // Their own sign-in, later, in the same browser.
    assert.equal((await open(token, 'ana', visitor)).answer.headers.location, `/m/${token}`);
    assert.doesNotMatch(app.logged.join(), /0101074321|0707614285|010107|070761/);
  });

  it('come back calmly where they turned around, or the provider said nothing of who they are', async () => {
    const { token } = await send();
    const turned = await open(token, 'stranger');
    assert.equal(turned.answer.headers.location, `/m/${token}/eid/cancelled`);
    const told = await turned.visitor.get(`/m/${token}/eid/cancelled`);
    assert.equal(told.status, 422);
    assert.match(told.text, /You turned back at MitID, so nothing has happened/);
    assert.match(told.text, /<title>[^<]*Error/);
    const unsaid = await open(token, 'nobody');
    assert.equal(unsaid.answer.headers.location, `/m/${token}/eid/no_number`);
    assert.equal((await unsaid.visitor.get(`/m/${token}/eid/nonsense`)).status, 404);
  });

  it('use each way back once, in the browser that it began in', async () => {
    const { token } = await send();
    const visitor = new Visitor(app.url);
    const away = await visitor.post(`/m/${token}/eid`, {});
    const back = pathOf(await throughProvider(onward(away), 'ana'));
    const elsewhere = await new Visitor(app.url).get(back, { 'accept-language': 'en' });
    assert.equal(elsewhere.status, 422);
    assert.match(elsewhere.text, /We do not know which message you came from/);
    const kept = new Map(visitor.cookies);
    assert.equal((await visitor.get(back)).headers.location, `/m/${token}`);
    // The browser's back button; then with the cookie that it had before.
    assert.equal((await visitor.get(back)).status, 422);
    for (const [name, value] of kept) visitor.cookies.set(name, value);
    assert.equal((await visitor.get(back)).headers.location, `/m/${token}/eid/late`);
    for (const path of ['/eid/return', `/eid/return?code=${'x'.repeat(11_000)}&state=x`]) {
      assert.equal((await visitor.get(path)).status, 422);
    }
  });

  it('come in with a key that the provider has changed since they left', async () => {
    const { token } = await send();
    const visitor = new Visitor(app.url);
    const away = await visitor.post(`/m/${token}/eid`, {});
    const address = onward(away);
    provider.rotateKeys();
    const back = await throughProvider(address, 'ana');
    assert.equal((await visitor.get(pathOf(back))).headers.location, `/m/${token}`);
  });

  it('hear that it was recalled while they were there', async () => {
    const { id, token } = await send();
    const visitor = new Visitor(app.url);
    const away = await visitor.post(`/m/${token}/eid`, {});
    assert.equal(
      (await app.post(`/api/v1/messages/${id}/recalls`, { reason: 'wrong_recipient' })).status,
      201,
    );
    const { answer } = await through(visitor, away, 'ana');
    assert.equal(answer.headers.location, `/m/${token}`);
    assert.equal((await visitor.get(`/m/${token}`)).status, 410);
    assert.equal((await visitor.post(`/m/${token}/eid`, {})).status, 410);
  });

  it('sign with it what they have read; somebody else does not', async () => {
    const { token } = await send({
      acknowledgement: { statements: { en: 'I have received the decision.' }, atLeast: 'eid' },
    });
    const { visitor } = await open(token, 'ana');
    await visitor.get(`/m/${token}`);
    const path = `/m/${token}/acknowledgements`;
    // The log takes its first entry up on its own.
    const other = await through(visitor, await visitor.post(path, { method: 'eid' }), 'bo');
    assert.equal(other.answer.headers.location, `/m/${token}/eid/signing/differs`);
    const told = await visitor.get(`/m/${token}/eid/signing/differs`);
    assert.equal(told.status, 403);
    assert.match(told.text, /You have not signed/);
    const { answer } = await through(visitor, await visitor.post(path, { method: 'eid' }), 'ana');
    assert.equal(answer.headers.location, `/m/${token}`, answer.text);
    const { rows } = await db.owner.query(
      `select e.details ->> 'method' as method from events e join link_tokens l on l.delivery_id = e.delivery
        where e.type = 'delivery.acknowledged' and l.hash = sha256($1::bytea)`,
      [token],
    );
    assert.deepEqual(rows, [{ method: 'eid' }]);
    assert.equal((await visitor.post(path, { method: 'eid' })).status, 409);
  });
});

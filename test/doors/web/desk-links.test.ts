import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { mintSignInLink } from '../../../src/delivery/sign-in-link.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { ask, Visitor } from './visitor.ts';

describe('Links that sign in senders without a password', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  async function person(email: string): Promise<string> {
    const id = randomUUID();
    await db.database.query(
      `insert into people (id, unit_id, email, name)
        select $1, id, $2, $2 from units limit 1`,
      [id, email],
    );
    return id;
  }

  const mint = (who: string, message: string | null = null): Promise<string> =>
    db.database.transaction((tx) => mintSignInLink(tx, who, message));

  /** A message in the name of a person, as the gateway takes one; its recipient has no phone. */
  async function send(who: string, to: string): Promise<{ message: string; delivery: string }> {
    const answer = await app.post('/api/v1/messages', {
      from: 'clerk@example.dk',
      to: [{ email: to }],
      subject: `Secret of ${to}`,
      text: 'Dear you',
    });
    const { id, deliveries } = (await answer.json()) as { id: string; deliveries: { id: string }[] };
    await db.database.query('update messages set person_id = $2 where id = $1', [id, who]);
    return { message: id, delivery: deliveries[0]!.id };
  }

  const sessions = async (who: string): Promise<number> =>
    (await db.database.query('select from staff_sessions where person_id = $1', [who])).count;

  it('are shown as often as anybody likes, with one button and nothing that leaks', async () => {
    const who = await person('shown@example.dk');
    const path = await mint(who);
    for (const method of ['GET', 'HEAD', 'GET'] as const) {
      const { status, headers, text } = await ask(app.url, path, { method });
      assert.equal(status, 200);
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['referrer-policy'], 'same-origin');
      assert.match(String(headers['x-robots-tag']), /noindex/);
      assert.equal(headers['set-cookie'], undefined);
      if (method === 'GET') assert.match(text, /shown@example\.dk/);
      if (method === 'GET') assert.equal(text.match(/<button/g)?.length, 1);
    }
    assert.equal(await sessions(who), 0);
    assert.equal((await new Visitor(app.url).post(path, {})).status, 303);
  });

  it('sign in once, and lead to the list of the person’s own messages', async () => {
    const who = await person('once@example.dk');
    const path = await mint(who);
    const visitor = new Visitor(app.url);
    const answer = await visitor.post(path, {});
    assert.deepEqual([answer.status, answer.headers.location], [303, '/desk/messages']);
    assert.match(visitor.setCookies[0]!, /^__Host-segl-desk=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    assert.equal((await visitor.get('/desk/messages')).status, 200);
    assert.equal((await visitor.get('/desk/people')).status, 403);
    const other = new Visitor(app.url);
    const again = await other.post(path, {});
    assert.equal(again.status, 410);
    assert.equal(other.cookies.size, 0);
    assert.match(again.text, /action="\/desk\/links"/);
    assert.doesNotMatch(again.text, /once@example/, 'a used link tells nobody whose it was');
    assert.equal((await other.get(path)).status, 410);
    assert.equal((await visitor.post('/desk/sign-out', {})).headers.location, '/desk/sign-in');
  });

  it('give one session to ten posts at once', async () => {
    const who = await person('ten@example.dk');
    const path = await mint(who);
    const answers = await Promise.all(Array.from({ length: 10 }, () => new Visitor(app.url).post(path, {})));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, ...Array<number>(9).fill(410)]);
    assert.equal(await sessions(who), 1);
  });

  it('lead to the message of a mail, which its sender mends; and to nobody else’s', async () => {
    const [mine, other] = [await person('mine@example.dk'), await person('other@example.dk')];
    const { message, delivery } = await send(mine, 'held@example.com');
    const visitor = new Visitor(app.url);
    const { headers } = await visitor.post(await mint(mine, message), {});
    assert.equal(headers.location, `/desk/messages/${message}`);
    const page = await visitor.get(headers.location!);
    assert.equal(page.status, 200);
    assert.match(page.text, /Secret of held@example\.com/);
    const supplied = await visitor.post(`/desk/deliveries/${delivery}/corrections`, {
      phone: '20 12 34 56',
      verified: 'called',
    });
    assert.equal(supplied.headers.location, `/desk/messages/${message}?done=corrected`);
    await app.waitFor(({ kind, to }) => kind === 'mail' && to === 'held@example.com');
    const reminded = await visitor.post(`/desk/messages/${message}/reminders`, { delivery });
    assert.equal(reminded.headers.location, `/desk/messages/${message}?done=reminded`);

    const stranger = new Visitor(app.url);
    const answer = await stranger.post(await mint(other, message), {});
    assert.equal(answer.headers.location, '/desk/messages');
    assert.equal((await stranger.get(`/desk/messages/${message}`)).status, 404);
    assert.doesNotMatch((await stranger.get('/desk/messages')).text, /held@example/);
    const correction = await stranger.post(`/desk/deliveries/${delivery}/corrections`, { phone: '20999999' });
    assert.equal(correction.status, 404);
  });

  it('are gone when unknown, expired, or of somebody deactivated or with a password by now', async () => {
    const paths = ['x', '%00', 'A'.repeat(43), 'x'.repeat(5000)].map((token) => `/desk/links/${token}`);
    for (const change of [
      'update sign_in_links set expires_at = now() where person_id = $1',
      'update people set deactivated_at = now() where id = $1',
      "update people set password_hash = 'hash' where id = $1",
    ]) {
      const who = await person(`${paths.length}@example.dk`);
      paths.push(await mint(who));
      await db.database.query(change, [who]);
    }
    for (const path of paths) {
      const visitor = new Visitor(app.url);
      for (const { status, text } of [await visitor.get(path), await visitor.post(path, {})]) {
        assert.equal(status, 410, path);
        assert.match(text, /href="\/desk\/sign-in"/);
      }
      assert.equal(visitor.cookies.size, 0, path);
    }
    assert.equal((await new Visitor(app.url).get('/desk/links/%E0%A4%A')).status, 400);
  });

  it('are used by no form of another site', async () => {
    const who = await person('lured@example.dk');
    const path = await mint(who);
    for (const origin of ['null', 'https://evil.example']) {
      assert.equal((await new Visitor(app.url).post(path, {}, { origin })).status, 403);
      const form = { email: 'lured@example.dk' };
      assert.equal((await new Visitor(app.url).post('/desk/links', form, { origin })).status, 403);
    }
    assert.equal(await sessions(who), 0);
  });

  it('come by mail to whoever asks for their own address, from sign-in to the messages', async () => {
    const who = await person('asks@example.dk');
    const visitor = new Visitor(app.url);
    assert.match((await visitor.get('/desk/sign-in')).text, /action="\/desk\/links"/);
    await visitor.get('/desk/sign-in?lang=sv');
    assert.equal((await visitor.post('/desk/links', { email: 'Asks@Example.dk' })).status, 200);
    const mail = await app.waitFor(({ to }) => to === 'asks@example.dk');
    assert.match(mail.subject!, /logga in/, 'in the language of the page');
    const { pathname } = new URL(mail.text.match(/http:\/\/\S+\/desk\/links\/\S+/)![0]);
    assert.equal((await visitor.post(pathname, {})).headers.location, '/desk/messages');
    assert.equal(await sessions(who), 1);
    assert.equal(JSON.stringify(app.logged).includes(pathname.split('/').at(-1)!), false);
  });

  it('are promised in the same words to an address that is known and one that is not', async () => {
    await person('known@example.dk');
    const [known, unknown] = await Promise.all(
      ['known@example.dk', 'other1@example.dk'].map((email) =>
        new Visitor(app.url).post('/desk/links', { email }),
      ),
    );
    assert.equal(known!.status, 200);
    assert.equal(unknown!.status, 200);
    assert.equal(
      known!.text.replaceAll('known@example.dk', '…'),
      unknown!.text.replaceAll('other1@example.dk', '…'),
    );
    const names = (answer: typeof known) => Object.keys(answer!.headers).sort();
    assert.deepEqual(names(known), names(unknown));
    await app.waitFor(({ to }) => to === 'known@example.dk');
    assert.equal(
      (await app.outbox()).some(({ to }) => to === 'other1@example.dk'),
      false,
    );
    assert.equal((await new Visitor(app.url).get('/desk/links')).status, 200);
  });

  it('are asked for five times an hour, and a slip in the address is told', async () => {
    const visitor = new Visitor(app.url);
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      statuses.push((await visitor.post('/desk/links', { email: 'stranger@example.dk' })).status);
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429]);
    for (const email of ['', 'x', '\0', '"><script>', 'a@b\r\nBcc: c@example.dk', 'x'.repeat(40_000)]) {
      const { status, text } = await visitor.post('/desk/links', { email });
      assert.equal(status, 422, email.slice(0, 20));
      assert.doesNotMatch(text, /<script>/);
    }
    assert.equal((await visitor.post('/desk/links', {})).status, 422);
    assert.equal((await visitor.post('/desk/links', { email: 'x'.repeat(70_000) })).status, 413);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { linkTo, Visitor } from './visitor.ts';

const none = '0000-0000-0000';

describe('Codes that a sender hands over', () => {
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

  async function send(to: readonly object[], more: object = {}) {
    const answer = await app.post('/api/v1/messages', {
      from: 'a@example.dk',
      to,
      subject: 'The decision',
      text: 'Words for you alone',
      ...more,
    });
    assert.equal(answer.status, 201);
    return (await answer.json()) as { id: string; deliveries: { id: string; accessCode?: string }[] };
  }

  it('open where they are asked for, however they are typed, and say what is wrong where they are not', async () => {
    const to = [{ email: 'without@example.com', language: 'en', accessCode: true }];
    const { deliveries } = await send(to);
    const code = deliveries[0]!.accessCode!;
    const path = `/m/${await linkTo(app, 'without@example.com')}`;
    const notice = await app.waitFor(({ to }) => to === 'without@example.com');
    assert.match(notice.text, /this page, which says how you open it/);
    assert.doesNotMatch(notice.text, /phone:/);
    const visitor = new Visitor(app.url);
    const landing = await visitor.get(path);
    assert.match(landing.text, /Open with a code from the sender/);
    assert.doesNotMatch(landing.text, /We have no phone number|Send code by SMS/);
    const short = await visitor.post(`${path}/openings`, { code: '7K3M-Q9TX' });
    assert.equal(short.status, 422);
    assert.match(short.text, /<title>Error: /);
    assert.match(short.text, /has 12 letters and digits, such as/);
    const wrong = await visitor.post(`${path}/openings`, { code: none });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /not the code that the sender made for you\..* You have 14 tries left/);
    assert.match(wrong.text, /id="access-code"[^>]*aria-invalid="true"/);
    const right = await visitor.post(`${path}/openings`, {
      code: ` ${code.toLowerCase().replaceAll('-', ' ')} `,
    });
    assert.equal(right.status, 303);
    assert.match((await visitor.get(path)).text, /Words for you alone/);
    const { rows } = await db.database.query<{ all: string }>(
      "select string_agg(t::text, ' ') as all from (select e::text from events e union all select o::text from outbox o) t",
    );
    assert.equal(rows[0]!.all.includes(code), false);
  });

  it('open nothing else, and nothing says that somebody with a phone has none', async () => {
    await send([{ email: 'phone@example.com', phone: '+4520123456', language: 'en' }]);
    const path = `/m/${await linkTo(app, 'phone@example.com')}`;
    const visitor = new Visitor(app.url);
    assert.doesNotMatch((await visitor.get(path)).text, /code from the sender/);
    const answer = await visitor.post(`${path}/openings`, { code: none });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /six digits/);
  });

  it('let recipients see each other where the sender chose it, after opening and not before', async () => {
    for (const [options, sees] of [
      [{ showsRecipients: true }, true],
      [{}, false],
    ] as const) {
      const people = ['one', 'two', 'three'].map((name) => ({
        email: `${name}@${sees}.example`,
        name: `Ms ${name}`,
        language: 'en',
        accessCode: true,
      }));
      const { id, deliveries } = await send(people, { options });
      const wrong = { deliveries: [deliveries[2]!.id], reason: 'wrong_recipient' };
      assert.equal((await app.post(`/api/v1/messages/${id}/recalls`, wrong)).status, 201);
      const path = `/m/${await linkTo(app, people[0]!.email)}`;
      const visitor = new Visitor(app.url);
      assert.doesNotMatch((await visitor.get(path)).text, /two@/);
      await visitor.post(`${path}/openings`, { code: deliveries[0]!.accessCode! });
      const { text } = await visitor.get(path);
      assert.match(text, /Words for you alone/);
      assert.equal(/Ms two.*two@/.test(text), sees);
      assert.doesNotMatch(text, /three@/, 'nobody who was recalled is told of');
    }
  });
});

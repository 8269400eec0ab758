import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { type Answer, Visitor } from './visitor.ts';

const password = 'four words make sense';

describe('Writing for units', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let ada: Visitor;
  let home: string;
  const school = randomUUID();
  const health = randomUUID();
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    ada = new Visitor(app.url);
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await ada.post(app.welcome!, form)).status, 303);
    await ada.get('/desk/messages?lang=en');
    home = (await db.database.query<{ id: string }>('select id from units')).rows[0]!.id;
    await db.database.query(
      `insert into units (id, name, outward_name, function_address) values
        ($1, 'Aabyskolen', 'Aabyskolen', 'skolen@example.dk'), ($2, 'Zundhed', 'Sundhed', 'sundhed@example.dk')`,
      [school, health],
    );
  });
  after(async () => {
    await app.close();
    await drop();
  });

  /** Ada writes for these units from now on; null: for all. */
  async function letWriteFor(...units: (string | null)[]): Promise<void> {
    await db.database.query("delete from grants where role = 'sender'");
    await db.database.query(
      `insert into grants (person_id, role, unit_id)
        select p.id, 'sender', u from people p, unnest($1::uuid[]) as u where p.email = 'ada@example.dk'`,
      [units],
    );
  }

  const say = (more: Record<string, string> = {}): [string, string][] =>
    Object.entries({
      from: `${home} ada@example.dk`,
      email: 'ana@example.com',
      phone: '+4520123456',
      name: 'Ana',
      language: 'en',
      subject: 'For Ana',
      text: 'Dear Ana',
      expiresDays: '30',
      ...more,
    });
  const post = (more?: Record<string, string>): Promise<Answer> => ada.postFiles('/desk/messages', say(more));
  const newKey = () => randomBytes(16).toString('base64url');
  const idOf = ({ headers }: Answer) => String(headers.location).match(/messages\/([\w-]+)\?/)![1]!;
  const messages = async () => (await db.database.query('select from messages')).count;
  const options = async (): Promise<string[]> =>
    [
      ...(await ada.get('/desk/messages/new')).text.matchAll(/<option value="([^"]*@[^"]*)"( selected)?/g),
    ].map(([, value, selected]) => value! + (selected ?? ''));

  it('offers each unit that somebody may write for, from their address and the unit’s, their own unit first', async () => {
    await letWriteFor(home, school);
    assert.deepEqual(await options(), [
      `${home} ada@example.dk selected`,
      `${school} ada@example.dk`,
      `${school} skolen@example.dk`,
    ]);
    await letWriteFor(null);
    assert.deepEqual((await options()).length, 5);
    await letWriteFor(health, school);
    assert.deepEqual((await options())[0], `${school} ada@example.dk selected`);
  });

  it('does not offer the same address twice, nor a choice where there is one', async () => {
    await db.database.query("update units set function_address = 'ADA@example.dk' where id = $1", [home]);
    await letWriteFor(home);
    const { text } = await ada.get('/desk/messages/new');
    assert.deepEqual(await options(), []);
    assert.match(text, new RegExp(`type="hidden" name="from" value="${home} ada@example.dk"`));
    await db.database.query('update units set function_address = null where id = $1', [home]);
  });

  it('sends in the chosen unit’s name from its function address, and the evidence keeps who wrote it', async () => {
    await letWriteFor(home, school);
    const id = idOf(await post({ from: `${school} skolen@example.dk` }));
    const { rows } = await db.database.query(
      `select m.unit_id as unit, m.sender_address as address, p.email, f.fields ->> 'from' as "from",
          (select a.email from people a where a.id = e.actor_id) as actor
        from messages m join people p on p.id = m.person_id
          join events e on e.message = m.id and e.type = 'message.accepted' join event_fields f on f.event = e.id
        where m.id = $1`,
      [id],
    );
    assert.deepEqual(rows, [
      {
        unit: school,
        address: 'skolen@example.dk',
        email: 'ada@example.dk',
        from: 'skolen@example.dk',
        actor: 'ada@example.dk',
      },
    ]);
    const own = idOf(await post({ from: `${school} ada@example.dk` }));
    const kept = await db.database.query('select unit_id, sender_address from messages where id = $1', [own]);
    assert.deepEqual(kept.rows, [{ unit_id: school, sender_address: 'ada@example.dk' }]);
    const { text } = await ada.get(`/desk/messages/${id}`);
    assert.match(text, /skolen@example\.dk/);
  });

  it('refuses every pair that was not offered, keeping what was written and sending nothing', async () => {
    await letWriteFor(home, school);
    const before = await messages();
    for (const from of [
      `${health} ada@example.dk`,
      `${health} sundhed@example.dk`,
      `${school} sundhed@example.dk`,
      `${home} skolen@example.dk`,
      `${school} bo@example.dk`,
      `${randomUUID()} ada@example.dk`,
      `${home} `,
      'ada@example.dk',
      home,
      '"><script>alert(1)</script>',
      "' or 1=1 --",
      'x'.repeat(100_000),
    ]) {
      const { status, text } = await post({ from, text: 'Kept as it was' });
      assert.equal(status, 422, from.slice(0, 60));
      assert.match(text, /You may not send from this address/);
      assert.match(text, /Kept as it was/);
      assert.doesNotMatch(text, /<script>alert/);
    }
    assert.equal(await messages(), before);
    assert.equal((await db.database.query('select from staged_blobs')).count, 0);
  });

  it('is for nobody without the duty, in a sentence, and for nobody who lost it meanwhile', async () => {
    await letWriteFor();
    const before = await messages();
    const page = await ada.get('/desk/messages/new');
    assert.equal(page.status, 403);
    assert.match(page.text, /Your account may not do that/);
    assert.doesNotMatch((await ada.get('/desk/messages')).text, /href="\/desk\/messages\/new"/);
    assert.equal((await post()).status, 403);
    assert.equal(await messages(), before);
    await letWriteFor(home, school);
    assert.equal((await ada.get('/desk/messages/new')).status, 200);
    await letWriteFor(school);
    assert.equal((await post()).status, 422, 'the page is older than the change');
    assert.equal(await messages(), before);
    await letWriteFor(home);
  });

  it('asks again when an upload has come, which may have begun long before', async () => {
    await letWriteFor(home);
    const [before, staged] = [await messages(), 'select from staged_blobs'];
    const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const type = 'multipart/form-data; boundary=b';
    const sending = request(`${app.url}/desk/messages`, {
      method: 'POST',
      headers: { cookie, origin: app.url, 'content-type': type },
    });
    const head = (name: string) => `--b\r\ncontent-disposition: form-data; name="${name}"`;
    for (const [name, value] of say()) sending.write(`${head(name)}\r\n\r\n${value}\r\n`);
    sending.write(`${head('files')}; filename="a.bin"\r\n\r\n`);
    sending.write(Buffer.alloc(300_000));
    await until('under way', 10, async () => (await db.database.query(staged)).count === 1);
    await letWriteFor();
    sending.end('\r\n--b--\r\n');
    const [answer] = (await once(sending, 'response')) as [IncomingMessage];
    assert.equal(answer.resume().statusCode, 403);
    assert.equal(await messages(), before);
    assert.equal((await db.database.query(staged)).count, 0);
    await letWriteFor(home);
  });

  it('makes one message of a form that is sent twice, also at the same moment and with files', async () => {
    const file = { name: 'a.txt', type: 'text/plain', bytes: randomBytes(200_000) };
    const key = newKey();
    const send = () => ada.postFiles('/desk/messages', say({ key }), [file]);
    const before = await messages();
    const answers = await Promise.all(Array.from({ length: 6 }, send));
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(6).fill(303),
    );
    const late = await send();
    assert.equal(new Set([...answers, late].map(idOf)).size, 1);
    assert.equal(await messages(), before + 1);
    const { rows } = await db.database.query(
      'select count(*)::int as staged from staged_blobs union all select count(*)::int from events where message = $1 and type = $2',
      [idOf(late), 'message.accepted'],
    );
    assert.deepEqual(rows, [{ staged: 0 }, { staged: 1 }]);
  });

  it('makes another message of what was changed after going back, and of what somebody else sends', async () => {
    const key = newKey();
    const first = idOf(await post({ key }));
    for (const change of [{ text: 'Dear Bo' }, { email: 'bo@example.com' }, { expiresDays: '90' }]) {
      assert.notEqual(idOf(await post({ key, ...change })), first, JSON.stringify(change));
    }
    const file = { name: 'a.txt', type: 'text/plain', bytes: Buffer.from('x') };
    assert.notEqual(idOf(await ada.postFiles('/desk/messages', say({ key }), [file])), first);
    assert.equal(idOf(await post({ key })), first);
    assert.notEqual(idOf(await post({ key: newKey() })), first);
  });

  it('lets a form be sent after it was refused, and sends one without a usable key each time', async () => {
    const key = newKey();
    assert.equal((await post({ key, expiresDays: '9999' })).status, 422);
    assert.equal((await post({ key, phone: 'abc' })).status, 422);
    const sent = idOf(await post({ key }));
    assert.equal(idOf(await post({ key })), sent);
    for (const bad of ['', 'x', `${newKey()}x`, "' or 1=1 --", 'x'.repeat(10_000)]) {
      assert.notEqual(idOf(await post({ key: bad })), idOf(await post({ key: bad })), bad.slice(0, 20));
    }
    const { text } = await post({ key: '"><script>', phone: 'abc' });
    assert.match(text, /name="key" value="[\w-]{22}"/);
  });

  it('gives each page a key of its own, and a page that came back the one it had', async () => {
    const keyIn = ({ text }: Answer) => text.match(/name="key" value="([\w-]{22})"/)![1]!;
    const [one, two] = [await ada.get('/desk/messages/new'), await ada.get('/desk/messages/new')];
    assert.notEqual(keyIn(one), keyIn(two));
    assert.equal(keyIn(await post({ key: keyIn(one), phone: 'abc' })), keyIn(one));
  });

  it('says so where there are more recipients than fit, and sends to none of them', async () => {
    const before = await messages();
    for (const count of [2001, 2100, 5000]) {
      const rows = Array.from({ length: count }, (_, index): [string, string][] => [
        ['email', `r${index}@example.com`],
        ['phone', '+4520123456'],
        ['name', ''],
        ['language', 'en'],
      ]).flat();
      const answer = await ada.postFiles('/desk/messages', [...rows, ['subject', 's'], ['text', 'x']]);
      assert.equal(answer.status, 422, String(count));
      assert.match(answer.text, /too many recipients/, String(count));
    }
    assert.equal(await messages(), before);
  });

  it('reads a part without a name as nothing', async () => {
    const body = '--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--\r\n';
    const headers = { 'content-type': 'multipart/form-data; boundary=b', origin: app.url };
    const answer = await ada.ask('/desk/messages', { method: 'POST', headers, body });
    assert.equal(answer.status, 422);
  });
});

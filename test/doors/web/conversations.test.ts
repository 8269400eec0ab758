/** Answers at the desk: told of, read, answered from the page that shows them, in one conversation, and given to a colleague. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hashPassword } from '../../../src/desk/account/password.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';
import { linkTo, openLink, Visitor } from './visitor.ts';

const password = 'four words make sense';
const english = { 'accept-language': 'en' };
const phone = '+4520123456';

describe('At the desk, an answer', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let unit: string;
  let author: { person: Colleague; visitor: Visitor };
  let colleague: { person: Colleague; visitor: Visitor };
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    unit = await addUnit(db);
    author = await hire();
    colleague = await hire();
  });
  after(async () => {
    await app.close();
    await drop();
  });

  async function hire() {
    const person = await addColleague(db, unit);
    const hash = await hashPassword(password);
    await db.database.query('update people set password_hash = $2 where id = $1', [person.id, hash]);
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post('/desk/sign-in', { email: person.email, password })).status, 303);
    return { person, visitor };
  }

  let count = 0;
  /** A message of the author's, that its recipient has opened and answered. */
  async function answered() {
    const email = `ana${(count += 1)}@example.com`;
    const answer = await author.visitor.postFiles('/desk/messages', [
      ['from', `${unit} ${author.person.email}`],
      ['name', 'Ana Berg'],
      ['email', email],
      ['phone', phone],
      ['language', 'en'],
      ['subject', 'Secret subject'],
      ['text', 'For you'],
      ['expiresDays', '30'],
    ]);
    const id = String(answer.headers.location).match(/messages\/([\w-]{36})/)![1]!;
    const token = await linkTo(app, email);
    const ana = new Visitor(app.url);
    await openLink(ana, app, token, phone);
    await reply(ana, token, 'May I come on Monday?', [
      { name: 'scan.txt', type: 'text/plain', bytes: Buffer.from('scanned') },
    ]);
    return { id, email, ana, token, path: await newest(id) };
  }

  async function reply(
    ana: Visitor,
    token: string,
    text: string,
    files: Parameters<Visitor['postFiles']>[2] = [],
  ) {
    const sent = await ana.postFiles(`/m/${token}/replies`, [['text', text]], files);
    assert.equal(sent.status, 303, sent.text.slice(0, 500));
  }

  async function newest(id: string): Promise<string> {
    const page = await author.visitor.get(`/desk/messages/${id}`, english);
    return [...page.text.matchAll(/\/desk\/messages\/[\w-]{36}\/replies\/[\w-]{36}/g)].at(-1)![0];
  }

  it('is listed as new, told of by mail, read with its files, and no longer new then', async () => {
    const { id, path } = await answered();
    const mail = await app.waitFor(({ to, text }) => to === author.person.email && text.includes(path));
    assert.doesNotMatch(mail.raw!, /Monday|Secret/);
    const list = await author.visitor.get('/desk/answers', english);
    assert.match(list.text, /Answers \(1 unread\)/);
    assert.match(list.text, />New</);
    assert.match(list.text, /Secret subject/);
    const page = await author.visitor.get(path, english);
    assert.match(page.text, /May I come on Monday\?/);
    const file = await author.visitor.get(page.text.match(/\/desk\/[^"]*\/files\/[\w-]{36}/)![0]);
    assert.equal(file.text, 'scanned');
    assert.match(file.headers['content-disposition']!, /attachment; filename=scan\.txt/);
    assert.equal(file.headers['content-security-policy'], "default-src 'none'; sandbox");
    const read = await author.visitor.get('/desk/answers', english);
    assert.doesNotMatch(read.text, /unread|>New</);
    assert.equal((await colleague.visitor.get(path)).status, 404);
    assert.equal((await colleague.visitor.get(`/desk/messages/${id}/conversation`)).status, 404);
    assert.equal((await author.visitor.get(`${path}/files/${id}`)).status, 404);
    assert.equal((await author.visitor.get(path.replace(id, await otherMessage()))).status, 404);
  });

  const otherMessage = async () => {
    const { rows } = await db.database.query<{ id: string }>('select gen_random_uuid() as id');
    return rows[0]!.id;
  };

  it('is answered where it is read, to the same person and phone under the same subject, and goes on', async () => {
    const { id, email, path, ana } = await answered();
    const page = await author.visitor.get(path, english);
    const key = page.text.match(/name="key" value="([\w-]{22})"/)![1]!;
    const empty = await author.visitor.postFiles(
      `${path}/answers`,
      [
        ['key', key],
        ['text', ' \n'],
      ],
      [],
      english,
    );
    assert.equal(empty.status, 422);
    assert.match(empty.text, /<title>Error/);
    const form: [string, string][] = [
      ['key', key],
      ['text', 'Monday is fine'],
    ];
    const since = new Date().toISOString();
    const [one, two] = await Promise.all([
      author.visitor.postFiles(`${path}/answers`, form),
      author.visitor.postFiles(`${path}/answers`, form),
    ]);
    assert.equal(one.status, 303, one.text.slice(0, 500));
    assert.equal(one.headers.location, two.headers.location, 'pressed twice, sent once');
    const second = String(one.headers.location).match(/messages\/([\w-]{36})/)![1]!;
    const { rows } = await db.database.query(
      'select d.email, d.name, d.phone, m.answers from deliveries d join messages m on m.id = d.message_id where m.id = $1',
      [second],
    );
    assert.deepEqual(rows, [{ email, name: 'Ana Berg', phone, answers: path.slice(-36) }]);
    const notice = await app.waitFor(({ to, at }) => to === email && at > since);
    const token = notice.text.match(/\/m\/([\w-]{43})/)![1]!;
    const opened = new Visitor(app.url);
    await openLink(opened, app, token, phone);
    assert.match((await opened.get(`/m/${token}`, english)).text, /Monday is fine/);
    await reply(opened, token, 'Thank you');
    for (const each of [id, second]) {
      const shown = await author.visitor.get(`/desk/messages/${each}/conversation`, english);
      const turns = ['For you', 'May I come on Monday?', 'Monday is fine', 'Read the answer'];
      const places = turns.map((words) => shown.text.indexOf(words));
      assert.ok(!places.includes(-1), String(places));
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
      );
      assert.doesNotMatch(shown.text, /Thank you/);
    }
    assert.ok(ana);
  });

  it('cannot be answered once the message was recalled, by somebody else, or as somebody else', async () => {
    const { id, path } = await answered();
    const form: [string, string][] = [['text', 'No']];
    assert.equal((await colleague.visitor.postFiles(`${path}/answers`, form)).status, 404);
    const forged: [string, string][] = [...form, ['from', `${unit} chief@fredericia.example`]];
    assert.equal((await author.visitor.postFiles(`${path}/answers`, forged)).status, 422);
    const recalled = await author.visitor.post(`/desk/messages/${id}/recalls`, {
      all: 'on',
      reason: 'wrong_content',
    });
    assert.equal(recalled.status, 303);
    assert.equal((await author.visitor.postFiles(`${path}/answers`, form)).status, 404);
    const page = await author.visitor.get(path, english);
    assert.match(page.text, /You cannot answer here/);
  });

  it('goes with the case that is given to a colleague, until they give it back', async () => {
    const { id, path } = await answered();
    const given = await author.visitor.post(`/desk/messages/${id}/keepers`, { person: colleague.person.id });
    assert.equal(given.headers.location, `/desk/messages/${id}?done=given`);
    await app.waitFor(
      ({ to, text }) => to === colleague.person.email && text.includes(`/desk/messages/${id}`),
    );
    assert.match((await colleague.visitor.get(path, english)).text, /May I come on Monday/);
    assert.match((await colleague.visitor.get('/desk/messages', english)).text, new RegExp(id));
    const wrong = await author.visitor.post(`/desk/messages/${id}/keepers`, { person: 'nobody' });
    assert.equal(wrong.headers.location, `/desk/messages/${id}?error=invalid`);
    const back = await colleague.visitor.post(
      `/desk/messages/${id}/keepers/${colleague.person.id}/removals`,
      {},
    );
    assert.equal(back.headers.location, '/desk/answers');
    assert.equal((await colleague.visitor.get(path)).status, 404);
  });

  it('goes to the mailbox of whoever chose that, and history says that they did', async () => {
    const chosen = await author.visitor.post('/desk/account/replies', { byMail: 'yes' });
    assert.equal(chosen.headers.location, '/desk/account?done=replies_on');
    const { path, ana, token } = await answered();
    const mail = await app.waitFor(({ to, raw }) => to === author.person.email && /Monday/.test(raw ?? ''));
    assert.ok(mail.text.includes(path));
    await until('handed over', 10, async () =>
      /Handed to a mailbox/.test((await author.visitor.get('/desk/answers', english)).text),
    );
    const told = await ana.get(`/m/${token}/replies`, english);
    assert.match(told.text, /Handed to the sender’s mailbox on/);
    await author.visitor.post('/desk/account/replies', { byMail: 'no' });
    assert.equal((await author.visitor.post('/desk/account/replies', { byMail: 'perhaps' })).status, 422);
    const { rows } = await db.database.query(
      `select f.fields -> 'after' as after from events e join event_fields f on f.event = e.id
        where e.type = 'person.changed' order by e.at`,
    );
    assert.deepEqual(rows, [{ after: { repliesByMail: true } }, { after: { repliesByMail: false } }]);
  });
});

/** Erasing at the desk, and what is left of it on every page. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hashPassword } from '../../../src/desk/account/password.ts';
import type { Grant } from '../../../src/message/rights.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';
import { until } from '../rest/support/rest.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'four words make sense';
const english = { 'accept-language': 'en' };

describe('At the desk, erasing', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let unit: string;
  let hash: string;
  let author: { person: Colleague; visitor: Visitor };
  let officer: { person: Colleague; visitor: Visitor };
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    unit = await addUnit(db);
    hash = await hashPassword(password);
    author = await hire([{ role: 'sender', unit }]);
    officer = await hire([{ role: 'compliance', unit }]);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  async function hire(grants: readonly Grant[]) {
    const person = await addColleague(db, unit, grants);
    await db.database.query('update people set password_hash = $2 where id = $1', [person.id, hash]);
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post('/desk/sign-in', { email: person.email, password })).status, 303);
    await proveSecondFactor(db, person.email);
    return { person, visitor };
  }

  let count = 0;
  async function write() {
    const email = `ana${(count += 1)}@example.com`;
    const answer = await author.visitor.postFiles('/desk/messages', [
      ['from', `${unit} ${author.person.email}`],
      ...[
        ['Ana Berg', email, '+4520123456'],
        ['Bo Falk', `bo${count}@example.com`, '+4520123457'],
      ].flatMap(([name, email, phone]): [string, string][] => [
        ['name', name!],
        ['email', email!],
        ['phone', phone!],
        ['language', 'en'],
      ]),
      ['subject', 'Hemmeligt emne'],
      ['text', 'Kære begge'],
      ['expiresDays', '30'],
    ]);
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    const id = String(answer.headers.location).match(/[0-9a-f-]{36}/)![0];
    const { rows } = await db.database.query<{ id: string }>(
      'select id from deliveries where message_id = $1 order by position',
      [id],
    );
    return { id, email, ids: rows.map((each) => each.id), at: `/desk/messages/${id}` };
  }
  const look = (at: string) =>
    officer.visitor.post(`${at}/looks`, { kind: 'question', reason: 'Anmodning om sletning' });
  const whole = { what: 'message', reason: 'requested', words: '', sure: 'on' };
  const statuses = async (id: string) =>
    (
      await db.database.query<{ status: string }>(
        'select status from deliveries where message_id = $1 order by position',
        [id],
      )
    ).rows.map(({ status }) => status);

  it('is offered to whoever may, says what goes and what stays, and asks for a proof of who it is', async () => {
    const { at, email } = await write();
    assert.doesNotMatch((await author.visitor.get(at, english)).text, /erasures/);
    const unseen = await officer.visitor.get(`${at}/erasures`, english);
    assert.deepEqual([unseen.status, unseen.headers.location], [303, at], 'a reason comes first');
    await look(at);
    assert.match((await officer.visitor.get(at, english)).text, new RegExp(`href="${at}/erasures"`));
    const page = await officer.visitor.get(`${at}/erasures`, english);
    assert.equal(page.status, 200);
    for (const words of [
      'gone for good',
      '2 recipients may still open',
      'each stamp with its time',
      'backups',
      email,
    ])
      assert.ok(page.text.includes(words.replace('@', '&#64;')) || page.text.includes(words), words);
    const { person } = officer;
    await db.database.query("update staff_sessions set proven_at = '2026-01-01' where person_id = $1", [
      person.id,
    ]);
    assert.match(
      String((await officer.visitor.get(`${at}/erasures`)).headers.location),
      /^\/desk\/step-up\?next=/,
    );
    assert.equal((await officer.visitor.post(`${at}/erasures`, whole)).status, 403);
    await proveSecondFactor(db, person.email);
    const weak = await hire([{ role: 'admin', unit: null }]);
    assert.equal((await weak.visitor.post(`${at}/erasures`, whole)).status, 403);
  });

  it('one recipient leaves the other, and says so on every page', async () => {
    const { id, at, ids, email } = await write();
    const notice = await app.waitFor(({ to }) => to === email);
    const link = new URL(notice.text.match(/http:\/\/\S+\/m\/\S+/)![0]).pathname;
    assert.equal((await ask(app.url, link)).status, 200);
    await look(at);
    const form = { ...whole, what: 'recipients', [`delivery-${ids[0]}`]: 'on', words: 'Sag 2026-118' };
    const done = await officer.visitor.post(`${at}/erasures`, form);
    assert.deepEqual([done.status, done.headers.location], [303, `${at}?done=erased`]);
    assert.deepEqual((await statuses(id))[0], 'erased');
    assert.notEqual((await statuses(id))[1], 'erased');
    assert.equal((await ask(app.url, link)).status, 404);
    const page = await officer.visitor.get(`${at}?done=erased`, english);
    assert.match(page.text, /It has been erased\./);
    assert.match(page.text, /Erased recipient/);
    assert.match(page.text, new RegExp(`by\\s+<bdi>Colleague \\d+</bdi>`));
    assert.match(page.text, /The person has asked for it/);
    assert.doesNotMatch(page.text, new RegExp(`${email}|Ana Berg`));
    assert.match(page.text, /Bo Falk/);
    assert.match((await author.visitor.get('/desk/messages', english)).text, /Erased recipient/);
    assert.match((await officer.visitor.get('/desk/messages?whose=unit', english)).text, /Erased recipient/);
    const again = await officer.visitor.get(`${at}/erasures`, english);
    assert.doesNotMatch(again.text, new RegExp(ids[0]!));
  });

  it('the whole message leaves a page that still tells when', async () => {
    const { id, at } = await write();
    await look(at);
    assert.equal((await officer.visitor.post(`${at}/erasures`, whole)).status, 303);
    assert.deepEqual(await statuses(id), ['erased', 'erased']);
    for (const { visitor } of [author, officer]) {
      const page = await visitor.get(at, english);
      assert.equal(page.status, 200);
      assert.match(page.text, /The content has been erased/);
      assert.doesNotMatch(page.text, /Hemmeligt|example\.com|Kære begge/);
    }
    const list = await officer.visitor.get('/desk/messages?whose=unit', english);
    assert.match(list.text, /Erased sender/);
    assert.match(
      (await officer.visitor.get(`${at}/erasures`, english)).text,
      /Everything that can be erased here/,
    );
    assert.equal((await author.visitor.get(`${at}/content`)).status, 404);
    await until('the leftovers are gone', async () => {
      const { count } = await db.database.query("select from jobs where kind = 'erase_leftovers'");
      return count === 0;
    });
  });

  it('is not done where something is missing, and keeps what was typed', async () => {
    const { id, at, ids } = await write();
    await look(at);
    const tick = { [`delivery-${ids[1]}`]: 'on' };
    for (const [form, says] of [
      [{ ...whole, what: '' }, 'Choose what to erase'],
      [{ ...whole, what: 'everything' }, 'Choose what to erase'],
      [{ ...whole, what: 'recipients' }, 'Choose at least one recipient'],
      [{ ...whole, ...tick, sure: '' }, 'Tick that you understand'],
      [{ ...whole, ...tick, reason: '' }, 'Choose why it is erased'],
      [{ ...whole, ...tick, reason: 'other' }, 'Say why in your own words'],
      [{ ...whole, ...tick, words: 'Bo Falk ringede' }, 'without the recipient’s name'],
    ] as const) {
      const answer = await officer.visitor.post(`${at}/erasures`, { ...form, lang: 'en' }, english);
      assert.equal(answer.status, 422, says);
      assert.ok(answer.text.includes(says), says);
      if (form.words) assert.ok(answer.text.includes(form.words));
      if (ids[1]! in form) assert.match(answer.text, new RegExp(`name="delivery-${ids[1]}"[^>]* checked`));
    }
    const strange = { ...whole, what: 'recipients', 'delivery-01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10': 'on' };
    assert.equal((await officer.visitor.post(`${at}/erasures`, strange)).status, 404);
    assert.equal(
      (await officer.visitor.post(`${at}/erasures`, { ...strange, 'delivery-x': 'on' })).status,
      404,
    );
    assert.ok(!(await statuses(id)).includes('erased'));
    assert.equal((await officer.visitor.get('/desk/messages/x/erasures')).status, 404);
  });
});

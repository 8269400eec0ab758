/** From “nobody at this domain” to a block, at the desk, and what whoever writes there is told. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hashPassword } from '../../../src/desk/account/password.ts';
import type { Grant } from '../../../src/message/rights.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'four words make sense';
const english = { 'accept-language': 'en' };

describe('At the desk, blocks', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let unit: string;
  let hash: string;
  let author: { person: Colleague; visitor: Visitor };
  let officer: { person: Colleague; visitor: Visitor };
  let chief: { person: Colleague; visitor: Visitor };
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    unit = await addUnit(db);
    hash = await hashPassword(password);
    author = await hire([{ role: 'sender', unit }]);
    officer = await hire([{ role: 'compliance', unit }]);
    chief = await hire([{ role: 'compliance', unit: null }]);
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

  const compose = (...emails: string[]) =>
    author.visitor.postFiles(
      '/desk/messages',
      [
        ['from', `${unit} ${author.person.email}`],
        ...emails.flatMap((email): [string, string][] => [
          ['name', ''],
          ['email', email],
          ['phone', '+4520123456'],
          ['language', 'en'],
        ]),
        ['subject', 'Booking'],
        ['text', 'For you'],
      ],
      [],
      english,
    );
  async function write(email: string) {
    const answer = await compose(email);
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    const message = String(answer.headers.location).match(/[0-9a-f-]{36}/)![0];
    const { rows } = await db.database.query<{ id: string }>(
      'select id from deliveries where message_id = $1',
      [message],
    );
    return { message, delivery: rows[0]!.id };
  }

  it('a report of a stranger leads to all that was sent to the domain, and to a block of it', async () => {
    const sent = [await write('booking@fred.example'), await write('info@fred.example')];
    await write('somebody@else.example');
    const notice = await app.waitFor(({ to }) => to === 'info@fred.example');
    const link = new URL(notice.text.match(/http:\/\/\S+\/m\/\S+/)![0]).pathname;
    const stranger = new Visitor(app.url);
    assert.equal((await ask(app.url, link)).status, 200);
    assert.ok((await stranger.post(`${link}/misdeliveries`, { reason: 'domain' })).status < 400);
    const { message, delivery } = sent[1]!;
    const own = await author.visitor.get(`/desk/messages/${message}`, english);
    assert.match(own.text, /Somebody says that this is not for them/);
    assert.match(own.text, /nobody at this domain is meant/);
    assert.match(own.text, new RegExp(`/desk/messages/${message}/recalls\\?delivery=${delivery}`));
    assert.doesNotMatch(own.text, /blocks\/new/, 'who blocks nothing is not led there');

    await officer.visitor.post(`/desk/messages/${message}/looks`, {
      kind: 'incident',
      reason: 'Fremmed domæne',
    });
    const seen = await officer.visitor.get(`/desk/messages/${message}`, english);
    assert.match(seen.text, new RegExp(`/desk/blocks/new\\?delivery=${delivery}`));
    const led = await officer.visitor.get(`/desk/blocks?delivery=${delivery}`);
    assert.equal(led.headers.location, `/desk/blocks/new?delivery=${delivery}`);
    const form = await officer.visitor.get(`/desk/blocks/new?delivery=${delivery}`, english);
    assert.equal(form.status, 200);
    assert.match(form.text, /name="pattern"[^>]*value="fred\.example"/);
    assert.match(form.text, /2 messages, of which none were opened/);
    for (const each of sent) assert.ok(form.text.includes(each.message));
    assert.doesNotMatch(form.text, /somebody@else|Booking/);

    const made = await officer.visitor.post('/desk/blocks', {
      delivery,
      pattern: 'fred.example',
      unit,
      reason: 'It was fredericia',
    });
    assert.equal(made.status, 303);
    assert.match(String(made.headers.location), /^\/desk\/blocks\/[0-9a-f-]{36}\?done=made$/);
    const page = await officer.visitor.get(String(made.headers.location), english);
    assert.match(page.text, /It is blocked\. Nothing more is sent there\./);
    assert.match(
      page.text,
      new RegExp(`/desk/messages/${sent[0]!.message}/recalls\\?delivery=${sent[0]!.delivery}`),
    );

    const refused = await compose('fine@else.example', 'third@fred.example');
    assert.equal(refused.status, 422);
    assert.match(refused.text, /id="email-1-errors"[^>]*>[^]*?has blocked this address/);
    assert.match(refused.text, /fine@else\.example/);
    assert.match(
      (await officer.visitor.get('/desk/blocks', english)).text,
      /fred\.example[^]*It was fredericia/,
    );
    const id = String(made.headers.location).match(/[0-9a-f-]{36}/)![0];
    const lifted = await officer.visitor.post(`/desk/blocks/${id}/lifts`, {});
    assert.deepEqual([lifted.status, lifted.headers.location], [303, '/desk/blocks?done=lifted']);
    const twice = await officer.visitor.post(`/desk/blocks/${id}/lifts`, {}, english);
    assert.equal(twice.status, 409);
    assert.match(twice.text, /<title>Error: [^]*This block was lifted before/);
    assert.match((await officer.visitor.get('/desk/blocks?lifted=1', english)).text, /fred\.example/);
    assert.equal((await compose('third@fred.example')).status, 303);
  });

  it('keep what was typed where something is wrong, and ask twice before they keep from one’s own', async () => {
    const draft = { pattern: 'typed.example', unit: '*', reason: 'Typed words' };
    for (const [form, says] of [
      [{ ...draft, pattern: 'dk' }, 'A whole country is too much'],
      [{ ...draft, pattern: '*' }, 'A whole country is too much'],
      [{ ...draft, pattern: '' }, 'A whole country is too much'],
      [{ ...draft, reason: ' ' }, 'Say why'],
      [{ ...draft, reason: 'x'.repeat(501) }, 'at most 500 characters'],
      [{ ...draft, unit: 'x' }, 'Choose for whom'],
      [{ ...draft, unit: '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10' }, 'Choose for whom'],
    ] as const) {
      const answer = await chief.visitor.post('/desk/blocks', form, english);
      assert.equal(answer.status, 422, says);
      assert.ok(answer.text.includes(says), says);
      assert.match(answer.text, /<title>Error: /);
      if (form.pattern) assert.ok(answer.text.includes(`value="${form.pattern}"`));
    }
    const own = { ...draft, pattern: 'fredericia.example' };
    const asked = await chief.visitor.post('/desk/blocks', own, english);
    assert.equal(asked.status, 422);
    assert.match(asked.text, /Your own colleagues or systems have addresses there[^]*name="sure"/);
    const sure = await chief.visitor.post('/desk/blocks', { ...own, sure: 'on' });
    assert.equal(sure.status, 303);
    const again = await chief.visitor.post('/desk/blocks', { ...own, sure: 'on' }, english);
    assert.equal(again.status, 422);
    assert.match(again.text, /That is blocked already/);
    const forAll = await officer.visitor.post('/desk/blocks', draft);
    assert.equal(forAll.status, 403);
    for (const path of ['/desk/blocks/x', '/desk/blocks/new?delivery=x', '/desk/blocks?after=x'])
      assert.ok([404, 410].includes((await chief.visitor.get(path)).status), path);
    const page = await officer.visitor.get(String(sure.headers.location), english);
    assert.doesNotMatch(page.text, /<button[^>]*>Lift the block/, 'it is everybody’s');
  });
});

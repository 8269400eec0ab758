import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { recordEvent } from '../../../src/evidence/record-event.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { Visitor } from './visitor.ts';

const password = 'four words make sense';

describe('What people do about unread messages', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let ada: Visitor;
  let delivery: string;
  let message: string;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    ada = new Visitor(app.url);
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await ada.post(app.welcome!, form)).status, 303);
    await ada.get('/desk/messages?lang=en');
    await db.database.query(
      `insert into grants (person_id, role, unit_id) select id, 'sender', unit_id from people on conflict do nothing`,
    );
  });
  after(async () => {
    await app.close();
    await drop();
  });

  beforeEach(async () => {
    const { rows } = await db.database.query<{ unit: string }>('select unit_id as unit from people limit 1');
    const answer = await ada.postFiles('/desk/messages', [
      ['from', `${rows[0]!.unit} ada@example.dk`],
      ['name', 'Søren <b>Å</b>'],
      ['email', 'soren@example.com'],
      ['phone', '+4520123456'],
      ['language', 'sv'],
      ['subject', 'Afgørelse <i>1</i>'],
      ['text', 'Kære Søren\n\n<script>alert(1)</script>'],
      ['expiresDays', '30'],
    ]);
    assert.equal(answer.status, 303, answer.text.slice(0, 300));
    message = String(answer.headers.location).match(/[0-9a-f-]{36}/)![0];
    const found = await db.database.query<{ id: string }>('select id from deliveries where message_id = $1', [
      message,
    ]);
    delivery = found.rows[0]!.id;
  });

  const ask = (step: string) =>
    db.database.transaction((tx) =>
      recordEvent(tx, delivery, {
        type: 'delivery.escalated',
        actor: { kind: 'system', id: randomUUID() },
        details: { step, afterHours: 8 },
      }),
    );
  const tasks = () => `/desk/deliveries/${delivery}/tasks`;

  it('is asked at the message, done on a page of its own, and told afterwards', async () => {
    assert.doesNotMatch((await ada.get(`/desk/messages/${message}`)).text, /Please call/);
    assert.equal(
      (await ada.get(tasks())).headers.location,
      `/desk/messages/${message}`,
      'nothing to be done',
    );
    await ask('phone_task');
    const asked = await ada.get(`/desk/messages/${message}`);
    assert.match(asked.text, /Please call the recipient/);
    assert.ok(asked.text.includes(`href="${tasks()}"`));
    const page = await ada.get(tasks());
    assert.match(page.text, /\+4520123456/);
    assert.doesNotMatch(page.text, /<b>Å/);
    const done = await ada.post(tasks(), {
      task: 'phone_task',
      outcome: 'reached',
      word: 'She “looks” tonight',
    });
    assert.equal(done.headers.location, `/desk/messages/${message}?done=task_done`);
    const after = await ada.get(String(done.headers.location));
    assert.match(after.text, /Noted\. Thank you\./);
    assert.match(after.text, /: the recipient was reached/);
    assert.doesNotMatch(after.text, /Please call/);
  });

  it('keeps what was typed where something is missing or too long, and says so first', async () => {
    await ask('phone_task');
    await ask('print_task');
    const word = 'Half “typed” <b>';
    for (const [given, sentence] of [
      [{ task: 'print_task', word }, /Choose what came of it/],
      [{ task: 'print_task', outcome: 'reached', word }, /Choose what came of it/],
      [{ task: 'print_task', outcome: 'posted', word: word + 'x'.repeat(500) }, /at most 500 characters/],
    ] as const) {
      const { status, text } = await ada.post(tasks(), given);
      assert.equal(status, 422);
      assert.match(text, /<title>Error: /);
      assert.match(text, sentence);
      assert.match(text, /Half “typed” &lt;b/);
    }
    for (const strange of [{}, { task: '__proto__', outcome: 'constructor' }, { task: '\0', word: '\0' }]) {
      assert.equal((await ada.post(tasks(), strange as Record<string, string>)).status, 422);
    }
    assert.equal((await ada.post(tasks(), { x: 'x'.repeat(100_000) })).status, 413);
  });

  it('leads to the message where it was done meanwhile', async () => {
    await ask('phone_task');
    const given = { task: 'phone_task', outcome: 'wrong_number' };
    assert.equal((await ada.post(tasks(), given)).status, 303);
    const late = await ada.post(tasks(), given);
    assert.equal(late.headers.location, `/desk/messages/${message}?error=not_asked`);
  });

  it('prints a letter in the recipient’s language, with what was written as words', async () => {
    const { status, text } = await ada.get(`/desk/deliveries/${delivery}/letter`);
    assert.equal(status, 200);
    const paper = text.match(/<article class="paper" lang="sv">.*<\/article>/s)![0];
    assert.match(paper, /Søren &lt;b&gt;/);
    assert.match(paper, /Afgørelse &lt;i&gt;/);
    assert.match(paper, /&lt;script&gt;alert/);
    assert.match(paper, /Skickat elektroniskt/);
    assert.match(paper, /[BCDFGHJKLMNPQRSTVWXZ]{5}-[BCDFGHJKLMNPQRSTVWXZ]{5}/);
    assert.doesNotMatch(paper, /\/m\//, 'no link leaves on paper');
    for (const path of [`/desk/deliveries/${randomUUID()}/letter`, '/desk/deliveries/x/letter']) {
      assert.equal((await ada.get(path)).status, 404);
    }
  });
});

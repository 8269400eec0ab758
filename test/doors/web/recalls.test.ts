/** Recalling at the desk: the form, the verdict, the way to the right person, and sending that is undone. */
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

describe('At the desk, a recall', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let unit: string;
  let hash: string;
  let author: { person: Colleague; visitor: Visitor };
  let officer: { person: Colleague; visitor: Visitor };
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db, { SEGL_COMPLIANCE_MAIL: 'dpo@havn.example' });
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
  async function write(more: readonly [string, string][] = []) {
    count += 1;
    const emails = [`ana${count}@example.com`, `bo${count}@example.com`] as const;
    const answer = await author.visitor.postFiles('/desk/messages', [
      ['from', `${unit} ${author.person.email}`],
      ...emails.flatMap((email): [string, string][] => [
        ['name', ''],
        ['email', email],
        ['phone', '+4520123456'],
        ['language', 'en'],
      ]),
      ['subject', 'Secret subject'],
      ['text', 'For you'],
      ['expiresDays', '30'],
      ...more,
    ]);
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    const id = String(answer.headers.location).match(/[0-9a-f-]{36}/)![0];
    const { rows } = await db.database.query<{ id: string }>(
      'select id from deliveries where message_id = $1 order by position',
      [id],
    );
    return { id, emails, ids: rows.map((each) => each.id), at: `/desk/messages/${id}` };
  }

  const deliveries = async (id: string) =>
    (
      await db.database.query<{ id: string; email: string; status: string; phone: string | null }>(
        'select id, email, status, phone from deliveries where message_id = $1 order by position',
        [id],
      )
    ).rows;
  const linkOf = async (email: string): Promise<string> => {
    const mail = await app.waitFor(({ to }) => to === email);
    return new URL(mail.text.match(/http:\/\/\S+\/m\/\S+/)![0]).pathname;
  };
  const tick = (id: string | undefined) => ({ [`delivery-${id}`]: 'on' });
  const wrong = { reason: 'wrong_recipient', words: '' };

  it('is one step from the message, ticks whom the link names, and says what it cannot do', async () => {
    const { at, ids, emails } = await write();
    assert.match((await author.visitor.get(at, english)).text, new RegExp(`href="${at}/recalls"`));
    const all = await author.visitor.get(`${at}/recalls`, english);
    assert.equal(all.status, 200);
    assert.equal(all.text.match(/type="checkbox"[^>]* checked/g)!.length, 2);
    for (const words of [
      'Files that somebody has downloaded',
      'can still be opened until',
      emails[0],
      emails[1],
    ])
      assert.ok(all.text.includes(words), words);
    const one = await author.visitor.get(`${at}/recalls?delivery=${ids[1]}`, english);
    assert.match(one.text, new RegExp(`name="delivery-${ids[1]}"[^>]* checked`));
    assert.equal(one.text.match(/type="checkbox"[^>]* checked/g)!.length, 1);
  });

  it('leads to the verdict at once; of the other recipient it says that it still opens, and again it says the same', async () => {
    const { id, at, ids, emails } = await write();
    const link = await linkOf(emails[0]);
    const done = await author.visitor.post(`${at}/recalls`, { ...wrong, ...tick(ids[0]), words: 'Two Anas' });
    assert.deepEqual([done.status, done.headers.location], [303, `${at}/verdict?done=recalled`]);
    assert.equal((await ask(app.url, link)).status, 410);
    const verdict = await author.visitor.get(`${at}/verdict?done=recalled`, english);
    assert.equal(verdict.status, 200);
    for (const words of [
      'It is recalled.',
      '1 recipient never opened it',
      'Never opened.',
      'Can still be opened.',
    ])
      assert.ok(verdict.text.includes(words), words);
    assert.match(verdict.text, /The events 1 to \d+ of this delivery are all there, the recall is the last/);
    assert.match(verdict.text, new RegExp(`href="${at}/recalls\\?delivery=${ids[1]}"`));
    assert.match(verdict.text, new RegExp(`href="/desk/deliveries/${ids[0]}/redirects"`));
    assert.ok(verdict.text.includes('dpo@havn.example'), 'whoever keeps no incidents is told whom to tell');
    assert.doesNotMatch(verdict.text, /incidents\/new|Two Anas/);
    const again = await author.visitor.post(`${at}/recalls`, { ...wrong, ...tick(ids[0]) });
    assert.equal(again.status, 303);
    assert.match((await author.visitor.get(at, english)).text, new RegExp(`href="${at}/verdict"`));
    assert.deepEqual(
      (await deliveries(id)).map(({ status }) => status === 'recalled'),
      [true, false],
    );
  });

  it('asks others for a reason first, and then offers compliance to open an incident', async () => {
    const { at, ids } = await write();
    for (const path of [`${at}/recalls`, `${at}/verdict`, `/desk/deliveries/${ids[0]}/redirects`]) {
      const unseen = await officer.visitor.get(path, english);
      assert.deepEqual([unseen.status, unseen.headers.location], [303, at]);
    }
    const early = await officer.visitor.post(`${at}/recalls`, { ...wrong, ...tick(ids[0]) });
    assert.deepEqual([early.status, early.headers.location], [303, at]);
    const earlier = await officer.visitor.post(`/desk/deliveries/${ids[0]}/redirects`, {
      toEmail: 'x@example.com',
    });
    assert.deepEqual([earlier.status, earlier.headers.location], [303, at]);
    await officer.visitor.post(`${at}/looks`, { kind: 'incident', reason: 'Sendt til den forkerte' });
    assert.equal((await officer.visitor.post(`${at}/recalls`, { ...wrong, ...tick(ids[0]) })).status, 303);
    const verdict = await officer.visitor.get(`${at}/verdict`, english);
    assert.ok(
      verdict.text.includes(`/desk/incidents/new?origin=recall&amp;message=${at.slice(-36)}`),
      verdict.text.slice(0, 200),
    );
  });

  it('sends it to the right person in the same step', async () => {
    const { id, at, ids } = await write();
    const right = {
      toEmail: ' right@example.com ',
      toPhone: '20 99 88 77',
      toName: 'Anna',
      toLanguage: 'en',
    };
    const done = await author.visitor.post(`${at}/recalls`, { ...wrong, ...tick(ids[0]), ...right });
    assert.deepEqual([done.status, done.headers.location], [303, `${at}/verdict?done=redirected`]);
    const [first, , third] = await deliveries(id);
    assert.equal(first!.status, 'recalled');
    assert.deepEqual([third!.email, third!.phone], ['right@example.com', '+4520998877']);
    assert.equal((await ask(app.url, await linkOf('right@example.com'))).status, 200);
    const verdict = await author.visitor.get(`${at}/verdict?done=redirected`, english);
    assert.match(verdict.text, /Sent instead to<\/dt><dd><bdi>Anna<\/bdi>, <bdi>right@example\.com/);
    assert.doesNotMatch(verdict.text, new RegExp(`deliveries/${ids[0]}/redirects`), 'once is enough');
  });

  it('of what was recalled before goes to the right person later, from a page of its own', async () => {
    const { id, at, ids, emails } = await write();
    await author.visitor.post(`${at}/recalls`, { ...wrong, ...tick(ids[0]) });
    const path = `/desk/deliveries/${ids[0]}/redirects`;
    assert.match((await author.visitor.get(path, english)).text, /can no longer open it/);
    for (const [form, says, blamed] of [
      [{ toEmail: emails[0].toUpperCase() }, 'That is the address it went to before', 'toEmail'],
      [{ toEmail: emails[1] }, 'was sent to that address already', 'toEmail'],
      [{ toEmail: 'nonsense' }, 'e-mail address', 'toEmail'],
      [{ toEmail: '' }, 'e-mail address', 'toEmail'],
      [{ toEmail: 'right@example.com', toPhone: '12' }, 'phone number', 'toPhone'],
      [{ toEmail: 'right@example.com', words: 'x'.repeat(1001) }, 'at most 1000 characters', 'words'],
    ] as const) {
      const answer = await author.visitor.post(path, { toLanguage: 'sv', ...form }, english);
      assert.equal(answer.status, 422, says);
      assert.ok(
        answer.text.includes(says),
        `${says} in ${answer.text.match(/role="alert"[^]*?<\/div>/)?.[0]}`,
      );
      assert.match(answer.text, /<title>Error: /);
      assert.match(answer.text, new RegExp(`name="${blamed}"[^>]*aria-invalid="true"`), says);
      assert.match(answer.text, /value="sv"[^>]* selected/);
    }
    assert.equal((await deliveries(id)).length, 2);
    const done = await author.visitor.post(path, { toEmail: 'later@example.com', toPhone: '+4520998877' });
    assert.deepEqual([done.status, done.headers.location], [303, `${at}/verdict?done=redirected`]);
    const verdict = await author.visitor.get(`${at}/verdict`, english);
    assert.match(verdict.text, /Sent instead to<\/dt><dd><bdi>later@example\.com/);
    const again = await author.visitor.post(path, { toEmail: 'later@example.com' }, english);
    assert.equal(again.status, 422);
  });

  it('is not done where something is missing, and keeps what was typed', async () => {
    const { id, at, ids } = await write();
    const right = { toEmail: 'right@example.com' };
    for (const [form, says] of [
      [{ ...wrong }, 'Choose at least one recipient'],
      [{ ...tick(ids[1]), words: 'why' }, 'Choose why it is recalled'],
      [{ ...tick(ids[1]), reason: 'because', words: 'why' }, 'Choose why it is recalled'],
      [{ ...tick(ids[1]), ...wrong, words: 'x'.repeat(1001) }, 'at most 1000 characters'],
      [{ ...tick(ids[0]), ...tick(ids[1]), ...wrong, ...right }, 'Choose exactly one recipient'],
      [{ all: 'on', ...wrong, ...right }, 'Choose exactly one recipient'],
      [{ ...tick(ids[1]), reason: 'too_early', ...right }, 'belongs to a wrong recipient'],
      [{ ...tick(ids[1]), ...wrong, toPhone: '20998877' }, 'e-mail address'],
      [{ ...tick(ids[1]), ...wrong, ...right, toPhone: 'x' }, 'phone number'],
    ] as const) {
      const answer = await author.visitor.post(`${at}/recalls`, form, english);
      assert.equal(answer.status, 422, says);
      assert.ok(answer.text.includes(says), says);
      assert.match(answer.text, /<title>Error: /);
      if ('words' in form && form.words) assert.ok(answer.text.includes(form.words));
      if ('toEmail' in form) assert.match(answer.text, /<details open>[^]*value="right@example\.com"/);
      if (ids[1]! in form) assert.match(answer.text, new RegExp(`name="delivery-${ids[1]}"[^>]* checked`));
    }
    for (const strange of ['01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10', 'x']) {
      const answer = await author.visitor.post(`${at}/recalls`, { ...wrong, ...tick(strange) });
      assert.equal(answer.status, 404);
    }
    assert.ok((await deliveries(id)).every(({ status }) => status !== 'recalled'));
    for (const path of [
      '/desk/messages/x/recalls',
      '/desk/messages/x/verdict',
      '/desk/deliveries/x/redirects',
    ])
      assert.equal((await author.visitor.get(path)).status, 404);
  });

  it('of what has ended otherwise is refused, and says which', async () => {
    const { id, at, ids } = await write();
    await db.database.query(
      `update deliveries set status = 'expired', expires_at = now() - interval '1 day' where id = $1`,
      [ids[0]],
    );
    const form = await author.visitor.get(`${at}/recalls`, english);
    assert.doesNotMatch(form.text, new RegExp(`name="delivery-${ids[0]}" value="on" checked`));
    assert.match(form.text, /has ended, and can no longer be opened/);
    const answer = await author.visitor.post(`${at}/recalls`, { ...wrong, ...tick(ids[0]) }, english);
    assert.equal(answer.status, 422);
    assert.match(answer.text, /There is nothing to recall/);
    await author.visitor.post(`${at}/recalls`, { ...wrong, ...tick(ids[1]) });
    const verdict = await author.visitor.get(`${at}/verdict`, english);
    assert.match(verdict.text, /Has ended in another way/);
    const nothing = await author.visitor.get(`${at}/recalls`, english);
    assert.match(nothing.text, /anything left to recall/);
    assert.deepEqual(
      (await deliveries(id)).map(({ status }) => status),
      ['expired', 'recalled'],
    );
  });

  it('within the time in which notices wait leaves no trace: one button undoes the sending', async () => {
    const { id, at, emails } = await write([['undoMinutes', '15']]);
    const waiting = await author.visitor.get(at, english);
    assert.match(waiting.text, /The notice leaves at \d\d[:.]\d\d/);
    assert.match(waiting.text, /<button[^>]*>Undo<\/button>/);
    const undone = await author.visitor.post(`${at}/recalls`, { all: 'on', reason: 'too_early' });
    assert.deepEqual([undone.status, undone.headers.location], [303, `${at}/verdict?done=recalled`]);
    const verdict = await author.visitor.get(`${at}/verdict?done=recalled`, english);
    assert.equal(
      verdict.text.match(/No notice had left: this recipient has heard nothing of it/g)!.length,
      2,
    );
    assert.doesNotMatch((await author.visitor.get(at, english)).text, /<button[^>]*>Undo<\/button>/);
    const { rows } = await db.database.query<{ kind: string }>(
      `select kind from jobs where payload ->> 'message' = $1 or payload ->> 'delivery' in
          (select id::text from deliveries where message_id = $1::uuid)`,
      [id],
    );
    assert.deepEqual(
      rows.filter(({ kind }) => kind === 'notice'),
      [],
    );
    assert.ok((await app.outbox()).every(({ to }) => !emails.some((email) => email === to)));
  });

  it('the time in which notices wait is chosen with the message, and is the policy’s unless told', async () => {
    const selected = /<option value="(\d+)" selected>(?:At once|After \d+ minutes?)/;
    const form = async () => (await author.visitor.get('/desk/messages/new', english)).text;
    assert.equal((await form()).match(selected)![1], '0');
    await db.database.query(
      `insert into policies (policy) values ('{"gateway": {"secure": "all"}, "undoMinutes": 7}')`,
    );
    assert.equal((await form()).match(selected)![1], '7');
    const fields = (undoMinutes: string): [string, string][] => [
      ['from', `${unit} ${author.person.email}`],
      ['name', ''],
      ['email', 'cleo@example.com'],
      ['phone', '+4520123456'],
      ['language', 'en'],
      ['subject', 'Waiting'],
      ['text', 'For you'],
      ['undoMinutes', undoMinutes],
    ];
    for (const strange of ['16', '-1', '1.5', 'soon']) {
      const answer = await author.visitor.postFiles('/desk/messages', fields(strange), [], english);
      assert.equal(answer.status, 422, strange);
      assert.match(answer.text, /id="undoMinutes-errors"[^>]*>\s*\S/, strange);
      assert.ok(answer.text.includes('cleo@example.com'));
      assert.equal(answer.text.match(selected)![1], '7');
    }
    const more = await author.visitor.postFiles(
      '/desk/messages',
      [...fields('5'), ['more', '1']],
      [],
      english,
    );
    assert.equal(more.text.match(selected)![1], '5', 'what was chosen stays');
    for (const [given, waits] of [
      ['', 7],
      ['0', 0],
    ] as const) {
      const answer = await author.visitor.postFiles('/desk/messages', fields(given));
      assert.equal(answer.status, 303);
      const { rows } = await db.database.query<{ minutes: number | null }>(
        `select round(extract(epoch from m.notices_at - e.at) / 60)::int as minutes
          from messages m join events e on e.message = m.id and e.type = 'message.accepted' where m.id = $1`,
        [String(answer.headers.location).match(/[0-9a-f-]{36}/)![0]],
      );
      assert.equal(rows[0]!.minutes ?? 0, waits);
    }
  });
});

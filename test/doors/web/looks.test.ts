/** Seeing at the desk what somebody else wrote. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hashPassword } from '../../../src/desk/account/password.ts';
import type { Grant } from '../../../src/message/rights.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { addColleague, addUnit, type Colleague, deactivate } from '../../support/staff.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'four words make sense';
const look = { kind: 'covering', reason: 'Ane er på ferie til mandag' };

describe('At the desk, somebody else’s message', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let unit: string;
  let hash: string;
  let author: { person: Colleague; visitor: Visitor };
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    unit = await addUnit(db);
    hash = await hashPassword(password);
    author = await hire();
  });
  after(async () => {
    await app.close();
    await drop();
  });

  async function hire(grants?: readonly Grant[], { proven = true } = {}) {
    const person = await addColleague(db, unit, grants);
    await db.database.query('update people set password_hash = $2 where id = $1', [person.id, hash]);
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post('/desk/sign-in', { email: person.email, password })).status, 303);
    if (proven) await proveSecondFactor(db, person.email);
    return { person, visitor };
  }
  const compliance = (options?: { proven: boolean }) => hire([{ role: 'compliance', unit }], options);

  async function write({ visitor }: { visitor: Visitor }): Promise<{ id: string; delivery: string }> {
    const fields = [
      ['name', 'Ana'],
      ['email', 'ana@example.com'],
      ['phone', '+4520123456'],
      ['language', 'en'],
      ['subject', 'Hemmeligt emne'],
      ['text', 'Kære Ana'],
      ['expiresDays', '30'],
    ] as const;
    const page = await visitor.get('/desk/messages/new');
    const hidden = [...page.text.matchAll(/name="(key|from)" (?:type="hidden" )?value="([^"]*)"/g)];
    const given = hidden.map(([, name, value]) => [name!, value!.replaceAll('&#64;', '@')] as const);
    const answer = await visitor.postFiles('/desk/messages', [...given, ...fields]);
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    const id = String(answer.headers.location).match(/[0-9a-f-]{36}/)![0];
    const { rows } = await db.database.query<{ id: string }>(
      'select id from deliveries where message_id = $1',
      [id],
    );
    return { id, delivery: rows[0]!.id };
  }

  it('is asked a reason for, and shows nothing but unit and date before that', async () => {
    const { id } = await write(author);
    const { visitor } = await compliance();
    const page = await visitor.get(`/desk/messages/${id}`, { 'accept-language': 'en' });
    assert.equal(page.status, 200);
    assert.match(page.text, /written by somebody else/);
    assert.match(page.text, /Unit \d+/);
    assert.doesNotMatch(page.text, new RegExp(`Hemmeligt|ana@|${author.person.email}|20123456`));
    assert.equal((await visitor.ask(`/desk/messages/${id}`, { method: 'HEAD' })).status, 200);
    assert.equal((await db.database.query('select from looks')).count, 0, 'asking is no look');
  });

  it('opens for a reason, and its author reads who looked and why', async () => {
    const { id } = await write(author);
    const { visitor, person } = await compliance();
    const answer = await visitor.post(`/desk/messages/${id}/looks`, look);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, `/desk/messages/${id}`);
    const page = await visitor.get(`/desk/messages/${id}`, { 'accept-language': 'en' });
    assert.match(page.text, /Hemmeligt emne/);
    assert.match(page.text, /Somebody else wrote this message/);
    const seen = (await author.visitor.get(`/desk/messages/${id}`, { 'accept-language': 'en' })).text;
    const { rows } = await db.database.query<{ name: string }>('select name from people where id = $1', [
      person.id,
    ]);
    assert.match(seen, new RegExp(`Seen by others[^]*${rows[0]!.name}[^]*Standing in[^]*${look.reason}`));
    assert.doesNotMatch(seen, /Somebody else wrote this message/);
    await db.database.query("update looks set until = now() - interval '1 second'");
    assert.match((await visitor.get(`/desk/messages/${id}`, { 'accept-language': 'en' })).text, /say why/);
  });

  it('gives a form that lacks something back with what was typed', async () => {
    const { id } = await write(author);
    const { visitor } = await compliance();
    const forms: [Record<string, string>, RegExp][] = [
      [{}, /Choose what it is about/],
      [{ kind: 'nonsense', reason: look.reason }, /Choose what it is about[^]*Ane er på ferie/],
      [{ kind: 'incident', reason: 'kort' }, /at least 10[^]*value="incident" selected[^]*kort<\/textarea>/],
      [{ kind: 'other', reason: '"><script>x</script>'.repeat(40) }, /at most 500[^]*&lt;script/],
      [
        { kind: 'other', reason: '\0\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b' },
        /at least 10/,
      ],
    ];
    for (const [form, words] of forms) {
      const page = await visitor.post(`/desk/messages/${id}/looks`, form, { 'accept-language': 'en' });
      assert.equal(page.status, 422);
      assert.match(page.text, words);
      assert.match(page.text, /<title>Error: /);
      assert.doesNotMatch(page.text, /<script>x/);
    }
    const large = await visitor.post(`/desk/messages/${id}/looks`, { ...look, reason: 'x'.repeat(20_000) });
    assert.equal(large.status, 413);
    const { count } = await db.database.query(
      "select from events where message = $1 and type = 'message.looked_at'",
      [id],
    );
    assert.equal(count, 0);
  });

  it('leads whoever acts without a reason to where it is asked for', async () => {
    const { id, delivery } = await write(author);
    const { visitor } = await compliance();
    for (const [path, form] of [
      [`/desk/messages/${id}/reminders`, {}],
      [`/desk/messages/${id}/extensions`, { days: '30' }],
      [`/desk/deliveries/${delivery}/unlocks`, {}],
      [`/desk/deliveries/${delivery}/corrections`, { phone: '+4520998877' }],
    ] as const) {
      const answer = await visitor.post(path, form as Record<string, string>);
      assert.equal(answer.status, 303, path);
      assert.equal(answer.headers.location, `/desk/messages/${id}`, path);
    }
    const { rows } = await db.database.query<{ phone: string }>(
      'select phone from deliveries where id = $1',
      [delivery],
    );
    assert.equal(rows[0]!.phone, '+4520123456');
  });

  it('does not exist for a colleague, an administrator, or anybody outside', async () => {
    const { id } = await write(author);
    const outside = await hire([{ role: 'compliance', unit: await addUnit(db) }]);
    const others = [await hire(), await hire([{ role: 'admin', unit: null }]), outside];
    for (const { visitor } of others) {
      assert.equal((await visitor.get(`/desk/messages/${id}`)).status, 404);
      assert.equal((await visitor.post(`/desk/messages/${id}/looks`, look)).status, 404);
      assert.equal((await visitor.post(`/desk/messages/${id}/looks`, {})).status, 404);
    }
    const nobody = new Visitor(app.url);
    assert.equal((await nobody.post(`/desk/messages/${id}/looks`, look)).status, 401);
    const elsewhere = await others[0]!.visitor.post(`/desk/messages/${id}/looks`, look, {
      origin: 'https://evil.example',
    });
    assert.equal(elsewhere.status, 403);
    assert.equal((await ask(app.url, `/desk/messages/${id}/looks`)).status, 404);
  });

  it('asks for a second factor where the role counts only with one', async () => {
    const { id } = await write(author);
    const { visitor } = await compliance({ proven: false });
    const next = (path: string) => `/desk/second-factor?next=${encodeURIComponent(path)}`;
    const page = await visitor.get(`/desk/messages/${id}`);
    assert.equal(page.headers.location, next(`/desk/messages/${id}`));
    const list = await visitor.get('/desk/messages?whose=unit');
    assert.equal(list.headers.location, next('/desk/messages?whose=unit'));
    assert.equal((await visitor.post(`/desk/messages/${id}/looks`, look)).status, 404);
  });

  it('is listed with its address and without its subject', async () => {
    const gone = await hire();
    const { id } = await write(gone);
    await deactivate(db, gone.person.id);
    const colleague = await hire();
    const own = await colleague.visitor.get('/desk/messages');
    assert.doesNotMatch(own.text, new RegExp(`${id}|whose=unit`));
    const left = await colleague.visitor.get('/desk/messages?whose=left', { 'accept-language': 'en' });
    assert.match(left.text, new RegExp(`${id}[^]*${gone.person.email}[^]*Subject hidden[^]*ana@example.com`));
    assert.doesNotMatch(left.text, /Hemmeligt/);
    const { visitor } = await compliance();
    const { id: written } = await write(author);
    const all = await visitor.get('/desk/messages?whose=unit');
    assert.ok(all.text.includes(id) && all.text.includes(written));
    assert.doesNotMatch(all.text, /Hemmeligt/);
    for (const whose of ['unit', 'constructor', 'own', '%00']) {
      const page = await colleague.visitor.get(`/desk/messages?whose=${whose}`);
      assert.equal(page.status, 200);
      assert.doesNotMatch(page.text, /Hemmeligt|ana@/, whose);
    }
  });

  it('is listed page after page', async () => {
    const { visitor } = await compliance();
    const gone = await hire();
    await db.owner.query(
      `insert into messages (id, unit_id, person_id, sender_address)
        select gen_random_uuid(), $1, $2, 'many@fredericia.example' from generate_series(1, 70)`,
      [unit, gone.person.id],
    );
    let path: string | undefined = '/desk/messages?whose=unit';
    const seen = new Set<string>();
    for (let pages = 0; path && pages < 10; pages += 1) {
      const { text }: { text: string } = await visitor.get(path);
      for (const [, id] of text.matchAll(/class="row-title"><a href="\/desk\/messages\/([^"]*)"/g)) {
        assert.ok(!seen.has(id!), 'none twice');
        seen.add(id!);
      }
      path = text.match(/<a href="([^"]*)" rel="next"/)?.[1]?.replaceAll('&amp;', '&');
    }
    const { rows } = await db.database.query<{ id: string }>('select id from messages where unit_id = $1', [
      unit,
    ]);
    assert.equal(seen.size, rows.length);
    assert.ok(rows.length > 70);
  });
});

/** `/mailbox/<token>` over HTTP: what a stranger, an owner and somebody else's owner get for what they send. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { ask, otherCode, Visitor } from './visitor.ts';

const password = 'four words make sense';

describe('The pages of a shared mailbox’s owner', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let admin: Visitor;
  let count = 0;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    admin = await newcomer();
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await admin.post(app.welcome!, form)).status, 303);
    await proveSecondFactor(db, 'ada@example.dk');
  });
  after(async () => {
    await app.close();
    await drop();
  });

  async function newcomer(): Promise<Visitor> {
    const visitor = new Visitor(app.url);
    await visitor.get('/?lang=en');
    return visitor;
  }

  /** A mailbox with two members, of whom the first keeps it and is invited. */
  async function invited() {
    count += 1;
    const address = `post${count}@vand.example`;
    const [ida, bo] = [`+4531${String(200_000 + count)}`, `+4531${String(300_000 + count)}`];
    const made = await admin.post('/desk/mailboxes', { address, name: 'Vand', unit: '*' });
    const path = String(made.headers.location).replace(/\?.*/, '');
    for (const [name, phone] of [
      ['Ida Juhl', ida],
      ['Bo Berg', bo],
    ] as const) {
      const added = await admin.post(`${path}/members`, { name, phone, language: 'en' });
      assert.equal(added.status, 303, added.text);
    }
    const { rows } = await db.database.query<{ id: string }>(
      'select id from mailbox_members where phone = any ($1) order by phone',
      [[ida, bo]],
    );
    const [first, second] = rows.map(({ id }) => id) as [string, string];
    const early = await admin.post(`${path}/invitations`, {});
    assert.equal(early.status, 422);
    assert.match(early.text, /Choose somebody who keeps the list first/);
    await admin.post(`${path}/members/${first}/owners`, { keeps: 'yes' });
    assert.equal((await admin.post(`${path}/invitations`, {})).status, 303);
    const mail = await app.waitFor(({ kind, to }) => kind === 'mail' && to === address);
    const token = mail.text.match(/\/mailbox\/([\w-]{43})/)![1]!;
    return { path, address, ida, first, second, token, base: `/mailbox/${token}` };
  }
  type Invited = Awaited<ReturnType<typeof invited>>;

  async function codeFor({ base, ida, first }: Invited, visitor: Visitor): Promise<string> {
    const since = new Date().toISOString().slice(0, 23);
    assert.equal((await visitor.post(`${base}/codes`, { via: 'sms', member: first })).status, 303);
    const sms = await app.waitFor(
      ({ kind, to, at }) => kind === 'sms' && to === ida && at.slice(0, 23) >= since,
    );
    return sms.text.match(/\b\d{6}\b/)![0];
  }

  async function enter(box: Invited): Promise<Visitor> {
    const visitor = await newcomer();
    const answer = await visitor.post(`${box.base}/sessions`, { code: await codeFor(box, visitor) });
    assert.deepEqual([answer.status, answer.headers.location], [303, box.base]);
    return visitor;
  }

  it('names nobody and no number before a code, changes nothing by GET, and gives one cookie of its own', async () => {
    const box = await invited();
    const stranger = await newcomer();
    const page = await stranger.get(box.base);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /Ida|Juhl|Bo Berg/);
    assert.equal(page.text.includes(box.ida.slice(-6)), false);
    assert.deepEqual(
      [page.headers['referrer-policy'], page.headers['cache-control'], page.headers['x-robots-tag']],
      ['same-origin', 'no-store', 'noindex, nofollow'],
    );
    for (const path of ['/codes', '/sessions', '/members', `/members/${box.second}/ends`, '/sign-out']) {
      assert.equal((await stranger.get(box.base + path)).status, 404, path);
    }
    const { rows } = await db.database.query<{ made: number }>(
      'select count(*)::int as made from mailbox_codes c join mailbox_members p on p.id = c.member_id where p.phone = $1',
      [box.ida],
    );
    assert.equal(rows[0]!.made, 0);
    const owner = await enter(box);
    assert.deepEqual(owner.setCookies.map((line) => line.replace(/=[^;]*/, '=')).slice(-1), [
      '__Host-segl-mailbox=; Path=/; HttpOnly; Secure; SameSite=Lax',
    ]);
    assert.match((await owner.get(box.base)).text, /Bo Berg/);
    await owner.post(`${box.base}/sign-out`, {});
    assert.doesNotMatch((await owner.get(box.base)).text, /Bo Berg/);
  });

  it('takes the changes of its owner, with what was typed where one is refused, and tells the organisation', async () => {
    const box = await invited();
    const owner = await enter(box);
    const { base, path, first, second } = box;
    const hostile = '"><script>alert(1)</script>';
    const wrong = await owner.post(`${base}/members`, { name: hostile, phone: 'none' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /&lt;script/);
    assert.equal(wrong.text.includes('<script>alert'), false);
    assert.equal((await owner.post(`${base}/members`, { name: 'X', phone: box.ida })).status, 409);
    const alone = await owner.post(`${base}/members/${first}/ends`, { version: versionOn(wrong.text) });
    assert.equal(alone.status, 422);
    assert.match(alone.text, /You are the only one who keeps this list/);
    const added = await owner.post(`${base}/members`, { name: hostile, phone: '+4531400000' });
    assert.equal(added.headers.location, `${base}?done=member_added`);
    for (const version of [versionOn(wrong.text), '', 'x', '-1', '1e999']) {
      const late = await owner.post(`${base}/members/${second}/ends`, { version });
      assert.equal(late.status, 409, version);
      assert.match(late.text, /Somebody else changed the list meanwhile/);
    }
    const version = versionOn((await owner.get(base)).text);
    assert.equal((await owner.post(`${base}/members/${second}/ends`, { version })).status, 303);
    const desk = (await admin.get(path)).text;
    assert.doesNotMatch(desk, /<summary><bdi>Bo Berg/);
    assert.match(desk, /The shared mailbox was changed[^]*?Ida Juhl/);
    assert.match(desk, /Signed in last/);
    const own = await owner.post(`${base}/members/${first}`, {
      name: 'Ida',
      phone: '+4531400001',
      version: versionOn((await owner.get(base)).text),
    });
    assert.equal(own.status, 303);
    assert.match((await owner.get(base)).text, /Get a code/, 'another phone is another factor');
  });

  it('answers strangers, other mailboxes’ owners and forged forms with nothing of it', async () => {
    const [box, other] = [await invited(), await invited()];
    const owner = await enter(other);
    const stands = async () =>
      (
        await db.database.query(
          'select p.name, p.phone, p.ended_at, p.is_owner from mailbox_members p where p.id = any ($1) order by p.id',
          [[box.first, box.second]],
        )
      ).rows;
    const before = await stands();
    assert.doesNotMatch((await owner.get(box.base)).text, /Bo Berg/);
    const form = { name: 'Eve', phone: '+4531500000', version: '4' };
    for (const [visitor, base] of [
      [await newcomer(), box.base],
      [owner, box.base],
      [owner, other.base],
    ] as const) {
      for (const path of [
        `/members/${box.second}`,
        `/members/${box.second}/ends`,
        `/members/${box.first}/ends`,
      ]) {
        const { status } = await visitor.post(base + path, form);
        assert.equal(status, base === box.base ? 303 : 422, path);
      }
    }
    assert.equal((await owner.post(`${box.base}/members`, form)).status, 303);
    assert.equal((await owner.post(`${other.base}/members/x'--/ends`, form)).status, 422);
    assert.equal(
      (await owner.post(`${other.base}/members`, form, { origin: 'https://evil.example' })).status,
      403,
    );
    const posted = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const huge = await ask(app.url, `${other.base}/codes`, {
      ...posted,
      body: `member=${'x'.repeat(40_000)}`,
    });
    assert.ok([403, 413].includes(huge.status), String(huge.status));
    assert.deepEqual(await stands(), before);
    for (const token of ['x', 'x'.repeat(43), "x'%00", `${box.token}x`]) {
      const answer = await owner.get(`/mailbox/${token}`);
      assert.equal(answer.status, 404, token);
    }
    assert.match((await owner.get(`/mailbox/${'x'.repeat(43)}`)).text, /This link no longer works/);
  });

  it('sends codes to its owners alone, and says what was wrong with one', async () => {
    const box = await invited();
    const visitor = await newcomer();
    const { base, first, second, path } = box;
    for (const member of ['', 'x', randomUUID(), second]) {
      const answer = await visitor.post(`${base}/codes`, { via: 'sms', member });
      assert.equal(answer.status, 422, member);
      assert.match(answer.text, /Choose whose phone/);
    }
    assert.equal((await visitor.post(`${base}/codes`, { via: 'fax', member: first })).status, 422);
    assert.equal((await visitor.post(`${base}/sessions`, { code: '123456' })).status, 422);
    const code = await codeFor(box, visitor);
    assert.equal((await visitor.post(`${base}/sessions`, { code: '12' })).status, 422);
    const wrong = await visitor.post(`${base}/sessions`, { code: otherCode(code) });
    assert.deepEqual([wrong.status, /You have 14 tries left/.test(wrong.text)], [422, true]);
    for (let more = 1; more < 5; more += 1) {
      assert.equal((await visitor.post(`${base}/codes`, { via: 'sms', member: first })).status, 303);
    }
    const spent = await visitor.post(`${base}/codes`, { via: 'sms', member: first });
    assert.equal(spent.status, 429);
    assert.ok(Number(spent.headers['retry-after']) > 0);
    assert.equal((await admin.post(`${path}/invitations/ends`, {})).status, 303);
    assert.equal((await visitor.post(`${base}/sessions`, { code })).status, 404);
    assert.match((await admin.get(path)).text, /withdrawn/);
    const logged = app.logged.join('\n');
    for (const secret of [box.token, code, box.ida]) assert.equal(logged.includes(secret), false);
  });
});

const versionOn = (page: string): string => page.match(/name="version" value="(\d+)"/)![1]!;

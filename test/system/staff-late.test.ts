/** Rights that go while a form is on its way: between the page and the form, or between its head and its end. */
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { hashPassword } from '../../src/desk/account/password.ts';
import { setActive } from '../../src/desk/people/activation.ts';
import { setGrants } from '../../src/desk/people/people.ts';
import type { Context } from '../../src/delivery/context.ts';
import type { Grant } from '../../src/message/rights.ts';
import { until } from '../doors/rest/support/rest.ts';
import { Visitor } from '../doors/web/visitor.ts';
import { type App, startApp } from '../support/app.ts';
import { makeDatabase, type TestDatabase } from '../support/database.ts';
import { proveSecondFactor } from '../support/second-factor.ts';
import { addColleague, addUnit } from '../support/staff.ts';
import { changedTables, idle, stateOf } from '../support/state.ts';

const password = 'four words make sense';
const administrator = {
  actor: { kind: 'staff', id: '0197a3c2-7b1e-7c3a-9f00-000000000001' },
  grants: [{ role: 'admin', unit: null }],
} as const;

describe('Rights that go while a form is on its way', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let unit: string;
  let hash: string;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    unit = await addUnit(db);
    hash = await hashPassword(password);
    await hire([{ role: 'admin', unit: null }]); // One administrator must remain.
  });
  after(async () => {
    await app.close();
    await drop();
  });
  beforeEach(() => db.database.query('delete from budgets'));

  async function hire(grants: readonly Grant[]) {
    const { id, email } = await addColleague(db, unit, grants);
    await db.database.query('update people set password_hash = $2 where id = $1', [id, hash]);
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post('/desk/sign-in', { email, password })).status, 303);
    await proveSecondFactor(db, email);
    return { id, email, visitor };
  }
  type Hired = Awaited<ReturnType<typeof hire>>;

  const form = (fields: Record<string, string>) => ({
    type: 'application/x-www-form-urlencoded',
    body: Buffer.from(new URLSearchParams(fields).toString()),
  });

  const multipart = (fields: Record<string, string>, file?: string) => {
    const parts = Object.entries(fields).map(
      ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    if (file) {
      const head = 'content-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv';
      parts.push(`--b\r\n${head}\r\n\r\n${file}\r\n`);
    }
    return { type: 'multipart/form-data; boundary=b', body: Buffer.from(`${parts.join('')}--b--\r\n`) };
  };

  /** Sends a form whose last bytes come only after `meanwhile`, which begins when the door knows who sends it. */
  async function slowly(
    { id, visitor }: Hired,
    path: string,
    { type, body }: ReturnType<typeof form>,
    meanwhile: () => Promise<unknown>,
  ): Promise<number> {
    await db.database.query(
      "update staff_sessions set last_seen_at = now() - interval '5 minutes' where person_id = $1",
      [id],
    );
    const { hostname, port } = new URL(app.url);
    const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { cookie, origin: app.url, 'content-type': type, 'content-length': body.length };
    const sending = httpRequest({ hostname, port, path, method: 'POST', agent: false, headers });
    const answered = new Promise<number>((resolve, reject) => {
      sending.on('error', reject);
      sending.on('response', (response) => {
        response.resume();
        resolve(response.statusCode!);
      });
    });
    sending.write(body.subarray(0, -20));
    await until('the door has asked who it is', async () => {
      const { count } = await db.database.query(
        "select from staff_sessions where person_id = $1 and last_seen_at > now() - interval '1 minute'",
        [id],
      );
      return count > 0;
    });
    await meanwhile();
    sending.end(body.subarray(-20));
    return answered;
  }

  const manage = { db: undefined } as unknown as Context;
  const leave = (id: string) => () => setActive({ ...manage, db: db.database }, administrator, id, false);
  const loseRoles = (id: string) => () => setGrants(db.database, id, [{ role: 'sender', unit }]);

  const policyForm = form({ decision: '', secure: 'all', unitClaim: 'afdeling', confirm: 'nobody' });
  const message = (email: string) =>
    multipart({
      from: `${unit} ${email}`,
      email: 'ana@example.com',
      phone: '+4520123456',
      language: 'en',
      subject: 'Late',
      text: 'Late',
      expiresDays: '30',
    });

  for (const [ending, end] of [
    ['is deactivated', leave],
    ['loses the role', loseRoles],
  ] as const) {
    it(`the rules stay as they are where whoever changes them ${ending} while the form travels`, async () => {
      const admin = await hire([{ role: 'admin', unit: null }]);
      const status = await slowly(admin, '/desk/policy', policyForm, end(admin.id));
      assert.ok(status === 401 || status === 403, String(status));
      assert.equal((await db.database.query('select from policies')).count, 0);
    });

    it(`no file of contacts is taken from somebody who ${ending} while it travels`, async () => {
      const admin = await hire([{ role: 'admin', unit: null }]);
      const file = multipart({ unit: '*' }, 'email;name\nana@example.com;Ana\n');
      const status = await slowly(admin, '/desk/contacts/imports', file, end(admin.id));
      assert.ok(status === 401 || status === 403, String(status));
      assert.equal((await db.database.query('select from contact_imports')).count, 0);
      assert.equal((await db.database.query('select from contact_import_rows')).count, 0);
    });
  }

  it('no message leaves in the name of somebody who is deactivated, or may no longer write, while it travels', async () => {
    for (const end of [leave, (id: string) => () => setGrants(db.database, id, [])]) {
      const sender = await hire([{ role: 'sender', unit }]);
      const status = await slowly(sender, '/desk/messages', message(sender.email), end(sender.id));
      assert.ok(status === 401 || status === 403, String(status));
      assert.equal((await db.database.query('select from messages')).count, 0);
      assert.equal((await db.database.query('select from staged_blobs')).count, 0);
    }
  });

  it('a form of before does nothing after the role has gone, and its page is shown no more', async () => {
    const admin = await hire([
      { role: 'admin', unit },
      { role: 'sender', unit },
    ]);
    const victim = await hire([{ role: 'sender', unit }]);
    const forms: [string, Record<string, string>][] = [
      ['/desk/people', { name: 'New', email: 'new@example.dk', unit, role: 'sender' }],
      [`/desk/people/${victim.id}`, { version: '1', name: 'Changed', email: victim.email, unit }],
      [`/desk/people/${victim.id}/deactivations`, {}],
      [`/desk/units/${unit}`, { version: '1', name: 'Changed' }],
      ['/desk/contacts', { email: 'ana@example.com', unit }],
      ['/desk/systems', { name: 'New', from: '*@example.dk', unit, days: '30' }],
    ];
    assert.equal((await admin.visitor.get(`/desk/people/${victim.id}`)).status, 200);
    await loseRoles(admin.id)();
    await idle(db);
    const before = await stateOf(db);
    for (const [path, fields] of forms) {
      assert.equal((await admin.visitor.post(path, fields)).status, 403, path);
    }
    assert.equal((await admin.visitor.get(`/desk/people/${victim.id}`)).status, 403);
    assert.deepEqual(changedTables(before, await stateOf(db)), []);
  });

  it('a message that was opened for a reason closes with the role, and with the session', async () => {
    const sender = await hire([{ role: 'sender', unit }]);
    const sent = await sender.visitor.ask('/desk/messages', {
      method: 'POST',
      headers: { 'content-type': message(sender.email).type, origin: app.url },
      body: message(sender.email).body,
    });
    const path = String(sent.headers.location).split('?')[0]!;
    const look = { kind: 'covering', reason: 'Vikar i denne uge' };
    for (const [end, status] of [
      [loseRoles, 404],
      [leave, 401],
    ] as const) {
      const officer = await hire([{ role: 'compliance', unit }]);
      assert.equal((await officer.visitor.post(`${path}/looks`, look)).status, 303);
      assert.match((await officer.visitor.get(path)).text, /Late/);
      await end(officer.id)();
      const after = await officer.visitor.get(path);
      assert.equal(after.status, status);
      assert.doesNotMatch(after.text, /Late/);
      if (end === leave) {
        await setActive({ ...manage, db: db.database }, administrator, officer.id, true);
        assert.notEqual((await officer.visitor.get(path)).status, 200, 'the old session stays ended');
      }
    }
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { type Answer, Visitor } from './visitor.ts';

const password = 'four words make sense';

describe('Systems at the desk', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let admin: Visitor;
  /** Administers one unit alone. */
  let local: Visitor;
  let unit: string;
  let otherUnit: string;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    admin = new Visitor(app.url);
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await admin.post(app.welcome!, form)).status, 303);
    await proveSecondFactor(db, 'ada@example.dk');
    await admin.get('/desk/systems?lang=en');
    unit = (await db.database.query<{ id: string }>('select id from units')).rows[0]!.id;
    otherUnit = (
      await db.database.query<{ id: string }>(
        "insert into units (id, name, outward_name) values (gen_random_uuid(), 'Havn', 'Havn') returning id",
      )
    ).rows[0]!.id;
    local = await hire('lokal@example.dk', 'admin', unit);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  async function hire(email: string, role: string, inUnit: string): Promise<Visitor> {
    const answer = await app.post('/api/v1/people', { email, name: email, role });
    assert.equal(answer.status, 201);
    const { id, link } = (await answer.json()) as { id: string; link: string };
    await db.database.query('update grants set unit_id = $2 where person_id = $1 and role = $3', [
      id,
      inUnit,
      role,
    ]);
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post(new URL(link).pathname, { password, again: password })).status, 303);
    await proveSecondFactor(db, email);
    await visitor.get('/desk/messages?lang=en');
    return visitor;
  }

  let count = 0;
  async function add(
    more: object = {},
  ): Promise<{ id: string; name: string; secret: string; first: string }> {
    const name = `System ${(count += 1)}`;
    const answer = await app.post('/api/v1/systems', { name, from: ['*@example.dk'], ...more });
    const { id, secret } = (await answer.json()) as { id: string; secret: string };
    const { rows } = await db.database.query<{ id: string }>(
      'select id from system_secrets where system_id = $1',
      [id],
    );
    return { id, name, secret, first: rows[0]!.id };
  }

  const works = async (secret: string) =>
    (await app.get('/api/v1/token', { authorization: `Bearer ${secret}` })).status === 200;
  const shownSecret = ({ text }: Answer) => text.match(/<dd class="secret">([\w-]{43})<\/dd>/)?.[1];
  const version = (id: string) =>
    db.database.query<{ version: number }>('select version from systems where id = $1', [id]);
  const change = (id: string, more: object = {}) => ({
    version: '1',
    name: `Changed ${id}`,
    from: '*@example.dk\nb@example.dk',
    owner: '',
    networks: '10.1.2.0/24',
    unit,
    ...more,
  });

  it('adds one, and shows its secret this once', async () => {
    assert.equal((await admin.get('/desk/systems/new')).status, 200);
    const form = {
      name: 'Billing',
      from: '*@example.dk, b@example.dk',
      owner: 'ADA@example.dk',
      unit,
      networks: '',
      scopes: 'messages:send',
      days: '30',
    };
    const made = await admin.post('/desk/systems', form);
    assert.equal(made.status, 200);
    const secret = shownSecret(made)!;
    assert.ok(await works(secret));
    const { rows } = await db.database.query<{ scopes: string[]; days: number }>(
      `select k.scopes, round(extract(epoch from k.expires_at - now()) / 86400)::int as days
        from system_secrets k join systems s on s.id = k.system_id where s.name = 'Billing'`,
    );
    assert.deepEqual(rows, [{ scopes: ['messages:send'], days: 30 }]);
    const list = await admin.get('/desk/systems');
    assert.match(list.text, /Billing/);
    assert.ok(!list.text.includes(secret));
    const again = await admin.post('/desk/systems', form);
    assert.equal(again.status, 409);
    assert.match(again.text, /role="alert"/);
    assert.match(again.text, /value="Billing"/);
  });

  it('gives a form back with what was typed and what to do', async () => {
    const { id } = await add();
    for (const [more, field] of [
      [{ name: ' ' }, 'name'],
      [{ from: ' ' }, 'from'],
      [{ from: '*@*' }, 'from'],
      [{ owner: 'nobody@example.dk' }, 'owner'],
      [{ networks: '10.1.2.3/24' }, 'networks'],
    ] as const) {
      for (const path of ['/desk/systems', `/desk/systems/${id}`]) {
        const form = { ...change(id), scopes: 'messages:send', days: '', ...more };
        const answer = await admin.post(path, form);
        assert.equal(answer.status, 422, JSON.stringify(more));
        assert.match(answer.text, new RegExp(`id="${field}"[^>]* aria-invalid="true"`));
        assert.match(answer.text, /<title>Error: /);
        assert.match(answer.text, /b@example\.dk|\*@\*|from/);
      }
    }
    for (const more of [
      { scopes: '' },
      { scopes: 'root' },
      { scopes: 'messages:send', days: '-1' },
      { scopes: 'messages:send', days: '36500' },
      { scopes: 'messages:send', days: 'soon' },
      { scopes: 'messages:send', days: '9'.repeat(400) },
      { scopes: 'messages:send', days: '1', unit: 'x' },
    ]) {
      const answer = await admin.post('/desk/systems', { ...change(id), ...more });
      assert.equal(answer.status, 422, JSON.stringify(more));
    }
    assert.equal((await version(id)).rows[0]!.version, 1);
  });

  it('two administrators at once: the second sees how it stands now, and can go on', async () => {
    const { id } = await add();
    const first = await admin.post(`/desk/systems/${id}`, change(id));
    assert.deepEqual([first.status, first.headers.location], [303, `/desk/systems/${id}?done=changed`]);
    const second = await local.post(`/desk/systems/${id}`, change(id, { name: 'Typed by the second' }));
    assert.equal(second.status, 409);
    assert.match(second.text, /Somebody else changed this/);
    assert.match(second.text, new RegExp(`As it stands now[^]*Changed ${id}`));
    assert.match(second.text, /value="Typed by the second"/);
    const now = second.text.match(/name="version" value="(\d+)"/)![1]!;
    const form = change(id, { name: 'Typed by the second', version: now });
    assert.equal((await local.post(`/desk/systems/${id}`, form)).status, 303);
    assert.match((await admin.get(`/desk/systems/${id}`)).text, /<h1><bdi>Typed by the second/);
  });

  it('replaces a secret with the same scopes; both work, and the page says so', async () => {
    const { id, secret, first } = await add({ scopes: ['messages:read', 'history'] });
    const path = `/desk/systems/${id}/secrets`;
    const page = await admin.get(`${path}/new?replaces=${first}`);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /type="checkbox"/);
    const made = await admin.post(path, {
      replaces: first,
      name: '',
      days: '',
      overlapHours: '24',
      scopes: 'people',
    });
    assert.equal(made.status, 200);
    assert.ok((await works(secret)) && (await works(shownSecret(made)!)));
    const { rows } = await db.database.query<{ scopes: string[] }>(
      'select scopes from system_secrets where system_id = $1 and id <> $2',
      [id, first],
    );
    assert.deepEqual(rows, [{ scopes: ['messages:read', 'history'] }]);
    const again = await admin.post(path, { replaces: first, days: '', overlapHours: '24' });
    assert.equal(again.status, 409);
    assert.match(again.text, /replaced this secret meanwhile/);
    assert.match((await admin.get(`/desk/systems/${id}`)).text, /new secret has come in its place/);
  });

  it('refuses an overlap or an end that is none, and a secret of another system', async () => {
    const [mine, other] = [await add(), await add()];
    const path = `/desk/systems/${mine.id}/secrets`;
    for (const overlapHours of ['721', '-1', '1.5', '', 'x', '1e3']) {
      const answer = await admin.post(path, { replaces: mine.first, days: '', overlapHours });
      assert.equal(answer.status, 422, overlapHours);
      assert.match(answer.text, /id="overlap"[^>]* aria-invalid="true"/);
    }
    for (const replaces of [other.first, 'x', mine.id]) {
      assert.equal((await admin.get(`${path}/new?replaces=${replaces}`)).status, 404);
      assert.equal((await admin.post(path, { replaces, days: '', overlapHours: '1' })).status, 404);
      assert.equal((await admin.post(`${path}/${replaces}/revocations`, {})).status, 404);
      assert.equal((await admin.post(`${path}/${replaces}/expiries`, { days: '1', was: '' })).status, 404);
    }
    assert.ok((await works(other.secret)) && (await works(mine.secret)));
  });

  it('moves the end from the state that was seen, and ends a secret now', async () => {
    const { id, secret, first } = await add();
    const path = `/desk/systems/${id}/secrets/${first}`;
    assert.equal((await admin.post(`${path}/expiries`, { days: '9', was: '' })).status, 303);
    const late = await local.post(`${path}/expiries`, { days: '', was: '' });
    assert.equal(late.status, 409);
    assert.match(late.text, /another end meanwhile/);
    const was = late.text.match(/name="was" value="([^"]+)"/)![1]!;
    assert.equal((await local.post(`${path}/expiries`, { days: '', was })).status, 303);
    assert.equal((await admin.post(`${path}/expiries`, { days: '0', was: '' })).status, 422);
    const ended = await admin.post(`${path}/revocations`, {});
    assert.deepEqual([ended.status, ended.headers.location], [303, `/desk/systems/${id}?done=ended`]);
    assert.equal(await works(secret), false);
    assert.equal((await admin.post(`${path}/expiries`, { days: '9', was: '' })).status, 410);
  });

  it('closes one and opens it again; what was done is told below', async () => {
    const { id, secret } = await add();
    assert.equal((await admin.post(`/desk/systems/${id}/closures`, {})).status, 303);
    assert.equal(await works(secret), false);
    const closed = await admin.get(`/desk/systems/${id}?done=closed`);
    assert.match(closed.text, /Closed since/);
    assert.doesNotMatch(closed.text, /secrets\/new/);
    assert.equal((await admin.post(`/desk/systems/${id}/secrets`, { scopes: 'messages:send' })).status, 410);
    assert.equal((await admin.get(`/desk/systems/${id}/openings`)).status, 200);
    assert.equal((await admin.post(`/desk/systems/${id}/openings`, {})).status, 303);
    assert.equal(await works(secret), false);
    const { text } = await admin.get(`/desk/systems/${id}`);
    for (const line of [/The system was closed/, /A secret was ended/, /Ada/]) assert.match(text, line);
  });

  it('keeps a unit’s administrator to the unit, and to what they may give', async () => {
    const theirs = await add();
    const elsewhere = await add({ unit: 'Havn' });
    assert.equal((await local.get(`/desk/systems/${theirs.id}`)).status, 200);
    const list = (await local.get('/desk/systems')).text;
    assert.ok(list.includes(theirs.id) && !list.includes(elsewhere.id));
    const path = `/desk/systems/${elsewhere.id}`;
    for (const page of [path, `${path}/edit`, `${path}/openings`, `${path}/secrets/new`]) {
      assert.equal((await local.get(page)).status, 404, page);
    }
    for (const [to, form] of [
      [path, change(elsewhere.id)],
      [`${path}/closures`, {}],
      [`${path}/openings`, {}],
      [`${path}/secrets`, { scopes: 'messages:send', days: '' }],
      [`${path}/secrets/${elsewhere.first}/revocations`, {}],
      [`${path}/secrets/${elsewhere.first}/expiries`, { days: '1', was: '' }],
    ] as const) {
      assert.equal((await local.post(to, form)).status, 404, to);
    }
    assert.ok(await works(elsewhere.secret));
    const own = `/desk/systems/${theirs.id}`;
    assert.doesNotMatch((await local.get(`${own}/secrets/new`)).text, /value="people"/);
    const scoped = await local.post(`${own}/secrets`, { scopes: 'people', days: '' });
    const any = await local.post(own, change(theirs.id, { from: '*' }));
    for (const { status, text } of [scoped, any]) {
      assert.equal(status, 403);
      assert.match(text, /Only an administrator of everything/);
    }
    const moved = await local.post(own, change(theirs.id, { unit: otherUnit }));
    assert.equal(moved.status, 422);
  });

  it('asks for a fresh proof before it gives rights, and for none before it takes them', async () => {
    const { id, first, secret } = await add();
    await db.database.query("update staff_sessions set proven_at = now() - interval '1 hour'");
    const path = `/desk/systems/${id}`;
    for (const page of ['/desk/systems/new', `${path}/edit`, `${path}/openings`, `${path}/secrets/new`]) {
      const { status, headers } = await admin.get(page);
      assert.deepEqual([status, headers.location], [303, `/desk/step-up?next=${encodeURIComponent(page)}`]);
    }
    for (const [to, form] of [
      ['/desk/systems', { name: 'x', from: '*', scopes: 'messages:send', unit }],
      [path, change(id)],
      [`${path}/openings`, {}],
      [`${path}/secrets`, { scopes: 'messages:send' }],
      [`${path}/secrets/${first}/expiries`, { days: '9', was: '' }],
    ] as const) {
      assert.equal((await admin.post(to, form)).status, 403, to);
    }
    assert.equal((await admin.get(path)).status, 200);
    assert.equal((await admin.post(`${path}/secrets/${first}/revocations`, {})).status, 303);
    assert.equal((await admin.post(`${path}/closures`, {})).status, 303);
    assert.equal(await works(secret), false);
    for (const email of ['ada@example.dk', 'lokal@example.dk']) await proveSecondFactor(db, email);
  });

  it('shows the bootstrap system without a way to change it', async () => {
    const { rows } = await db.database.query<{ id: string }>(
      "select id from systems where name = 'bootstrap'",
    );
    const path = `/desk/systems/${rows[0]!.id}`;
    const { text } = await admin.get(path);
    assert.match(text, /SEGL_BOOTSTRAP_TOKEN/);
    assert.doesNotMatch(text, /\/edit|\/closures|\/revocations|secrets\/new/);
    assert.equal((await admin.post(`${path}/closures`, {})).status, 403);
    assert.equal((await admin.post(path, change(rows[0]!.id))).status, 403);
    assert.ok(await works(app.token));
  });

  it('answers ids that are none with 404, and huge forms with 413', async () => {
    for (const id of ['x', '%00', '%ff', '0197a3c2-7b1e-7c3a-9f00-000000000001', '..%2f..']) {
      const { status } = await admin.get(`/desk/systems/${id}`);
      assert.ok([400, 404].includes(status), id);
      assert.ok([400, 404].includes((await admin.post(`/desk/systems/${id}/closures`, {})).status), id);
    }
    const { id } = await add();
    assert.equal(
      (await admin.post(`/desk/systems/${id}`, change(id, { from: 'x'.repeat(70_000) }))).status,
      413,
    );
    assert.equal(
      (await admin.post(`/desk/systems/${id}`, change(id, { version: '9'.repeat(400) }))).status,
      409,
    );
  });

  it('keeps senders and compliance out', async () => {
    const { id } = await add();
    for (const role of ['sender', 'compliance']) {
      const visitor = await hire(`${role}@example.dk`, role, unit);
      for (const path of ['/desk/systems', `/desk/systems/${id}`, '/desk/systems/new']) {
        assert.equal((await visitor.get(path)).status, 403, path);
      }
      assert.equal((await visitor.post(`/desk/systems/${id}/closures`, {})).status, 403);
    }
  });
});

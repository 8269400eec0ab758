import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { Visitor } from './visitor.ts';

const password = 'four words make sense';

describe('People and units at the desk', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let admin: Visitor;
  let local: Visitor;
  let [own, other] = ['', ''];
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    admin = new Visitor(app.url);
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await admin.post(app.welcome!, form)).status, 303);
    await proveSecondFactor(db, 'ada@example.dk');
    [own, other] = [await unit('Own'), await unit('Other')];
    local = await enter(await add(admin, { email: 'local@example.dk', role: 'admin', unit: own }));
    await proveSecondFactor(db, 'local@example.dk');
  });
  after(async () => {
    await app.close();
    await drop();
  });

  async function unit(name: string): Promise<string> {
    const made = await admin.post('/desk/units', { name, outwardName: `Havn, ${name}`, functionAddress: '' });
    assert.equal(made.status, 303);
    return String(made.headers.location).match(/[0-9a-f-]{36}/)![0];
  }

  /** The path of the new person's link. */
  async function add(by: Visitor, form: Record<string, string>): Promise<string> {
    const page = await by.post('/desk/people', { name: 'Somebody', role: 'sender', ...form });
    assert.equal(page.status, 200);
    return page.text.match(/\/desk\/welcome\/[\w-]+/)![0];
  }

  async function enter(path: string): Promise<Visitor> {
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post(path, { password, again: password })).status, 303);
    return visitor;
  }

  const idOf = async (email: string): Promise<string> =>
    (await db.database.query<{ id: string }>('select id from people where email = $1', [email])).rows[0]!.id;

  /** What the form on somebody's page would send, unchanged. */
  async function formOf(by: Visitor, id: string): Promise<URLSearchParams> {
    const { text } = await by.get(`/desk/people/${id}`);
    const form = new URLSearchParams();
    const body = text.match(/<form class="card narrow"[\s\S]*?<\/form>/)![0];
    for (const [, attributes] of body.matchAll(/<input ([^>]*)>/g)) {
      const [name, value] = ['name', 'value'].map(
        (each) => attributes!.match(new RegExp(`${each}="([^"]*)"`))?.[1] ?? '',
      );
      if (!attributes!.includes('checkbox') || attributes!.includes('checked')) form.append(name!, value!);
    }
    for (const [, name, options] of body.matchAll(
      /<select id="\w+" name="(\w+)"[^>]*>([\s\S]*?)<\/select>/g,
    )) {
      form.append(name!, options!.match(/value="([^"]*)" selected/)?.[1] ?? '');
    }
    return form;
  }

  const send = (by: Visitor, id: string, form: URLSearchParams) =>
    by.ask(`/desk/people/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: app.url },
      body: form.toString(),
    });

  it('keeps the form of whoever was second, shows how it stands now, and loses neither’s roles', async () => {
    await add(admin, { email: 'two@example.dk', unit: own });
    const id = await idOf('two@example.dk');
    const [first, second] = [await formOf(admin, id), await formOf(local, id)];
    first.set('name', 'First');
    first.set('role', 'compliance');
    assert.equal((await send(admin, id, first)).status, 303);
    second.set('name', 'Second');
    second.set('role', 'sender');
    second.set('where', own);
    const clash = await send(local, id, second);
    assert.equal(clash.status, 409);
    assert.match(clash.text, /Somebody else changed this|<h1><bdi>First/);
    assert.match(clash.text, /<h1><bdi>First<\/bdi><\/h1>/);
    assert.match(clash.text, /name="name"[^>]*value="Second"/);
    assert.match(clash.text, new RegExp(`value="compliance:${own}" checked`));
    assert.match(clash.text, /name="version" value="2"/);
    const again = new URLSearchParams(second);
    again.set('version', '2');
    again.append('grant', `compliance:${own}`);
    assert.equal((await send(local, id, again)).status, 303);
    const { text } = await local.get(`/desk/people/${id}?done=changed`);
    assert.match(text, /<h1><bdi>Second/);
    assert.match(text, /Compliance (in|i) <bdi>Own/);
    assert.match(text, /First[\s\S]{0,100}→[\s\S]{0,100}Second/);
  });

  it('asks for a fresh proof before somebody gets or has more than a sender’s roles, and keeps what was typed', async () => {
    await add(admin, { email: 'plain@example.dk', unit: own });
    await add(admin, { email: 'officer@example.dk', unit: own, role: 'compliance' });
    const [plain, officer] = [await idOf('plain@example.dk'), await idOf('officer@example.dk')];
    const [change, gift] = [await formOf(admin, plain), await formOf(admin, plain)];
    await db.database.query("update staff_sessions set proven_at = now() - interval '31 minutes'");
    change.set('name', 'Renamed');
    assert.equal((await send(admin, plain, change)).status, 303);
    gift.set('version', '2');
    gift.set('role', 'admin');
    gift.set('name', 'Typed');
    const refused = await send(admin, plain, gift);
    assert.equal(refused.status, 403);
    assert.match(refused.text, /value="Typed"/);
    assert.match(refused.text, new RegExp(`/desk/step-up\\?next=%2Fdesk%2Fpeople%2F${plain}`));
    for (const what of ['links', 'sign-outs', 'deactivations', 'factor-resets']) {
      assert.equal((await admin.post(`/desk/people/${officer}/${what}`, {})).status, 403, what);
    }
    // Whoever has somebody's link, or reads the mail to them, signs in as them.
    for (const what of ['links', 'factor-resets']) {
      assert.equal((await admin.post(`/desk/people/${plain}/${what}`, {})).status, 403, what);
    }
    const taken = await formOf(admin, plain);
    taken.set('email', 'mine@example.dk');
    assert.equal((await send(admin, plain, taken)).status, 403);
    assert.equal(await idOf('plain@example.dk'), plain);
    const form = { name: 'X', email: 'x@example.dk', unit: own, role: 'admin' };
    assert.equal((await admin.post('/desk/people', form)).status, 403);
    assert.equal((await admin.post(`/desk/people/${plain}/sign-outs`, {})).status, 303);
    assert.match((await admin.get(`/desk/people/${officer}`)).text, /step-up/);
    await proveSecondFactor(db, 'ada@example.dk');
    await proveSecondFactor(db, 'local@example.dk');
    assert.equal((await admin.post(`/desk/people/${officer}/links`, {})).status, 200);
  });

  it('shows and changes nothing beyond the units of whoever asks', async () => {
    await add(admin, { email: 'far@example.dk', unit: other, name: 'Far away' });
    await add(admin, { email: 'near@example.dk', unit: own, name: 'Near by' });
    const far = await idOf('far@example.dk');
    const list = await local.get('/desk/people');
    assert.match(list.text, /Near by/);
    assert.doesNotMatch(list.text, /Far away|Ada</);
    assert.doesNotMatch((await local.get(`/desk/people?unit=${other}&state=all`)).text, /Far away/);
    assert.doesNotMatch((await local.post('/desk/people/searches', { search: 'a' })).text, /Far away/);
    assert.equal((await local.get(`/desk/people/${far}`)).status, 404);
    assert.equal((await local.post(`/desk/people/${far}/deactivations`, {})).status, 404);
    assert.equal((await send(local, far, await formOf(admin, far))).status, 404);
    const form = await formOf(local, await idOf('near@example.dk'));
    for (const [name, value] of [
      ['where', '*'],
      ['where', other],
      ['unit', other],
    ] as const) {
      const more = new URLSearchParams(form);
      more.set('role', 'sender');
      more.set(name, value);
      assert.equal((await send(local, await idOf('near@example.dk'), more)).status, 403, `${name} ${value}`);
    }
    assert.equal((await local.get(`/desk/units/${other}`)).status, 403);
    assert.equal((await local.post(`/desk/units/${other}`, { version: '1', name: 'Mine' })).status, 403);
    assert.equal((await local.post('/desk/units', { name: 'New', outwardName: 'New' })).status, 403);
    assert.match((await local.get(`/desk/units/${own}`)).text, /value="Havn, Own"/);
    const history = await local.get('/desk/history');
    assert.match(history.text, /Near by/);
    assert.doesNotMatch(history.text, /Far away|Havn, Other/);
    const about = await local.get(`/desk/history?subject=${far}`);
    assert.doesNotMatch(about.text, /Far away/);
  });

  it('searches without a word of it in an address, and pages through', async () => {
    await db.owner.query(
      `insert into people (id, unit_id, email, name)
        select gen_random_uuid(), $1, 'crowd' || n || '@example.dk', 'Crowd ' || n from generate_series(1, 120) n`,
      [own],
    );
    const first = await admin.post('/desk/people/searches', { search: 'crowd', unit: '', state: 'active' });
    assert.equal(first.status, 200);
    assert.equal(first.text.match(/<th scope="row">/g)!.length, 50);
    const after = first.text.match(/name="after" value="([^"]+)"/)![1]!;
    const second = await admin.post('/desk/people/searches', { search: 'crowd', state: 'active', after });
    assert.equal(second.text.match(/<th scope="row">/g)!.length, 50);
    assert.match(second.text, /name="search" [^>]*value="crowd"/);
    for (const { text } of [first, second]) assert.doesNotMatch(text, /href="[^"]*crowd/i);
    const filtered = await admin.post('/desk/people/searches', { search: ' ', unit: own, state: 'all' });
    assert.equal(filtered.headers.location, `/desk/people?unit=${own}&state=all`);
    const page = await admin.get(`/desk/people?unit=${own}`);
    const next = page.text.match(/href="(\/desk\/people\?[^"]*after=[^"]*)"/)![1]!;
    assert.equal((await admin.get(next.replaceAll('&amp;', '&'))).status, 200);
    for (const query of ['unit=x', 'after=x', 'state=x', 'unit=a&unit=b', 'after[]=1']) {
      assert.equal((await admin.get(`/desk/people?${query}`)).status, 200, query);
    }
    for (const search of ['%', '\0', '\u{1F4A9}'.repeat(300), "'", '\\']) {
      assert.ok([200, 303].includes((await admin.post('/desk/people/searches', { search })).status), search);
    }
  });

  it('deactivates, which ends the session at once, and activates again with the same password', async () => {
    const leaver = await enter(await add(admin, { email: 'leaver@example.dk', unit: own }));
    const id = await idOf('leaver@example.dk');
    assert.equal((await leaver.get('/desk/messages')).status, 200);
    const done = await local.post(`/desk/people/${id}/deactivations`, {});
    assert.equal(done.headers.location, `/desk/people/${id}?done=deactivated`);
    assert.equal((await leaver.get('/desk/messages')).status, 401);
    const signIn = () => new Visitor(app.url).post('/desk/sign-in', { email: 'leaver@example.dk', password });
    assert.equal((await signIn()).status, 401);
    const page = await local.get(`/desk/people/${id}`);
    assert.match(page.text, /reactivations/);
    assert.doesNotMatch(page.text, /deactivations|\/links"/);
    const form = { name: 'X', email: 'LEAVER@example.dk', unit: own, role: 'sender' };
    const again = await local.post('/desk/people', form);
    assert.equal(again.status, 422);
    assert.match(again.text, /deactivated|deaktiveret/);
    assert.equal((await local.post(`/desk/people/${id}/reactivations`, {})).status, 303);
    assert.equal((await signIn()).status, 303);
  });

  it('tells the last administrator that they must remain', async () => {
    const id = await idOf('ada@example.dk');
    const refused = await admin.post(`/desk/people/${id}/deactivations`, {});
    assert.equal(refused.status, 409);
    const form = await formOf(admin, id);
    form.delete('grant');
    assert.equal((await send(admin, id, form)).status, 409);
    assert.equal((await admin.get('/desk/people')).status, 200);
  });

  it('adds a role in one unit, in the home unit or in all of them', async () => {
    for (const [where, shown] of [
      ['', /Administrator (in|i) <bdi>Own/],
      [other, /Administrator (in|i) <bdi>Other/],
      ['*', /Administrator (in all units|i alle enheder)/],
    ] as const) {
      const email = `${where || 'home'}@example.dk`.replace('*', 'all');
      await add(admin, { email, unit: own, role: 'admin', where });
      assert.match((await admin.get(`/desk/people/${await idOf(email)}`)).text, shown);
    }
    for (const where of ['x', randomUUID(), `${own}:x`]) {
      const form = { name: 'X', email: 'where@example.dk', unit: own, role: 'admin', where };
      assert.equal((await admin.post('/desk/people', form)).status, 422, where);
    }
  });

  it('gives a unit’s form back with what was typed, and tells of who was faster', async () => {
    const id = await unit('Parks');
    const change = { version: '1', name: 'Parks', outwardName: 'Havn, Parks' };
    const bad = await admin.post(`/desk/units/${id}`, { ...change, functionAddress: 'parks' });
    assert.equal(bad.status, 422);
    assert.match(bad.text, /value="parks"/);
    const good = { ...change, functionAddress: 'parks@example.dk' };
    assert.equal((await admin.post(`/desk/units/${id}`, good)).status, 303);
    const late = await admin.post(`/desk/units/${id}`, { ...change, outwardName: 'Late' });
    assert.equal(late.status, 409);
    assert.match(late.text, /<dd><bdi>parks@example.dk/);
    assert.match(late.text, /value="Late"/);
    assert.equal((await admin.post('/desk/units', { name: 'PARKS', outwardName: '' })).status, 422);
    for (const path of [
      `/desk/units/${randomUUID()}`,
      '/desk/units/x',
      `/desk/people/${randomUUID()}`,
      '/desk/people/x',
    ]) {
      assert.equal((await admin.get(path)).status, 404, path);
    }
  });

  it('shows history by kind, by subject and page by page, and refuses ids that are none', async () => {
    const renamed = await unit('Renamed');
    for (let version = 1; version <= 50; version += 1) {
      const change = { version: `${version}`, name: 'Renamed', outwardName: `Renamed ${version}` };
      assert.equal((await admin.post(`/desk/units/${renamed}`, change)).status, 303);
    }
    const all = await admin.get('/desk/history');
    assert.equal(all.status, 200);
    assert.doesNotMatch(all.text, /Signed in by|Logget ind med/);
    const next = all.text.match(/href="(\/desk\/history\?after=[^"]*)"/)![1]!;
    assert.equal((await admin.get(next)).status, 200);
    assert.match((await admin.get('/desk/history?kind=sign_ins')).text, /Signed in by|Logget ind med/);
    assert.doesNotMatch((await admin.get('/desk/history?kind=units')).text, /Near by/);
    const one = await admin.get(`/desk/history?subject=${own}`);
    assert.match(one.text, /<strong><bdi>Own/);
    for (const query of ['subject=x', 'after=x', 'subject=a&subject=b']) {
      assert.equal((await admin.get(`/desk/history?${query}`)).status, 404, query);
    }
    assert.equal((await admin.get('/desk/history?kind=x')).status, 200);
    const sender = await enter(await add(admin, { email: 'sender@example.dk', unit: own }));
    for (const path of ['/desk/history', '/desk/units', '/desk/people/new']) {
      assert.equal((await sender.get(path)).status, 403, path);
    }
  });
});

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { type Answer, ask, Visitor } from './visitor.ts';

const password = 'four words make sense';

describe('Contacts at the desk', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let admin: Visitor;
  let home: string;
  let teknik: string;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    admin = new Visitor(app.url);
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await admin.post(app.welcome!, form)).status, 303);
    await proveSecondFactor(db, 'ada@example.dk');
    home = (await db.database.query<{ id: string }>('select id from units')).rows[0]!.id;
    teknik = await addUnit('Teknik');
  });
  after(async () => {
    await app.close();
    await drop();
  });
  beforeEach(async () => {
    await db.database.query('delete from contacts');
    await db.database.query('delete from contact_imports');
  });

  const addUnit = async (name: string): Promise<string> =>
    (
      await db.database.query<{ id: string }>(
        'insert into units (id, name, outward_name) values (gen_random_uuid(), $1, $1) returning id',
        [name],
      )
    ).rows[0]!.id;

  /** Signs somebody in who has a role in one unit. */
  async function signIn(email: string, role: string, unit: string, factor = true): Promise<Visitor> {
    const { rows } = await db.database.query<{ id: string }>(
      `insert into people (id, unit_id, email, name, password_hash)
        select gen_random_uuid(), $2, $1, 'Somebody', password_hash from people where email = 'ada@example.dk'
        returning id`,
      [email, unit],
    );
    await db.database.query('insert into grants (person_id, role, unit_id) values ($1, $2, $3)', [
      rows[0]!.id,
      role,
      unit,
    ]);
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post('/desk/sign-in', { email, password })).status, 303);
    if (factor) await proveSecondFactor(db, email);
    return visitor;
  }

  const ana = { email: 'ana@example.com', name: 'Ana', phone: '20 12 34 56', language: 'da', unit: '*' };
  const pathOf = ({ status, headers }: Answer): string => {
    assert.equal(status, 303);
    return String(headers.location).replace(/\?.*/, '');
  };
  const add = async (fields = {}, visitor = admin) =>
    pathOf(await visitor.post('/desk/contacts', { ...ana, ...fields }));
  const upload = (file: string | Buffer, unit = '*', visitor = admin) => {
    const bytes = Buffer.from(file);
    return visitor.postFiles(
      '/desk/contacts/imports',
      [['unit', unit]],
      [{ name: 'a.csv', type: 'text/csv', bytes }],
    );
  };

  it('are added, changed, deleted, and put back', async () => {
    const path = await add();
    assert.match((await admin.get(`${path}?done=added`)).text, /\+4520123456/);
    const changed = await admin.post(path, { ...ana, name: 'Ana Berg', version: '1' });
    assert.equal(changed.headers.location, `${path}?done=changed`);
    const { headers } = await admin.post(`${path}/deletions`, { version: '2' });
    const list = await admin.get(String(headers.location));
    assert.doesNotMatch(list.text, /ana@example\.com/);
    const event = list.text.match(/name="event" value="([^"]+)"/)![1]!;
    assert.equal((await admin.get(path)).status, 404);
    const back = await admin.post('/desk/contacts/restorations', { event });
    assert.equal(back.headers.location, `${path}?done=restored`);
    assert.match((await admin.get(path)).text, /Ana Berg/);
    assert.equal((await admin.post('/desk/contacts/restorations', { event })).status, 409);
    assert.equal((await admin.post('/desk/contacts/restorations', { event: 'x' })).status, 404);
  });

  it('come back with what was typed where something is wrong', async () => {
    for (const [fields, sentence] of [
      [{ email: 'ana' }, /is not an e-mail address|ikke en e-mailadresse/i],
      [{ phone: '12' }, /is not a phone number|ikke et telefonnummer/i],
      [{ unit: 'nowhere' }, /Check what you typed|Se efter|Tjek/i],
    ] as const) {
      const answer = await admin.post('/desk/contacts', { ...ana, name: 'Typed this', ...fields });
      assert.equal(answer.status, 422);
      assert.match(answer.text, sentence);
      assert.match(answer.text, /value="Typed this"/);
    }
    await add();
    const again = await admin.post('/desk/contacts', ana);
    assert.equal(again.status, 409);
  });

  it('show how they stand to who changed an older state, with what was typed', async () => {
    const path = await add();
    await admin.post(path, { ...ana, name: 'First', version: '1' });
    for (const version of ['1', '', 'x', '-1', '1e99']) {
      const answer = await admin.post(path, { ...ana, name: 'Second', version });
      assert.equal(answer.status, 409, version);
      assert.match(answer.text, /<bdi>First<\/bdi>/);
      assert.match(answer.text, /value="Second"/);
      assert.match(answer.text, /name="version" value="2"/);
    }
    assert.equal((await admin.post(`${path}/deletions`, { version: '1' })).status, 409);
    assert.equal((await admin.post(path, { ...ana, name: 'Second', version: '2' })).status, 303);
  });

  it('are found without a word of the search in an address', async () => {
    for (let each = 0; each < 60; each += 1) {
      await add({ email: `p${String(each).padStart(2, '0')}@example.com`, phone: '' });
    }
    const found = await admin.post('/desk/contacts/searches', { search: 'p', unit: '' });
    assert.equal(found.status, 200);
    assert.equal(found.text.match(/@example\.com/g)!.length, 50);
    const after = found.text.match(/name="after" value="([^"]+)"/)![1]!;
    const second = await admin.post('/desk/contacts/searches', { search: 'p', unit: '', after });
    assert.equal(second.text.match(/@example\.com/g)!.length, 10);
    const none = await admin.post('/desk/contacts/searches', { search: '', unit: teknik });
    assert.equal(none.headers.location, `/desk/contacts?unit=${teknik}`);
    const page = await admin.get('/desk/contacts');
    const next = page.text.match(/href="(\/desk\/contacts\?after=[^"]+)"/)![1]!;
    assert.match((await admin.get(next)).text, /p50@example\.com/);
    for (const odd of ['?after=x', '?unit=x', '?unit=%00', '?after=1&after=2', '?deleted=x']) {
      assert.equal((await admin.get(`/desk/contacts${odd}`)).status, 200, odd);
    }
    assert.ok(!app.logged.some((line) => /example\.com/.test(line)));
  });

  it('are kept by each unit’s administrators for themselves, with a second factor', async () => {
    const keeper = await signIn('kim@example.dk', 'admin', teknik);
    const shared = await add();
    const mine = await add({ unit: teknik }, keeper);
    assert.equal((await keeper.post('/desk/contacts', ana)).status, 422);
    assert.equal((await keeper.post('/desk/contacts', { ...ana, unit: home })).status, 422);
    assert.equal((await keeper.get(shared)).status, 404);
    assert.equal((await keeper.post(shared, { ...ana, version: '1', unit: teknik })).status, 404);
    assert.equal((await keeper.post(`${shared}/deletions`, { version: '1' })).status, 404);
    const list = await keeper.get('/desk/contacts');
    assert.match(list.text, new RegExp(mine));
    assert.doesNotMatch(list.text, new RegExp(shared));
    assert.equal((await upload('mail\na@x.dk', '*', keeper)).status, 422);
    assert.equal((await upload('mail\na@x.dk', teknik, keeper)).status, 303);

    const sender = await signIn('sam@example.dk', 'sender', teknik);
    const unproven = await signIn('una@example.dk', 'admin', teknik, false);
    for (const path of ['/desk/contacts', '/desk/contacts/new', '/desk/contacts/imports', mine]) {
      assert.equal((await sender.get(path)).status, 403, path);
      assert.match(String((await unproven.get(path)).headers.location), /^\/desk\/second-factor/, path);
      assert.equal((await ask(app.url, path)).headers.location, '/desk/sign-in', path);
    }
    for (const visitor of [sender, unproven, new Visitor(app.url)]) {
      for (const path of ['/desk/contacts', mine, `${mine}/deletions`, '/desk/contacts/restorations']) {
        assert.ok([401, 403].includes((await visitor.post(path, ana)).status), path);
      }
      assert.ok([401, 403].includes((await upload('mail\na@x.dk', teknik, visitor)).status));
    }
  });

  it('come in a file that is looked at, applied and undone', async () => {
    await add();
    const file = 'E-mail;Navn;Mobil\nana@example.com;Ana Berg;\nbo@example.com;Bo;20123457\nx;;\n=1+1;;\n';
    const path = pathOf(await upload(file));
    const preview = await admin.get(path);
    assert.match(preview.text, /<del><bdi>Ana<\/bdi><\/del>/);
    assert.match(preview.text, /bo@example\.com/);
    assert.match(preview.text, /=1\+1/);
    assert.equal((await admin.post(`${path}/applications`, {})).headers.location, path);
    assert.equal((await admin.post(`${path}/applications`, {})).status, 409);
    assert.equal((await admin.post(`${path}/discards`, {})).status, 409);
    assert.match((await admin.get('/desk/contacts')).text, /Ana Berg/);
    assert.match((await admin.get('/desk/contacts/imports')).text, new RegExp(path));
    assert.equal((await admin.post(`${path}/undos`, {})).headers.location, path);
    assert.equal((await admin.post(`${path}/undos`, {})).status, 409);
    const list = (await admin.get('/desk/contacts')).text;
    assert.doesNotMatch(list, /Ana Berg|bo@example/);
    assert.equal((await admin.get(path)).status, 200);

    const other = pathOf(await upload(file));
    assert.match(String((await admin.post(`${other}/discards`, {})).headers.location), /\?done=discarded$/);
    assert.equal((await admin.get(other)).status, 404);
  });

  it('in a file that is not taken get a sentence, and nothing is kept', async () => {
    for (const file of [
      '',
      'a@x.dk',
      'mail\n',
      '%PDF-1.4',
      Buffer.from('504b0304', 'hex'),
      'mail;navn\na@x.dk;"A\n',
    ]) {
      const answer = await upload(file, teknik);
      assert.equal(answer.status, 422);
      assert.match(answer.text, /role="alert"/);
      assert.match(answer.text, new RegExp(`value="${teknik}" selected`));
    }
    const none = await admin.postFiles('/desk/contacts/imports', [['unit', '*']]);
    assert.equal(none.status, 422);
    assert.equal((await upload('mail\na@x.dk', 'nowhere')).status, 422);
    for (const type of ['text/csv', 'multipart/form-data', 'multipart/form-data; boundary=x']) {
      const headers = { 'content-type': type, origin: app.url };
      const answer = await admin.ask('/desk/contacts/imports', {
        method: 'POST',
        headers,
        body: 'mail\na@x.dk',
      });
      assert.equal(answer.status, 422, type);
    }
    assert.equal((await db.database.query('select from contact_imports')).count, 0);
  });

  it('in a file that breaks off leave nothing', async () => {
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    const head = [
      'POST /desk/contacts/imports HTTP/1.1',
      `Host: ${new URL(app.url).host}`,
      `Origin: ${app.url}`,
      `Cookie: ${cookie}`,
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 1000000',
    ];
    const parts = [
      '--x\r\nContent-Disposition: form-data; name="unit"\r\n\r\n*\r\n',
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nmail\n',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${parts.join('')}${'a@x.dk\n'.repeat(10_000)}`);
    const kept = async () => (await db.database.query('select from contact_imports')).count;
    const until = async (count: number) => {
      for (let tries = 0; tries < 500 && (await kept()) !== count; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.equal(await kept(), count);
    };
    await until(1);
    socket.resetAndDestroy();
    await until(0);
  });

  it('of a hostile file are shown as words', async () => {
    const hostile = '<script>alert(1)</script>';
    const path = pathOf(await upload(`mail;navn;${hostile}\na@x.dk;${hostile};\n${hostile};;\n`));
    const page = await admin.get(path);
    assert.doesNotMatch(page.text, /<script>alert/);
    assert.match(page.text, /&lt;script&gt;alert/);
  });
});

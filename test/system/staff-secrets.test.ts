/** What staff prove themselves with lies nowhere that it could be read, after they have used all of it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { diskKeys } from '../../src/backends/keys/disk.ts';
import { fromBase32 } from '../../src/delivery/base32.ts';
import { openSecret } from '../../src/envelope/index.ts';
import { PasskeyDevice } from '../desk/account/passkey-device.ts';
import { type Answer, type Asking, Visitor } from '../doors/web/visitor.ts';
import { type App, startApp } from '../support/app.ts';
import { makeDatabase, type TestDatabase } from '../support/database.ts';
import { codeAt, wrongCodeOf } from '../support/totp.ts';
import { filesBelow, find } from './search.ts';

const passwords = {
  first: 'Sandemandsbrevdue på taget',
  second: 'Kvæsthusbrøndvogn i regnen',
  wrong: 'Rundetårnstrappetrin i taagen',
};
const reason = 'Spørger på vegne af Ølandsgruppen';
const personal = ['ada@', 'otto@', 'lise@', 'Ådalsgård', 'Ottosdal', 'Liselund', 'ana@example', '20123456'];

describe('After staff have used everything that they prove themselves with', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  /** What a proxy in front would log: a line for each request, and where answers led. */
  const lines: string[] = [];
  const errors = new Map<string, Buffer>();
  const secrets = new Map<string, string>();
  /** In the path of their page, and used up by it. */
  const tokens = new Map<string, string>();
  let tables: Map<string, Buffer>;
  let files: Map<string, Buffer>;
  let logs: Map<string, Buffer>;

  class Watched extends Visitor {
    override async ask(path: string, asking: Asking = {}): Promise<Answer> {
      const answer = await super.ask(path, asking);
      lines.push(`${asking.method ?? 'GET'} ${path} ${answer.status} ${answer.headers.location ?? ''}`);
      // Until its first code is right, a page shows an app's secret.
      const isSecretPage = path === '/desk/account/totp/confirmations';
      if (answer.status >= 400 && !isSecretPage) errors.set(`${answer.status} ${errors.size}`, answer.bytes);
      return answer;
    }
  }

  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    await walk();
    tables = await dump();
    files = filesBelow(app.data);
    logs = new Map([['log', Buffer.from(app.logged.join('\n'))]]);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  async function dump(): Promise<Map<string, Buffer>> {
    const found = new Map<string, Buffer>();
    const { rows: names } = await db.owner.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    for (const { name } of names) {
      const { rows } = await db.owner.query<{ row: string }>(`select t::text as row from ${name} t`);
      found.set(name, Buffer.from(rows.map(({ row }) => row).join('\n')));
    }
    return found;
  }

  async function keepSession(name: string, visitor: Visitor): Promise<void> {
    for (const [cookie, value] of visitor.cookies) secrets.set(`${cookie} of ${name}`, value);
    const sealed = visitor.cookies.get('__Host-segl-desk')!;
    const session = await openSecret(diskKeys(join(app.data, 'keys')), 'cookie', 'staff', sealed);
    secrets.set(`the session of ${name}`, session!);
  }

  const json = async (visitor: Visitor, path: string, body: unknown): Promise<any> => {
    const answer = await visitor.ask(`/desk/passkeys${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.url },
      body: JSON.stringify(body),
    });
    return JSON.parse(answer.text);
  };

  async function offered(visitor: Visitor, purpose: string): Promise<any> {
    const offer = await json(visitor, '/challenges', { purpose });
    assert.ok(offer.challenge, JSON.stringify(offer));
    secrets.set(`the challenge to ${purpose} ${secrets.size}`, offer.challenge);
    return offer;
  }

  async function walk(): Promise<void> {
    const ada = new Watched(app.url);
    tokens.set('first', app.welcome!.split('/').at(-1)!);
    const form = { name: 'Ada Ådalsgård', email: 'ada@example.dk' };
    const { first, second, wrong } = passwords;
    await ada.post(app.welcome!, { ...form, password: first, again: wrong });
    assert.equal((await ada.post(app.welcome!, { ...form, password: first, again: first })).status, 303);
    await keepSession('Ada', ada);
    await factors(ada);
    const changed = await ada.post('/desk/account/password', {
      current: first,
      password: second,
      again: second,
    });
    assert.match(String(changed.headers.location), /done=password/);
    assert.equal(
      (await ada.post('/desk/account/password', { current: wrong, password: second, again: second })).status,
      422,
    );
    assert.equal(
      (await new Watched(app.url).post('/desk/sign-in', { email: 'ada@example.dk', password: wrong })).status,
      401,
    );
    await colleagues(ada);
    await systems(ada);
    await directory(ada);
    const policy = { decision: '', secure: 'all', unitClaim: 'department', confirm: 'nobody' };
    assert.equal((await ada.post('/desk/policy', policy)).status, 303);
    await looks(ada);
    await fail(ada);
  }

  async function factors(ada: Visitor): Promise<void> {
    await ada.post('/desk/account/totp', {});
    const page = (await ada.get('/desk/account/totp')).text;
    const shown = page.match(/[a-z2-7]{4}(?: [a-z2-7]{4}){7}/i)![0];
    const totp = shown.replaceAll(' ', '');
    secrets.set('the app’s secret, as shown', shown);
    secrets.set('the app’s secret', totp);
    secrets.set('the app’s secret, in capitals', totp.toUpperCase());
    secrets.set('the app’s secret, decoded', fromBase32(totp.toLowerCase())!.toString('hex'));
    const code = (at = Date.now()) => codeAt(totp.toLowerCase(), at);
    await ada.post('/desk/account/totp/confirmations', { code: wrongCodeOf(totp.toLowerCase()) });
    assert.match(
      String((await ada.post('/desk/account/totp/confirmations', { code: code() })).headers.location),
      /totp_on/,
    );
    const codes = [
      ...(await ada.post('/desk/account/recovery-codes', {})).text.matchAll(
        /[a-z2-7]{4}(?:-[a-z2-7]{4}){3}/g,
      ),
    ];
    assert.equal(new Set(codes.map(([each]) => each)).size, 10);
    for (const [each] of codes) {
      secrets.set(`a recovery code ${each.slice(0, 2)}`, each);
      secrets.set(`a recovery code ${each.slice(0, 2)}, plain`, each.replaceAll('-', ''));
    }
    const device = new PasskeyDevice(app.url);
    const credential = device.create(await offered(ada, 'registration'));
    assert.match((await json(ada, '', { name: 'Phone', credential })).location, /passkey_added/);
    assert.ok(
      (await json(ada, '/proofs', { credential: device.use(await offered(ada, 'step_up')) })).location,
    );
    assert.equal((await ada.post('/desk/step-up', { recovery: codes[0]![0] })).status, 303);
    assert.equal((await ada.post('/desk/step-up', { recovery: codes[0]![0] })).status, 422);
    const again = new Watched(app.url);
    const credential2 = device.use(await offered(again, 'sign_in'));
    assert.ok((await json(again, '/sign-ins', { credential: credential2 })).location);
    await keepSession('Ada, by passkey', again);
    // One that nobody answers.
    await offered(again, 'step_up');
  }

  async function colleagues(ada: Visitor): Promise<void> {
    const unit = (await db.database.query<{ id: string }>('select id from units')).rows[0]!.id;
    const made = await ada.post('/desk/people', {
      name: 'Otto Ottosdal',
      email: 'otto@example.dk',
      unit,
      role: 'compliance',
      where: '*',
    });
    const path = made.text.match(/\/desk\/welcome\/([\w-]+)/)!;
    tokens.set('Otto', path[1]!);
    const otto = new Watched(app.url);
    await otto.get(path[0]);
    assert.equal(
      (await otto.post(path[0], { password: passwords.first, again: passwords.first })).status,
      303,
    );
    assert.equal((await ada.post('/desk/people/searches', { search: 'Ottosdal' })).status, 200);
    const lise = await ada.post('/desk/people', {
      name: 'Lise Liselund',
      email: 'lise@example.dk',
      unit,
      role: 'sender',
    });
    tokens.set('Lise', lise.text.match(/\/desk\/welcome\/([\w-]+)/)![1]!);
    await new Watched(app.url).post('/desk/links', { email: 'lise@example.dk' });
    const mail = await app.waitFor((entry) => entry.to === 'lise@example.dk');
    const link = mail.text.match(/\/desk\/links\/([\w-]+)/)!;
    tokens.set('Lise, mailed', link[1]!);
    const visitor = new Watched(app.url);
    await visitor.get(link[0]);
    assert.equal((await visitor.post(link[0], {})).status, 303);
    await keepSession('Lise', visitor);
  }

  async function systems(ada: Visitor): Promise<void> {
    const unit = (await db.database.query<{ id: string }>('select id from units')).rows[0]!.id;
    const made = await ada.post('/desk/systems', {
      name: 'Løn',
      from: '*@example.dk',
      unit,
      days: '30',
      scopes: 'messages:send',
    });
    const kept = new Set([...made.text.matchAll(/\b[\w-]{43}\b/g)].map(([each]) => each));
    assert.equal(kept.size, 1);
    const [secret] = kept;
    secrets.set('a system’s secret', secret!);
    secrets.set('the bootstrap token', app.token);
    const sent = await app.post('/api/v1/messages', {}, { authorization: `Bearer ${secret}` });
    assert.equal(sent.status, 422);
    await app.get('/api/v1/people', { authorization: `Bearer ${secret}` });
  }

  async function directory(ada: Visitor): Promise<void> {
    const bytes = Buffer.from('email;name;phone\nana@example.com;Ana;20123456\n');
    const file = { name: 'Ådalsgård.csv', type: 'text/csv', bytes };
    const read = await ada.postFiles('/desk/contacts/imports', [['unit', '*']], [file]);
    const path = String(read.headers.location);
    assert.equal((await ada.get(path)).status, 200);
    assert.equal((await ada.post(`${path}/applications`, {})).status, 303);
    assert.equal((await ada.post('/desk/contacts/searches', { search: 'ana@example.com' })).status, 200);
    assert.equal((await ada.post(`${path}/undos`, {})).status, 303);
  }

  async function looks(ada: Visitor): Promise<void> {
    const sent = await ada.postFiles('/desk/messages', [
      ['email', 'ana@example.com'],
      ['phone', '+4520123456'],
      ['language', 'en'],
      ['subject', 'Afgørelse'],
      ['text', 'Kære Ana'],
      ['expiresDays', '30'],
    ]);
    const message = String(sent.headers.location).split('?')[0]!;
    const otto = new Watched(app.url);
    await otto.post('/desk/sign-in', { email: 'otto@example.dk', password: passwords.first });
    await db.database.query(
      "update staff_sessions set factor_at = now() where person_id = (select id from people where email = 'otto@example.dk')",
    );
    assert.equal((await otto.post(`${message}/looks`, { kind: 'covering', reason })).status, 303);
    assert.match((await otto.get(message)).text, /Afgørelse/);
  }

  /** Requests that are refused, with secrets where an answer or a log could quote them. */
  async function fail(ada: Visitor): Promise<void> {
    const quoted = [...secrets.values(), ...Object.values(passwords), reason].join(' ').slice(0, 3000);
    const form = 'application/x-www-form-urlencoded';
    const posts: [string, string, string][] = [
      ['/desk/sign-in', form, `${encodeURIComponent(quoted)}=%E0%A4%A`],
      ['/desk/passkeys/sign-ins', 'application/json', `{"credential":"${quoted}`],
      ['/desk/passkeys/sign-ins', 'application/json', JSON.stringify({ credential: quoted })],
      ['/desk/contacts/imports', 'multipart/form-data; boundary=b', `--b\r\n${quoted}`],
      ['/desk/policy', form, `secure=${encodeURIComponent(quoted)}`],
      ['/desk/step-up', form, `recovery=${encodeURIComponent(quoted)}`],
      ['/desk/second-factor', form, `code=${encodeURIComponent(quoted)}`],
      ['/desk/account/password', form, `current=${encodeURIComponent(quoted)}&password=1&again=1`],
    ];
    for (const [path, type, body] of posts) {
      const headers = { 'content-type': type, origin: app.url };
      const { status } = await ada.ask(path, { method: 'POST', headers, body });
      assert.ok(status >= 300, path);
    }
    await app.post('/api/v1/people', { [quoted]: quoted });
    await app.get('/api/v1/token', { authorization: `Bearer ${secrets.get('a recovery code')}x` });
  }

  it('the search finds what does lie there', () => {
    assert.ok(secrets.size > 30 && tokens.size === 4);
    assert.notDeepEqual(find(tables, 'ada@example.dk'), []);
    assert.ok(errors.size > 8 && lines.length > 40 && app.logged.length > 40);
    assert.ok([...files.keys()].some((name) => name.startsWith('keys/')));
  });

  it('no secret lies in a table, a file, a log, an error or an address', () => {
    const places = new Map([
      ...tables,
      ...files,
      ...logs,
      ...errors,
      ['addresses', Buffer.from(lines.join('\n'))],
    ]);
    const all = [...secrets, ...Object.entries(passwords)];
    const found = all.flatMap(([name, secret]) => find(places, secret).map((where) => `${name}: ${where}`));
    assert.deepEqual(found, []);
  });

  it('no link lies anywhere but in its own address and in the mail that was sent', () => {
    const places = new Map([...tables, ...files, ...logs]);
    const found = [...tokens].flatMap(([name, token]) =>
      find(places, token).map((where) => `${name}: ${where}`),
    );
    assert.deepEqual(found, []);
  });

  it('a reason stands with the fields that can be erased, and nowhere else', () => {
    const found = find(new Map([...tables, ...files, ...logs, ...errors]), reason);
    assert.deepEqual([...new Set(found.map((where) => where.split(':')[0]))], ['event_fields']);
    assert.ok(!lines.some((line) => line.includes(encodeURIComponent(reason))));
  });

  it('nobody’s name, address or number stands in an address of a page, a log or the log of events', () => {
    const places = new Map([
      ...logs,
      ['addresses', Buffer.from(lines.join('\n'))],
      ['events', tables.get('events')!],
      ['pending_events', tables.get('pending_events')!],
      ['jobs', tables.get('jobs')!],
    ]);
    for (const word of personal) assert.deepEqual(find(places, word), [], word);
  });
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { mintSignInLink } from '../../../src/delivery/sign-in-link.ts';
import { newWelcome } from '../../../src/desk/people/people.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { codeAt, minute, wrongCodeOf } from '../../support/totp.ts';
import { Visitor } from './visitor.ts';

const password = 'four words make sense';
const cookie = '__Host-segl-desk';
const deviceCookie = '__Host-segl-device';

describe('One’s own account', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
  });
  after(async () => {
    await app.close();
    await drop();
  });
  beforeEach(async () => {
    await db.database.query('delete from budgets');
  });

  /** Somebody who has just chosen a password. */
  async function hire(name: string, ...roles: string[]): Promise<Visitor> {
    const id = randomUUID();
    await db.database.query(
      `insert into people (id, unit_id, email, name) select $1, id, $2, $3 from units limit 1`,
      [id, `${name}@example.dk`, name],
    );
    for (const role of ['sender', ...roles]) {
      await db.database.query('insert into grants (person_id, role) values ($1, $2)', [id, role]);
    }
    const path = await db.database.transaction((tx) => newWelcome(tx, id));
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post(path, { password, again: password })).status, 303);
    return visitor;
  }

  const idOf = async (name: string): Promise<string> =>
    (await db.database.query<{ id: string }>('select id from people where name = $1', [name])).rows[0]!.id;

  const signIn = (visitor: Visitor, name: string, typed = password) =>
    visitor.post('/desk/sign-in', { email: `${name}@example.dk`, password: typed });

  /** Sets an app up, and forgets that its first code was used. */
  async function enrol(visitor: Visitor, name: string): Promise<string> {
    assert.equal((await visitor.post('/desk/account/totp', {})).headers.location, '/desk/account/totp');
    const page = await visitor.get('/desk/account/totp');
    const secret = page.text.match(/class="secret">([A-Z2-7 ]+)</)![1]!.replaceAll(' ', '');
    const code = codeAt(secret, Date.now());
    const answer = await visitor.post('/desk/account/totp/confirmations', { code });
    assert.equal(answer.headers.location, '/desk/account?done=totp_on');
    await forgetSteps(name);
    return secret;
  }

  const forgetSteps = async (name: string) =>
    db.database.query('update totp_secrets set last_step = 0 where person_id = $1', [await idOf(name)]);

  const code = (secret: string) => codeAt(secret, Date.now());
  const staleIn = async (name: string) =>
    db.database.query(
      "update staff_sessions set proven_at = now() - interval '45 minutes' where person_id = $1",
      [await idOf(name)],
    );

  it('has a second factor asked for after the password, and remembers the browser only then', async () => {
    const first = await hire('asked');
    const secret = await enrol(first, 'asked');
    const visitor = new Visitor(app.url);
    const answer = await signIn(visitor, 'asked');
    assert.deepEqual([answer.status, answer.headers.location], [303, '/desk/second-factor']);
    assert.ok(!visitor.cookies.has(deviceCookie));
    const page = await visitor.get('/desk/second-factor');
    assert.equal(page.status, 200);
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.match(page.text, /asked@example\.dk/);
    assert.doesNotMatch(page.text, /desk-nav/);
    const wrong = await visitor.post('/desk/second-factor', { code: wrongCodeOf(secret) });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /role="alert"/);
    const right = await visitor.post('/desk/second-factor', { code: code(secret) });
    assert.deepEqual([right.status, right.headers.location], [303, '/desk/messages']);
    assert.match(
      visitor.setCookies.find((line) => line.startsWith(deviceCookie))!,
      /^__Host-segl-device=[^;]+; Max-Age=31536000; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.equal((await visitor.get('/desk/messages')).status, 200);
    assert.equal((await visitor.get('/desk/second-factor')).headers.location, '/desk/messages');
  });

  it('is nobody’s between the password and the second factor: on no page, with no form', async () => {
    await enrol(await hire('between', 'admin', 'compliance'), 'between');
    const pending = new Visitor(app.url);
    const gets = [
      'messages',
      'messages?whose=unit',
      'messages/new',
      `messages/${randomUUID()}`,
      'account',
      'account/totp',
      'step-up',
      'people',
      'units',
      'systems',
      'contacts',
      'policy',
      'history',
      'failures',
    ];
    const posts = [
      'messages',
      'people',
      'systems',
      'policy',
      'account/password',
      'account/totp',
      'account/totp/confirmations',
      'account/totp/removals',
      'account/recovery-codes',
      'account/sessions/ends',
      `account/sessions/${randomUUID()}/ends`,
      'step-up',
      'passkeys',
    ];
    await signIn(pending, 'between');
    const held = pending.cookies.get(cookie)!;
    const people = (await db.database.query('select from people')).count;
    for (const path of gets) {
      pending.cookies.set(cookie, held);
      const { status, text } = await pending.get(`/desk/${path}`);
      assert.ok([401, 303, 404].includes(status), `${path}: ${status}`);
      assert.doesNotMatch(text, /desk-person/, path);
    }
    for (const path of posts) {
      pending.cookies.set(cookie, held);
      const form = { email: 'x@example.dk', name: 'X', role: 'admin', current: password };
      const { status } = await pending.post(`/desk/${path}`, form);
      assert.ok(status >= 400 && status < 500, `${path}: ${status}`);
    }
    assert.equal((await db.database.query('select from people')).count, people);
    const { rows } = await db.database.query<{ pending: boolean }>(
      'select pending from staff_sessions where person_id = $1 and pending',
      [await idOf('between')],
    );
    assert.equal(rows.length, 1);
  });

  it('lets a sign-in wait ten minutes for the second factor, and then begin again', async () => {
    const secret = await enrol(await hire('slow'), 'slow');
    for (const ask of [
      (visitor: Visitor) => visitor.get('/desk/second-factor'),
      (visitor: Visitor) => visitor.post('/desk/second-factor', { code: code(secret) }),
    ]) {
      const visitor = new Visitor(app.url);
      await signIn(visitor, 'slow');
      await db.database.query(
        "update staff_sessions set created_at = now() - interval '11 minutes' where pending",
      );
      const answer = await ask(visitor);
      assert.equal(answer.status, 401);
      assert.ok(!visitor.cookies.has(cookie));
      assert.match(answer.text, /action="\/desk\/sign-in"/);
    }
    const stranger = new Visitor(app.url);
    assert.equal((await stranger.get('/desk/second-factor')).headers.location, '/desk/sign-in');
    assert.equal(
      (await stranger.post('/desk/second-factor', { code: '123456' })).headers.location,
      '/desk/sign-in',
    );
  });

  it('goes on where it was led to, and never to another host', async () => {
    const secret = await enrol(await hire('led'), 'led');
    for (const [next, goes] of [
      ['/desk/people?after=x%26y', '/desk/people?after=x%26y'],
      ['/desk/messages/new', '/desk/messages/new'],
      ...[
        '//evil.example',
        '/\\evil.example',
        '/desk/..//evil.example',
        '/desk/../../\\evil.example',
        '/desk/%2e%2e//evil.example',
        'https://evil.example/desk/',
        '\t//evil.example',
        '/m/abc',
        '/desk',
        'javascript:alert(1)',
        '/desk/x\r\nSet-Cookie: a=b/../..',
        `/desk/${'x'.repeat(5000)}`,
        '',
      ].map((evil) => [evil, '/desk/messages'] as const),
    ] as const) {
      const visitor = new Visitor(app.url);
      await signIn(visitor, 'led');
      await forgetSteps('led');
      await db.database.query('delete from budgets');
      const page = await visitor.get(`/desk/second-factor?next=${encodeURIComponent(next)}`);
      assert.equal(page.status, 200);
      assert.doesNotMatch(page.text, /value="[^"]*evil/, next);
      const { status, headers } = await visitor.post('/desk/second-factor', { code: code(secret), next });
      assert.equal(status, 303);
      const led = new URL(headers.location!, app.url);
      assert.equal(led.origin, app.url, next);
      if (!next.includes('\r')) assert.equal(headers.location, goes, next);
      assert.equal(
        headers['set-cookie']!.some((line) => line.startsWith('a=')),
        false,
      );
    }
  });

  it('asks for the second factor after a mailed link too, and then shows its message', async () => {
    const id = randomUUID();
    await db.database.query(
      `insert into people (id, unit_id, email, name) select $1, id, 'mailed@example.dk', 'mailed' from units limit 1`,
      [id],
    );
    const mint = () => db.database.transaction((tx) => mintSignInLink(tx, id, null));
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post(await mint(), {})).headers.location, '/desk/messages');
    assert.match((await visitor.get('/desk/account')).text, /mailed@example\.dk/);
    const secret = await enrol(visitor, 'mailed');
    const again = new Visitor(app.url);
    assert.equal((await again.post(await mint(), {})).headers.location, '/desk/second-factor');
    const led = await again.get('/desk/people?q=x');
    assert.deepEqual(
      [led.status, led.headers.location],
      [303, '/desk/second-factor?next=%2Fdesk%2Fpeople%3Fq%3Dx'],
    );
    assert.equal((await again.post('/desk/sign-out', {})).status, 303);
    const third = new Visitor(app.url);
    await third.post(await mint(), {});
    const answer = await third.post('/desk/second-factor', { code: code(secret) });
    assert.equal(answer.headers.location, '/desk/messages');
    const path = await db.database.transaction((tx) => newWelcome(tx, id));
    const fourth = new Visitor(app.url);
    assert.equal(
      (await fourth.post(path, { password, again: password })).headers.location,
      '/desk/second-factor',
    );
  });

  it('says what is wrong with a code: used, of another time, unreadable, tried too often', async () => {
    const secret = await enrol(await hire('sentences'), 'sentences');
    const visitor = new Visitor(app.url);
    const post = (form: Record<string, string>) => visitor.post('/desk/second-factor?lang=en', form);
    await signIn(visitor, 'sentences');
    for (const off of [-5 * minute, 5 * minute]) {
      const { status, text } = await post({ code: codeAt(secret, Date.now() + off) });
      assert.equal(status, 422);
      assert.match(text, /the clock of your device is wrong/);
    }
    const other = new Visitor(app.url);
    await signIn(other, 'sentences');
    const now = code(secret);
    assert.equal((await post({ code: now })).status, 303);
    const used = await other.post('/desk/second-factor?lang=en', { code: now });
    assert.match(used.text, /has been used already/);
    await db.database.query(`update totp_secrets set sealed = 'x' || sealed where person_id = $1`, [
      await idOf('sentences'),
    ]);
    const unreadable = await other.post('/desk/second-factor?lang=en', { code: code(secret) });
    assert.match(unreadable.text, /Use a recovery code, or ask an administrator/);
    for (const bad of ['', 'x', '1'.repeat(50_000), '\0', '١٢٣٤٥٦']) {
      assert.equal((await other.post('/desk/second-factor', { code: bad })).status, 422);
    }
    assert.equal((await other.post('/desk/second-factor', { code: 'x'.repeat(70_000) })).status, 413);
    let last = 0;
    for (let n = 0; n < 12; n += 1) {
      last = (await other.post('/desk/second-factor', { code: '000000' })).status;
    }
    assert.equal(last, 429);
  });

  it('counts guesses of strangers apart from its owner’s', async () => {
    const owner = await hire('owner');
    const other = await hire('neighbour');
    assert.ok(owner.cookies.has(deviceCookie));
    for (let n = 0; n < 10; n += 1) {
      assert.equal((await signIn(new Visitor(app.url), 'owner', 'wrong')).status, 401);
    }
    assert.equal((await signIn(new Visitor(app.url), 'owner')).status, 429, 'a stranger, from this network');
    await owner.post('/desk/sign-out', {});
    assert.ok(owner.cookies.has(deviceCookie), 'signing out keeps the browser known');
    await other.post('/desk/sign-out', {});
    assert.equal((await signIn(other, 'owner')).status, 429, 'known, but for somebody else');
    assert.equal((await signIn(owner, 'owner')).status, 303);
    for (const made of ['', 'x', 'a.b.c.d.e', owner.cookies.get(cookie)!]) {
      const visitor = new Visitor(app.url);
      visitor.cookies.set(deviceCookie, made);
      assert.equal((await signIn(visitor, 'owner')).status, 429, 'a cookie that is not one of ours');
    }
    // Two who share a browser are both known in it.
    const both = new Visitor(app.url);
    both.cookies.set(deviceCookie, owner.cookies.get(deviceCookie)!);
    await db.database.query('delete from budgets');
    await signIn(both, 'neighbour');
    for (let n = 0; n < 10; n += 1) await signIn(new Visitor(app.url), 'owner', 'wrong');
    assert.equal((await signIn(both, 'owner')).status, 303);
  });

  it('asks again before something dangerous, by what somebody has', async () => {
    const visitor = await hire('again');
    await staleIn('again');
    const page = await visitor.get('/desk/step-up?next=/desk/account');
    assert.match(page.text, /name="password"/);
    assert.doesNotMatch(page.text, /name="code"|name="recovery"/);
    const wrong = await visitor.post('/desk/step-up', { password: 'wrong', next: '/desk/account' });
    assert.equal(wrong.status, 422);
    const right = await visitor.post('/desk/step-up', { password, next: '/desk/account' });
    assert.deepEqual([right.status, right.headers.location], [303, '/desk/account']);
    const secret = await enrol(visitor, 'again');
    await staleIn('again');
    for (const path of ['totp/removals', 'recovery-codes', 'totp']) {
      const { headers } = await visitor.post(`/desk/account/${path}`, {});
      assert.equal(headers.location, '/desk/step-up?next=%2Fdesk%2Faccount', path);
    }
    assert.doesNotMatch((await visitor.get('/desk/step-up')).text, /name="password"/);
    assert.equal((await visitor.post('/desk/step-up', { password })).status, 403);
    const proved = await visitor.post('/desk/step-up', { code: code(secret), next: '//evil.example' });
    assert.equal(proved.headers.location, '/desk/messages');
    const codes = (await visitor.post('/desk/account/recovery-codes', {})).text.match(
      /(?<=<li>)[a-z2-7]{4}(-[a-z2-7]{4}){3}(?=<\/li>)/g,
    )!;
    assert.equal(codes.length, 10);
    await staleIn('again');
    const recovered = await visitor.post('/desk/step-up', { recovery: codes[0]!, next: '/desk/account' });
    assert.equal(recovered.headers.location, '/desk/account');
    const used = await visitor.post('/desk/step-up', { recovery: codes[0]! });
    assert.equal(used.status, 422);
    assert.equal((await visitor.post('/desk/account/totp/removals', {})).status, 303);
  });

  it('tells where a second factor or a fresh proof is missing, and leads on from there', async () => {
    const visitor = await hire('missing', 'admin');
    const get = await visitor.get('/desk/people?lang=en');
    assert.equal(get.headers.location, '/desk/second-factor?next=%2Fdesk%2Fpeople%3Flang%3Den');
    const none = await visitor.get(`${get.headers.location!}&lang=en`);
    assert.match(none.text, /Set up a second factor first/);
    assert.match(none.text, /href="\/desk\/account#factors"/);
    const from = { referer: `${app.url}/desk/people?q=secret` };
    const post = await visitor.post('/desk/people', {}, from);
    assert.equal(post.status, 403);
    assert.match(post.text, /href="\/desk\/second-factor\?next=%2Fdesk%2Fpeople"/);
    const foreign = await visitor.post('/desk/people', {}, { referer: 'https://evil.example/m/token' });
    assert.match(foreign.text, /href="\/desk\/second-factor\?next=%2Fdesk%2Fmessages"/);
    assert.match((await visitor.get('/desk/account')).text, /class="setback"/);
  });

  it('keeps the last factor of whoever needs one, and says so', async () => {
    const visitor = await hire('keeps', 'compliance');
    await enrol(visitor, 'keeps');
    const { status, text } = await visitor.post('/desk/account/totp/removals?lang=en', {});
    assert.equal(status, 422);
    assert.match(text, /this is the last one you have/);
    assert.match(text, /Make recovery codes now/);
  });

  it('shows a secret to whoever sets it up, and never again', async () => {
    const visitor = await hire('shown');
    const secret = await enrol(visitor, 'shown');
    for (const path of ['/desk/account', '/desk/account/totp', '/desk/step-up']) {
      const { status, text, headers } = await visitor.get(path);
      assert.doesNotMatch(text.replaceAll(' ', ''), new RegExp(secret), path);
      if (path.endsWith('totp')) assert.deepEqual([status, headers.location], [303, '/desk/account']);
    }
    assert.equal((await visitor.post('/desk/account/totp', {})).headers.location, '/desk/account');
    assert.equal(
      (await visitor.post('/desk/account/totp/confirmations', { code: '123456' })).headers.location,
      '/desk/account',
    );
    assert.doesNotMatch(app.logged.join('\n'), new RegExp(`${secret}|shown@example`));
  });

  it('lists sessions by device, and ends them', async () => {
    const here = await hire('sessions');
    const agent = {
      'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1',
    };
    const there = new Visitor(app.url);
    await there.post('/desk/sign-in', { email: 'sessions@example.dk', password }, agent);
    const third = new Visitor(app.url);
    await third.post('/desk/sign-in', { email: 'sessions@example.dk', password }, { 'user-agent': '<b>' });
    const page = await here.get('/desk/account?lang=en');
    assert.match(page.text, /Safari on iPhone/);
    assert.match(page.text, /Unknown device/);
    assert.equal(page.text.match(/\/desk\/account\/sessions\/[\w-]+\/ends/g)!.length, 2);
    const end = page.text.match(/\/desk\/account\/sessions\/[\w-]{36}\/ends/)![0];
    const stranger = await hire('stranger');
    assert.equal((await stranger.post(end, {})).status, 303);
    const alive = async () =>
      Promise.all([here, there, third].map(async (each) => (await each.get('/desk/account')).status));
    assert.deepEqual(await alive(), [200, 200, 200]);
    assert.equal((await here.post(end, {})).headers.location, '/desk/account?done=signed_out');
    assert.equal((await alive()).filter((status) => status === 200).length, 2);
    assert.equal((await here.post(end, {})).status, 303, 'again is as good');
    await here.post('/desk/account/sessions/ends', {});
    assert.equal((await here.get('/desk/account')).status, 200);
    for (const each of [there, third]) assert.notEqual((await each.get('/desk/account')).status, 200);
  });

  it('changes its password with the current one, and says what is missing', async () => {
    const visitor = await hire('changes');
    const post = (current: string, chosen: string, again = chosen) =>
      visitor.post('/desk/account/password?lang=en', { current, password: chosen, again });
    assert.match((await post(password, 'a'.repeat(12), 'b'.repeat(12))).text, /are not the same/);
    assert.match((await post(password, 'short')).text, /too short/);
    assert.match((await post('wrong', 'five other words make sense')).text, /you have now is not right/);
    const { headers } = await post(password, 'five other words make sense');
    assert.equal(headers.location, '/desk/account?done=password');
    assert.match((await visitor.get(`${headers.location!}&lang=en`)).text, /has been changed/);
    assert.equal((await signIn(new Visitor(app.url), 'changes')).status, 401);
  });
});

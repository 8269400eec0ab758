import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { ask, Visitor } from './visitor.ts';

const password = 'four words make sense';

describe('The desk', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let admin: Visitor;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    admin = new Visitor(app.url);
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await admin.post(app.welcome!, form)).status, 303);
    await proveSecondFactor(db, 'ada@example.dk');
  });
  after(async () => {
    await app.close();
    await drop();
  });

  const unit = async (): Promise<string> =>
    (await db.database.query<{ id: string }>('select id from units limit 1')).rows[0]!.id;

  async function hire(email: string, role = 'sender'): Promise<Visitor> {
    const page = await admin.post('/desk/people', { name: 'Somebody', email, role, unit: await unit() });
    assert.equal(page.status, 200);
    const path = page.text.match(/\/desk\/welcome\/[\w-]+/)![0];
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post(path, { password, again: password })).status, 303);
    return visitor;
  }

  const rowOf = (email: string) =>
    [
      ['name', 'Ana'],
      ['email', email],
      ['phone', '+4520123456'],
      ['language', 'en'],
    ] as const;
  const file = { name: 'a.txt', type: 'text/plain', bytes: Buffer.from('attached') };

  async function write(visitor: Visitor, email: string): Promise<string> {
    const fields = [
      ...rowOf(email),
      ['subject', 'For Ana'],
      ['text', 'Dear Ana'],
      ['expiresDays', '30'],
    ] as const;
    const answer = await visitor.postFiles('/desk/messages', fields, [file]);
    assert.equal(answer.status, 303);
    return String(answer.headers.location).replace('?done=sent', '');
  }

  it('asks everybody to sign in, on every page and for every form', async () => {
    const id = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
    for (const path of [
      '/desk/messages',
      '/desk/messages/new',
      `/desk/messages/${id}`,
      '/desk/people',
      '/desk/systems',
    ]) {
      const { status, headers } = await ask(app.url, path);
      assert.equal(status, 303, path);
      assert.equal(headers.location, '/desk/sign-in', path);
      const head = await ask(app.url, path, { method: 'HEAD' });
      assert.ok([303, 401].includes(head.status), path);
    }
    const visitor = new Visitor(app.url);
    for (const path of [
      `/desk/messages/${id}/reminders`,
      `/desk/messages/${id}/extensions`,
      `/desk/deliveries/${id}/unlocks`,
      `/desk/deliveries/${id}/corrections`,
      '/desk/people',
      '/desk/systems',
    ]) {
      assert.equal((await visitor.post(path, {})).status, 401, path);
    }
    assert.equal((await visitor.postFiles('/desk/messages', rowOf('x@example.com'), [file])).status, 401);
    const { rows } = await db.database.query('select from messages');
    assert.equal(rows.length, 0);
  });

  it('sets its cookie for this host, this protocol and no script, and takes it back', async () => {
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post('/desk/sign-in', { email: 'ADA@example.dk ', password })).status, 303);
    assert.match(visitor.setCookies[0]!, /^__Host-segl-desk=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const cookie = `__Host-segl-desk=${visitor.cookies.get('__Host-segl-desk')}`;
    assert.equal((await visitor.get('/desk/messages')).status, 200);
    assert.equal((await visitor.post('/desk/sign-out', {})).headers.location, '/desk/sign-in');
    assert.equal((await ask(app.url, '/desk/messages', { headers: { cookie } })).status, 401);
    const asRecipient = cookie.replace('__Host-segl-desk', '__Host-segl');
    assert.equal((await ask(app.url, '/', { headers: { cookie: asRecipient } })).status, 200);
  });

  it('refuses what another site posts with somebody’s cookie', async () => {
    const before = await db.database.query('select from people');
    for (const origin of ['null', 'https://evil.example', '']) {
      const form = { name: 'M', email: 'm@example.dk', role: 'admin', unit: await unit() };
      assert.equal((await admin.post('/desk/people', form, { origin })).status, 403);
    }
    const form = new URLSearchParams({ name: 'M', email: 'm@example.dk', role: 'admin' }).toString();
    const cookie = `__Host-segl-desk=${admin.cookies.get('__Host-segl-desk')}`;
    const type = 'application/x-www-form-urlencoded';
    const sent = await ask(app.url, '/desk/people', {
      method: 'POST',
      headers: { cookie, 'content-type': type, 'sec-fetch-site': 'same-site' },
      body: form,
    });
    assert.equal(sent.status, 403);
    assert.equal((await db.database.query('select from people')).count, before.count);
  });

  it('keeps people and systems to administrators', async () => {
    for (const role of ['sender', 'compliance']) {
      const visitor = await hire(`${role}@example.dk`, role);
      for (const path of ['/desk/people', '/desk/systems']) {
        assert.equal((await visitor.get(path)).status, 403, path);
        const form = { name: 'x', email: 'x@example.dk', role: 'admin', unit: await unit(), from: '*' };
        assert.equal((await visitor.post(path, form)).status, 403, path);
      }
      assert.doesNotMatch((await visitor.get('/desk/messages')).text, /href="\/desk\/(people|systems)"/);
    }
    const { rows } = await db.database.query("select from people where email = 'x@example.dk'");
    assert.equal(rows.length, 0);
  });

  it('shows the HTML of what was sent in a frame of its own, cleaned, to whoever sent it', async () => {
    const [mine, other] = [await hire('formats@example.dk'), await hire('formats-not@example.dk')];
    const answer = await app.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email: 'html@example.com', phone: '+4520123456' }],
      subject: 'Formatted',
      html: '<p onclick="x()">Dear <b>Ana</b></p><script>alert(1)</script>',
    });
    const { id } = (await answer.json()) as { id: string };
    await db.database.query(
      "update messages set person_id = (select id from people where email = 'formats@example.dk') where id = $1",
      [id],
    );
    const path = `/desk/messages/${id}/content`;
    assert.match((await mine.get(`/desk/messages/${id}`)).text, new RegExp(`<iframe[^>]*src="${path}"`));
    const frame = await mine.get(path);
    assert.match(frame.text, /<p>Dear <b>Ana<\/b><\/p>/);
    assert.doesNotMatch(frame.text, /alert|onclick/);
    assert.match(String(frame.headers['content-security-policy']), /sandbox/);
    for (const visitor of [other, admin]) assert.equal((await visitor.get(path)).status, 404);
  });

  it('shows nobody the message of somebody else, nor lets them act on it', async () => {
    const [mine, other] = [await hire('mine@example.dk'), await hire('other@example.dk')];
    const path = await write(mine, 'one@example.com');
    assert.match((await mine.get(path)).text, /For Ana[\s\S]*Dear Ana[\s\S]*a\.txt/);
    assert.equal((await mine.get(`${path}/content`)).status, 404, 'it has no HTML');
    const { rows } = await db.database.query<{ id: string; message: string }>(
      `select id, message_id as message from deliveries where email = 'one@example.com'`,
    );
    const { id, message } = rows[0]!;
    assert.equal(path, `/desk/messages/${message}`);
    for (const visitor of [other, admin]) {
      const page = await visitor.get(path);
      assert.equal(page.status, 404);
      assert.doesNotMatch(page.text, /For Ana|one@example/);
      assert.doesNotMatch((await visitor.get('/desk/messages')).text, /For Ana|one@example/);
      for (const [action, form] of [
        [`/desk/messages/${message}/reminders`, {}],
        [`/desk/messages/${message}/extensions`, { days: '300' }],
        [`/desk/deliveries/${id}/unlocks`, {}],
        [`/desk/deliveries/${id}/corrections`, { phone: '+4520999999' }],
      ] as const) {
        assert.equal((await visitor.post(action, form as Record<string, string>)).status, 404, action);
      }
    }
    const after = await db.database.query<{ phone: string }>('select phone from deliveries where id = $1', [
      id,
    ]);
    assert.equal(after.rows[0]!.phone, '+4520123456');
  });

  it('sends with what is to be signed, and shows each access code this once', async () => {
    const mine = await hire('asks@example.dk');
    const key = 'A'.repeat(22);
    const fields = [
      ['key', key],
      ['name', 'Ana'],
      ['email', 'without@example.com'],
      ['phone', '20123459'],
      ['language', 'en'],
      ['opens', 'access_code'],
      ['text', 'Dear Ana'],
      ['expiresDays', '30'],
      ['sign', 'received'],
      ['moment', 'before'],
      ['atLeast', 'passkey'],
      ['dueDays', '30'],
      ['ifMissed', 'recall'],
      ['choices', '1'],
      ['readers', '1'],
    ] as const;
    const sent = await mine.postFiles('/desk/messages', fields, []);
    assert.equal(sent.status, 200);
    const told = /<dd class="secret">([0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2})</;
    const code = sent.text.match(told)![1]!;
    const path = sent.text.match(/\/desk\/messages\/[0-9a-f-]{36}/)![0];
    const again = await mine.postFiles('/desk/messages', fields, []);
    assert.equal(again.status, 303, 'sent twice it is one message, whose codes are kept nowhere');
    assert.equal(again.headers.location, `${path}?done=sent`);
    const { rows } = await db.database.query<{ id: string; waits: boolean; terms: object }>(
      `select d.id, d.awaits_signature as waits, jsonb_build_object('moment', t.moment, 'atLeast', t.at_least,
          'ifMissed', t.if_missed, 'readers', t.readers, 'replies', t.replies, 'isDue', t.due_at = d.expires_at) as terms
        from deliveries d join message_terms t on t.message_id = d.message_id where d.email = 'without@example.com'`,
    );
    assert.equal(rows.length, 1);
    assert.equal(rows[0]!.waits, true);
    assert.deepEqual(rows[0]!.terms, {
      moment: 'before',
      atLeast: 'passkey',
      ifMissed: 'recall',
      readers: true,
      replies: false,
      isDue: true,
    });
    const made = await mine.post(`/desk/deliveries/${rows[0]!.id}/access-codes`, {});
    assert.equal(made.status, 200);
    assert.equal(made.text.includes(code), false);
    assert.match(made.text, told);
    const corrected = { phone: '20998877', verified: 'other', words: 'Her <daughter> called' };
    await mine.post(`/desk/deliveries/${rows[0]!.id}/corrections`, corrected);
    const { text } = await mine.get(path);
    assert.equal(text.includes(code), false);
    for (const told of [
      /Jeg har modtaget denne besked\./,
      /Endnu ikke skrevet under/,
      /Det, der ikke er skrevet under på inden da, bliver kaldt tilbage/,
      /På en anden måde, som står nedenfor/,
      /Her &lt;daughter&gt; called/,
    ]) {
      assert.match(text, told);
    }
  });

  it('takes own words in other languages too, each for the recipients who read it', async () => {
    const mine = await hire('translator@example.dk');
    const fields = [
      ...rowOf('sven@example.com'),
      ['text', 'x'],
      ['expiresDays', '30'],
      ['sign', 'own'],
      ['statement', 'Jeg har modtaget afgørelsen.'],
      ['statement-sv', 'Jag har tagit emot beslutet.'],
      ['statement-da', ''],
    ] as const;
    const sent = await mine.postFiles('/desk/messages', fields, []);
    assert.equal(sent.status, 303);
    const { text } = await mine.get(sent.headers.location!);
    assert.match(text, /<blockquote class="statement" dir="auto">Jeg har modtaget afgørelsen\./);
    assert.match(text, /<blockquote class="statement" lang="sv" dir="auto">Jag har tagit emot beslutet\./);
    assert.equal(text.match(/<blockquote class="statement"/g)!.length, 2);
  });

  it('asks nobody to sign who has no way to', async () => {
    const mine = await hire('nobody-signs@example.dk');
    const fields = [
      ...rowOf('gerda@example.com').filter(([name]) => name !== 'phone'),
      ['phone', ''],
      ['opens', 'access_code'],
      ['text', 'x'],
      ['expiresDays', '30'],
      ['sign', 'received'],
    ] as const;
    const answer = await mine.postFiles('/desk/messages', fields as never, []);
    assert.equal(answer.status, 422);
    assert.match(answer.text, /En modtager uden egen telefon ville ikke kunne skrive under/);
  });

  it('says what is wrong with what is to be signed, and keeps all that was typed', async () => {
    const mine = await hire('slips@example.dk');
    const base = [...rowOf('ana@example.com'), ['text', 'x'], ['expiresDays', '30']] as const;
    for (const [fields, sentence] of [
      [[['sign', 'own']], /Skriv de ord, der skal skrives under på/],
      [
        [
          ['sign', 'own'],
          ['statement', 'x'.repeat(2001)],
        ],
        /højst have 2\.000 tegn/,
      ],
      [
        [
          ['sign', 'agreed'],
          ['moment', 'before'],
        ],
        /Ingen kan sige, at de har læst noget/,
      ],
      [
        [
          ['sign', 'read'],
          ['dueDays', '90'],
        ],
        /Beskeden udløber før fristen/,
      ],
      [
        [
          ['sign', 'read'],
          ['ifMissed', 'recall'],
        ],
        /Vælg også en frist/,
      ],
      [
        [
          ['sign', 'read'],
          ['atLeast', 'eid'],
        ],
        /skal have et personnummer/,
      ],
    ] as [[string, string][], RegExp][]) {
      const answer = await mine.postFiles('/desk/messages', [...base, ...fields], []);
      assert.equal(answer.status, 422, String(sentence));
      assert.match(answer.text, sentence);
      assert.match(answer.text, /<title>Fejl: /);
      assert.match(answer.text, /value="ana@example\.com"/);
    }
  });

  it('lets a message be reminded, extended and corrected by whoever wrote it', async () => {
    const mine = await hire('writer@example.dk');
    const path = await write(mine, 'two@example.com');
    const { rows } = await db.database.query<{ id: string }>(
      `select id from deliveries where email = 'two@example.com'`,
    );
    const id = rows[0]!.id;
    const to = async (action: string, form: Record<string, string>) =>
      String((await mine.post(action, form)).headers.location);
    assert.equal(await to(`${path}/reminders`, { delivery: id }), `${path}?done=reminded`);
    assert.equal(await to(`${path}/extensions`, { days: '200' }), `${path}?done=extended`);
    assert.equal(await to(`${path}/extensions`, { days: '-5' }), `${path}?error=expiry_invalid`);
    assert.equal(await to(`${path}/extensions`, { days: 'NaN', delivery: 'x' }), 'undefined');
    const corrections = `/desk/deliveries/${id}/corrections`;
    assert.equal(
      await to(corrections, { phone: '20 99 88 77', verified: 'letter' }),
      `${path}?done=corrected`,
    );
    for (const [wrong, told, form] of [
      ['phone', /Det er ikke et telefonnummer/, { phone: 'ab"c', verified: 'letter', words: 'a <b>' }],
      ['phone', /Det er ikke et telefonnummer/, { verified: 'letter' }],
      ['verified', /Skriv, hvordan du ved/, { phone: '20998866' }],
      ['verified', /Skriv, hvordan du ved/, { phone: '20998866', verified: 'unknown' }],
      ['words', /Skriv, hvordan du ved/, { phone: '20998866', verified: 'other', words: ' ' }],
    ] as [string, RegExp, Record<string, string>][]) {
      const again = await mine.post(corrections, form);
      assert.equal(again.status, 422);
      assert.match(again.text, told);
      assert.match(again.text, /<title>Fejl/);
      assert.match(again.text, new RegExp(`<a href="#${wrong}-${id}">`));
      assert.match(again.text, new RegExp(`id="${wrong}-${id}"[^>]* aria-invalid="true"`));
      assert.match(again.text, /<details open>/);
      const kept = (pattern: RegExp) => again.text.match(pattern)?.[1];
      const escaped = { 'ab"c': 'ab&quot;c', 'a <b>': 'a &lt;b&gt;' } as Record<string, string>;
      const inPage = (text = '') => escaped[text] ?? text;
      assert.equal(kept(/name="phone"[^>]* value="([^"]*)"/), inPage(form.phone));
      assert.equal(kept(/name="words"[^>]* value="([^"]*)"/), inPage(form.words));
      const way = form.verified === 'unknown' ? undefined : form.verified;
      assert.equal(kept(/<option value="([a-z_]+)" selected>/), way);
    }
    const standing = await db.database.query<{ phone: string }>(
      'select phone from deliveries where id = $1',
      [id],
    );
    assert.equal(standing.rows[0]!.phone, '+4520998877');
    assert.equal(await to(`/desk/deliveries/${id}/unlocks`, {}), `${path}?error=not_locked`);
    assert.equal((await mine.get(`${path}?error=phone_invalid`)).status, 200);
    assert.equal((await mine.get(`${path}?error=constructor&done=__proto__`)).status, 200);
  });

  it('has an answer for every strange address and form, and never one of 500', async () => {
    const mine = await hire('strange@example.dk');
    for (const id of ['x', '%00', '..', "'", '00000000-0000-0000-0000-000000000000', '%F0%9F%92%A9']) {
      assert.equal((await mine.get(`/desk/messages/${id}`)).status, 404, id);
      assert.equal((await mine.post(`/desk/messages/${id}/reminders`, {})).status, 404, id);
      assert.equal((await mine.post(`/desk/deliveries/${id}/unlocks`, {})).status, 404, id);
    }
    for (const after of ['x', '%00', "'", '%F0']) {
      assert.ok((await mine.get(`/desk/messages?after=${after}`)).status < 500, after);
    }
    for (const token of ['x', '%00', '%E0%A4%A', 'x'.repeat(5000)]) {
      assert.ok([400, 410].includes((await mine.get(`/desk/welcome/${token}`)).status), token);
      const answer = await mine.post(`/desk/welcome/${token}`, { password, again: password });
      assert.ok([400, 410].includes(answer.status), token);
    }
    for (const email of [
      '\0',
      'a\0@example.dk',
      '\u{1F4A9}'.repeat(200),
      'x'.repeat(40_000),
      "' or 1=1 --",
    ]) {
      const { status } = await mine.post('/desk/sign-in', { email, password: `\0${password}` });
      assert.equal(status, 401, JSON.stringify(email.slice(0, 10)));
    }
    assert.equal((await mine.post('/desk/sign-in', { email: 'x'.repeat(70_000), password })).status, 413);
    for (const name of ['\0', 'x'.repeat(10_000), '', '<b>']) {
      const form = { name, email: 'n\0', role: '\0', unit: '\0' };
      assert.equal((await admin.post('/desk/people', form)).status, 422);
      const system = { name, from: name, owner: '\0' };
      assert.equal((await admin.post('/desk/systems', system)).status, 422);
    }
    for (const name of ['a\0b', '\u{1F4A9}'.repeat(200)]) {
      const form = { name, email: `n${name.length}@example.dk`, role: 'sender', unit: await unit() };
      assert.ok([200, 422].includes((await admin.post('/desk/people', form)).status), name);
      assert.ok([200, 422].includes((await admin.post('/desk/systems', { name, from: '*' })).status), name);
    }
  });

  it('gives a compose form back with its faults, and keeps nothing of it', async () => {
    const mine = await hire('compose@example.dk');
    const { count } = await db.database.query('select from messages');
    const forms: [readonly (readonly [string, string])[], (typeof file)[], number][] = [
      [[], [], 422],
      [[...rowOf('none'), ['text', 'x']], [], 422],
      [[...rowOf('a@example.com'), ...rowOf('A@example.com'), ['text', 'x']], [], 422],
      [[...rowOf('a@example.com'), ['text', ' ']], [], 422],
      [
        [
          ['email', 'a@example.com'],
          ['phone', 'abc'],
          ['text', 'x'],
        ],
        [],
        422,
      ],
      [[...rowOf('a@example.com'), ['text', 'x'], ['expiresDays', '-1']], [], 422],
      [[...rowOf('a@example.com'), ['text', 'x'], ['subject', 'x'.repeat(999)]], [file], 422],
      [[...rowOf('a@example.com'), ['text', 'x'], ['more', '1']], [file], 200],
    ];
    for (const [fields, files, status] of forms) {
      const answer = await mine.postFiles('/desk/messages', fields, files);
      assert.equal(answer.status, status, JSON.stringify(fields).slice(0, 80));
      assert.doesNotMatch(answer.text, /undefined|\[object/);
    }
    const large = { ...file, bytes: Buffer.alloc(300_000) };
    await mine.postFiles('/desk/messages', [...rowOf('none'), ['text', 'x']], [large]);
    assert.equal((await db.database.query('select from messages')).count, count);
    assert.equal((await db.database.query('select from staged_blobs')).count, 0);
    const escaped = await mine.postFiles('/desk/messages', [
      ...rowOf('"><script>alert(1)</script>'),
      ['subject', '"><img src=x onerror=1>'],
      ['text', '</textarea><script>'],
    ]);
    assert.equal(escaped.status, 422);
    assert.doesNotMatch(escaped.text, /<script>|<img src=x/);
  });

  it('takes names with signs that no database can keep, and says no rather than failing', async () => {
    const mine = await hire('signs@example.dk');
    for (const sign of ['\0', '\u0001', '\ud83d', '\u202e']) {
      const fields = [
        ['name', `A${sign}na`],
        ['email', 'sign@example.com'],
        ['phone', '+4520123456'],
        ['language', 'en'],
        ['subject', `s${sign}`],
        ['text', `t${sign}`],
      ] as const;
      const { status } = await mine.postFiles('/desk/messages', fields, [{ ...file, name: `f${sign}.txt` }]);
      assert.ok([303, 422].includes(status), `${JSON.stringify(sign)}: ${status}`);
    }
  });

  it('reads a multipart body that is broken, cut or foreign without keeping anything of it', async () => {
    const mine = await hire('broken@example.dk');
    const cookie = `__Host-segl-desk=${mine.cookies.get('__Host-segl-desk')}`;
    const part = '--b\r\ncontent-disposition: form-data; name="files"; filename="a"\r\n\r\n';
    for (const [type, body] of [
      ['multipart/form-data', 'x'],
      ['multipart/form-data; boundary=', 'x'],
      ['multipart/form-data; boundary=b', ''],
      ['multipart/form-data; boundary=b', 'nothing'],
      ['multipart/form-data; boundary=b', part],
      ['multipart/form-data; boundary=b', part + 'x'.repeat(200_000)],
      ['multipart/form-data; boundary=b', `--b\r\n${'x: y\r\n'.repeat(5000)}\r\n--b--`],
      ['multipart/form-data; boundary=b', '--b\r\n\r\nx\r\n--b--'],
      ['application/x-www-form-urlencoded', 'email=a@example.com&text=x'],
      ['application/json', '{}'],
    ] as const) {
      const { status } = await ask(app.url, '/desk/messages', {
        method: 'POST',
        headers: { 'content-type': type, cookie, origin: app.url },
        body,
      });
      assert.ok(status >= 400 && status < 500, `${type} ${body.slice(0, 20)}: ${status}`);
    }
    assert.equal((await db.database.query('select from staged_blobs')).count, 0);
  });

  it('shows an error by its reference, which the log has with the kind of error and not its words', async () => {
    await db.owner.query('alter table people rename to folk');
    const { status, text } = await new Visitor(app.url).post('/desk/sign-in', {
      email: 'ada@example.dk',
      password,
    });
    await db.owner.query('alter table folk rename to people');
    assert.equal(status, 500);
    const reference = text.match(/\b[0-9A-F]{8}\b/)![0];
    assert.doesNotMatch(text, /relation|people|42P01|\.ts|at [A-Z]/);
    const line = app.logged.find((each) => each.includes(reference))!;
    assert.match(line, /42P01/);
    assert.doesNotMatch(line, /ada@example|relation/);
  });

  it('lets an address be tried ten times from a network, whatever comes of it elsewhere', async () => {
    const visitor = new Visitor(app.url);
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      statuses.push(
        (await visitor.post('/desk/sign-in', { email: 'ada@example.dk', password: 'wrong' })).status,
      );
    }
    assert.equal(statuses.filter((each) => each === 401).length <= 10, true);
    assert.equal(statuses.at(-1), 429);
    assert.equal((await visitor.post('/desk/sign-in', { email: 'ada@example.dk', password })).status, 429);
    assert.equal((await visitor.post('/desk/sign-in', { email: 'mine@example.dk', password })).status, 303);
    assert.equal((await admin.get('/desk/messages')).status, 200, 'who is signed in stays so');
  });

  it('ends sessions that are idle or too old', async () => {
    for (const change of [
      "last_seen_at = now() - interval '61 minutes'",
      "created_at = now() - interval '13 hours'",
    ]) {
      const visitor = await hire(`idle${change.length}@example.dk`);
      await db.database.query(
        `update staff_sessions set ${change} where person_id = (select id from people where email = $1)`,
        [`idle${change.length}@example.dk`],
      );
      assert.equal((await visitor.get('/desk/messages')).status, 401);
      assert.ok(!visitor.cookies.has('__Host-segl-desk'));
    }
    const gone = await hire('gone@example.dk');
    await db.database.query("update people set deactivated_at = now() where email = 'gone@example.dk'");
    assert.equal((await gone.get('/desk/messages')).status, 401);
    assert.equal(
      (await new Visitor(app.url).post('/desk/sign-in', { email: 'gone@example.dk', password })).status,
      401,
    );
  });

  it('uses a welcome link once, also when two browsers come at the same moment', async () => {
    const page = await admin.post('/desk/people', {
      name: 'Twice',
      email: 'twice@example.dk',
      role: 'sender',
      unit: await unit(),
    });
    const path = page.text.match(/\/desk\/welcome\/[\w-]+/)![0];
    assert.equal((await new Visitor(app.url).post(path, { password: 'short', again: 'short' })).status, 422);
    assert.equal((await new Visitor(app.url).post(path, { password, again: `${password}!` })).status, 422);
    const both = await Promise.all(
      [1, 2].map(() => new Visitor(app.url).post(path, { password, again: password })),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 410]);
    assert.equal((await new Visitor(app.url).get(path)).status, 410);
    assert.equal((await new Visitor(app.url).get(app.welcome!)).status, 410);
  });
});

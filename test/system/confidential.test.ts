import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { ask, askCode, linkTo, otherCode, Visitor } from '../doors/web/visitor.ts';
import { type Scratch, type Segl, scratch, startSegl, until } from '../support/process.ts';
import { smtpSink } from '../support/smtp-sink.ts';
import { filesBelow, find, formsOf } from './search.ts';

/** Words that stand nowhere else: each part of a message has its own. */
const words = (where: string) => `${where}-Kvæsthusbrøndvogn-${where}`;
const parts = ['subject', 'text', 'html', 'filename', 'attachment'] as const;
const password = 'Sandemandsbrevdue på taget';

describe('After a message has gone the whole road', () => {
  let place: Scratch;
  let segl: Segl;
  /** Everything that left a process by another way than the pages meant for the reader. */
  const outside = new Map<string, Buffer>();
  const codes: string[] = [];
  const tokens: string[] = [];
  const secrets: string[] = [];
  let files: ReadonlyMap<string, Buffer>;
  let dumps: ReadonlyMap<string, Buffer>;

  const note = (name: string, text: string) => outside.set(`${name} ${outside.size}`, Buffer.from(text));

  before(async () => {
    place = scratch();
    segl = await startSegl(place, { env: { SEGL_SMTP: 'off' } });
    await send();
    for (const [index, phone] of ['+4520123451', '+4520123452', '+4520123453'].entries()) {
      await read(`r${index}@example.com`, phone, index === 1 ? 'call' : 'sms');
    }
    await fail();
    note('metrics', (await ask(segl.url, '/metrics')).text);
    await segl.term();
    note('log', segl.lines.filter((line) => !line.includes('/desk/welcome/')).join('\n'));
    await deferred();
    files = filesBelow(join(place.folder, 'data'));
  });
  after(() => place.remove());

  /** The same content by each entrance, one recipient each. */
  async function send(): Promise<void> {
    const attachment = Buffer.from(`${words('attachment')} `.repeat(60_000));
    assert.ok(attachment.length > 1024 * 1024);
    const draft = (index: number) => ({
      from: 'a@example.dk',
      to: [{ email: `r${index}@example.com`, phone: `+452012345${index + 1}`, language: 'en' }],
      subject: words('subject'),
      text: words('text'),
      html: `<p>${words('html')}</p>`,
    });
    const content = Buffer.from(words('attachment')).toString('base64');
    const files = [{ filename: `${words('filename')}.txt`, contentType: 'text/plain', content }];
    assert.equal((await segl.post('/api/v1/messages', { ...draft(0), attachments: files })).status, 201);

    const form = new FormData();
    form.append('message', JSON.stringify(draft(1)));
    form.append('file', new File([attachment], `${words('filename')}.txt`, { type: 'text/plain' }));
    const multipart = await fetch(`${segl.url}/api/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${segl.token}` },
      body: form,
    });
    assert.equal(multipart.status, 201);

    const ada = new Visitor(segl.url);
    await ada.post(segl.welcome!, { name: 'Ada', email: 'ada@example.dk', password, again: password });
    const fields = [
      ['name', 'Ana'],
      ['email', 'r2@example.com'],
      ['phone', '+4520123453'],
      ['language', 'en'],
      ['subject', words('subject')],
      ['text', words('text')],
    ] as const;
    const file = { name: `${words('filename')}.txt`, type: 'text/plain', bytes: attachment };
    const sent = await ada.postFiles('/desk/messages', fields, [file]);
    assert.equal(sent.status, 303);
    assert.match((await ada.get(String(sent.headers.location))).text, new RegExp(words('subject')));
    secrets.push(segl.token, segl.welcome!.split('/').at(-1)!, ...ada.cookies.values());
  }

  async function read(email: string, phone: string, via: 'sms' | 'call'): Promise<void> {
    const token = await linkTo(segl, email);
    const visitor = new Visitor(segl.url);
    await visitor.get(`/m/${token}`);
    const code = await askCode(visitor, segl, token, phone, via);
    await visitor.post(`/m/${token}/openings`, { code: otherCode(code) });
    assert.equal((await visitor.post(`/m/${token}/openings`, { code })).status, 303);
    const page = await visitor.get(`/m/${token}`);
    assert.ok(page.text.includes(words('subject')));
    await visitor.get(`/m/${token}/content`);
    const href = page.text.match(/\/m\/[\w-]+\/attachments\/[\w-]+/)![0];
    assert.ok((await visitor.get(href)).text.startsWith(words('attachment')));
    // A second code that nobody uses stays alive.
    codes.push(code, await askCode(visitor, segl, token, phone, via));
    tokens.push(token);
    secrets.push(...visitor.cookies.values());
  }

  /** Requests that are refused, with the words in every place that an answer or a log could quote. */
  async function fail(): Promise<void> {
    const all = parts.map(words).join(' ');
    const code = codes[0]!;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const [path, asking] of [
      [`/${encodeURIComponent(all)}?q=${encodeURIComponent(all)}`, {}],
      [`/m/${'x'.repeat(43)}?${encodeURIComponent(all)}`, {}],
      ['/desk/sign-in', { method: 'POST', headers: form, body: `${encodeURIComponent(all)}=%E0%A4%A` }],
      ['/desk/messages', { method: 'POST', body: all }],
      [
        `/m/${tokens[0]}/openings`,
        { method: 'POST', headers: { ...form, origin: 'null' }, body: `code=${code}` },
      ],
      [`/m/${'y'.repeat(43)}/openings`, { method: 'POST', headers: form, body: `code=${code}` }],
      [
        '/api/v1/messages',
        { method: 'POST', headers: { authorization: `Bearer ${words('text')}` }, body: all },
      ],
    ] as const) {
      const answer = await ask(segl.url, path, asking);
      assert.ok(answer.status >= 400, path);
      // An error page leads back to itself in other languages, so it repeats the address that it was asked under.
      if (!path.includes('%')) note('error', answer.text);
    }
    for (const [body, type] of [
      [`{"subject":"${all}`, 'application/json'],
      [
        JSON.stringify({ from: 'x', to: [{ email: 'x' }], subject: all, text: all, [all]: 1 }),
        'application/json',
      ],
      [
        JSON.stringify({ from: 'a@example.dk', to: [{ email: 'x' }], subject: all, text: all }),
        'application/json',
      ],
      [
        `--b\r\ncontent-disposition: form-data; name="message"\r\n\r\n${all}`,
        'multipart/form-data; boundary=b',
      ],
    ] as const) {
      const authorization = `Bearer ${segl.token}`;
      const answer = await ask(segl.url, '/api/v1/messages', {
        method: 'POST',
        headers: { authorization, 'content-type': type },
        body,
      });
      assert.ok(answer.status >= 400, body.slice(0, 40));
      note('problem', answer.text);
    }
  }

  /** A notice that its mail server does not take yet: its job waits, with the token in it. */
  async function deferred(): Promise<void> {
    const sink = await smtpSink({
      onData: () => ({ code: 451, words: 'later' }),
    });
    const again = await startSegl(place, {
      token: segl.token,
      env: {
        SEGL_SMTP: 'off',
        SEGL_MAIL: `smtp://127.0.0.1:${sink.port}`,
        SEGL_MAIL_FROM: 'segl@example.dk',
      },
    });
    await again.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email: 'later@example.com', phone: '+4520123459' }],
      subject: words('subject'),
      text: words('text'),
    });
    const database = new Client({ host: join(again.data, 'postgres'), user: 'postgres', database: 'segl' });
    await database.connect();
    await until('deferred', 10, async () => {
      const { rows } = await database.query(
        `select from jobs where kind = 'notice' and last_error is not null`,
      );
      return rows.length > 0;
    });
    await database.query('checkpoint');
    dumps = await dump(database);
    await database.end();
    await sink.close();
    await again.kill();
    note('log', again.lines.join('\n'));
  }

  async function dump(database: Client): Promise<Map<string, Buffer>> {
    const tables = await database.query<{ name: string }>(
      `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
    );
    const found = new Map<string, Buffer>();
    for (const { name } of tables.rows) {
      const { rows } = await database.query(`select t::text as row from ${name} t`);
      found.set(name, Buffer.from(rows.map(({ row }) => row).join('\n')));
    }
    return found;
  }

  it('the search finds what is there, in all its forms', () => {
    assert.notDeepEqual(find(files, 'r0@example.com'), [], 'an address lies in the database');
    assert.notDeepEqual(find(dumps, 'r0@example.com'), []);
    assert.ok([...files.keys()].some((name) => name.startsWith('postgres/pg_wal/')));
    assert.ok([...files.keys()].some((name) => name.startsWith('blobs/')));
    assert.ok([...files.keys()].some((name) => name.startsWith('keys/')));
    assert.ok(dumps.get('jobs')!.length > 0 && dumps.get('outbox')!.length > 0);
    const folder = mkdtempSync(join(tmpdir(), 'segl-search-'));
    const needle = words('text');
    for (const [form, bytes] of formsOf(needle)) {
      writeFileSync(join(folder, form), Buffer.concat([Buffer.from('\0\x01'), bytes, Buffer.from('\0')]));
    }
    writeFileSync(join(folder, 'real base64'), Buffer.from(`xx${needle}yy`).toString('base64'));
    const names = find(filesBelow(folder), needle).map((each) => each.split(':')[0]);
    assert.deepEqual([...new Set(names)].sort(), ['real base64', ...formsOf(needle).keys()].sort());
    assert.equal(find(new Map([['x', Buffer.from('9123456')]]), '123456', true).length, 0);
    assert.equal(find(new Map([['x', Buffer.from('a123456')]]), '123456', true).length, 1);
    rmSync(folder, { recursive: true });
  });

  for (const part of parts) {
    it(`no word of its ${part} lies in the data folder, the database, the logs, the figures or the errors`, () => {
      for (const haystacks of [files, dumps, outside]) assert.deepEqual(find(haystacks, words(part)), []);
      for (const haystacks of [files, dumps, outside])
        assert.deepEqual(find(haystacks, 'Kvæsthusbrøndvogn'), []);
    });
  }

  it('no code lies anywhere', () => {
    assert.equal(codes.length, 6);
    for (const code of codes) {
      for (const haystacks of [files, dumps, outside]) {
        assert.deepEqual(find(haystacks, code, true), []);
      }
    }
  });

  it('no link, session, password or system secret lies anywhere', () => {
    assert.equal(tokens.length, 3);
    for (const secret of [...tokens, ...secrets, password]) {
      for (const haystacks of [files, dumps, outside]) assert.deepEqual(find(haystacks, secret), []);
    }
  });

  it('the log holds no address and no number of anybody', () => {
    for (const person of ['r0@example.com', '20123451', 'ada@example.dk', '127.0.0.1', 'later@example.com']) {
      const lines = [...outside]
        .filter(([name]) => name.startsWith('log'))
        .map(([, text]) => text.toString());
      const json = lines
        .join('\n')
        .split('\n')
        .filter((line) => line.startsWith('{'));
      assert.ok(json.length > 20);
      assert.deepEqual(
        json.filter((line) => line.includes(person)),
        [],
      );
    }
  });
});

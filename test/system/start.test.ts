import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, linkTo, openLink, Visitor } from '../doors/web/visitor.ts';
import { freePort } from '../support/app.ts';
import { type Scratch, run, type Segl, scratch, startSegl, until } from '../support/process.ts';
import { ownPostgres } from './own-postgres.ts';

const asRoot = process.getuid?.() === 0 ? {} : { skip: 'only root can be somebody else' };

describe('A start that cannot be', () => {
  let place: Scratch;
  before(() => {
    place = scratch();
    writeFileSync(join(place.folder, 'empty'), '\n');
  });
  after(() => place.remove());

  async function refusal(env: Record<string, string>): Promise<string> {
    const data = join(place.folder, 'never');
    const started = run(place, ['start'], { SEGL_DATA: data, ...env });
    assert.equal(await started.ended, 1, started.lines.join('\n'));
    assert.equal(started.lines.length, 1, started.lines.join('\n'));
    return started.lines[0]!;
  }

  for (const [name, value] of [
    ['SEGL_COLOUR', 'red'],
    ['SEGL_url', 'https://a.dk'],
    ['SEGL_URL', 'http://mail.example.dk'],
    ['SEGL_URL', 'https://mail.example.dk/segl'],
    ['SEGL_URL', 'mail.example.dk'],
    ['SEGL_HTTP', '3000'],
    ['SEGL_HTTP', '127.0.0.1:99999'],
    ['SEGL_TRUST_PROXY', 'everybody'],
    ['SEGL_SMTP_MAX_MB', '0'],
    ['SEGL_SMTP_MAX_MB', '1e9'],
    ['SEGL_DATABASE', 'mysql://a'],
    ['SEGL_DATABASE_OWNER', 'postgres://a@b/c'],
    ['SEGL_BLOBS', 'ftp://x'],
    ['SEGL_BLOBS', 's3://bucket?secret=1'],
    ['SEGL_KEYS', 'vault'],
    ['SEGL_MAIL', 'mail.example.dk'],
    ['SEGL_MAIL', 'smtp://'],
    ['SEGL_MAIL_FROM', 'Segl <segl@example.dk>'],
    ['SEGL_DKIM_DOMAIN', 'example.dk'],
    ['SEGL_SMS', 'twilio'],
    ['SEGL_SMS', 'twilio://a:b@api.twilio.com'],
    ['SEGL_ROLES', 'web,king'],
    ['SEGL_COUNTRY', 'Denmark'],
    ['SEGL_TZ', 'Middle/Earth'],
    ['SEGL_TSA', 'ldap://tsa.example'],
    ['SEGL_TSA_EVERY', 'often'],
    ['SEGL_SIGN_CERT', 'none'],
    ['SEGL_TOKEN', 'file:/nowhere/token'],
  ] as const) {
    it(`is refused with a sentence that names the setting: ${name}=${value}`, async () => {
      const sentence = await refusal({ [name]: value });
      assert.ok(sentence.includes(name), sentence);
      assert.doesNotMatch(sentence, /\bat .*\.ts|Error:/);
    });
  }

  it('is refused where a public address would send mail and SMS nowhere without saying so', async () => {
    const url = { SEGL_URL: 'https://mail.example.dk' };
    assert.match(await refusal(url), /SEGL_MAIL/);
    assert.match(await refusal({ ...url, SEGL_MAIL: 'outbox' }), /SEGL_SMS/);
    const weak = { ...url, SEGL_MAIL: 'outbox', SEGL_SMS: 'outbox', SEGL_BOOTSTRAP_TOKEN: 'short' };
    assert.match(await refusal(weak), /SEGL_BOOTSTRAP_TOKEN/);
  });

  it('never repeats a secret, nor what stands in a file', async () => {
    const secret = 'hunter2-hunter2';
    writeFileSync(join(place.folder, 'secret'), `${secret}\n`);
    for (const env of [
      { SEGL_MAIL: `smtp://user:${secret}@` },
      { SEGL_SMS: `twilio://AC:${secret}@api.twilio.com` },
      { SEGL_DATABASE: `mysql://user:${secret}@host/db` },
      { SEGL_DATABASE: `postgres://user:${secret}@127.0.0.1:1/db` },
      { SEGL_ROLES: `file:${join(place.folder, 'secret')}` },
    ]) {
      assert.doesNotMatch(await refusal(env), /hunter2/, JSON.stringify(env));
    }
  });

  it('is refused on a port that another program has', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const sentence = await refusal({
      SEGL_HTTP: `127.0.0.1:${port}`,
      SEGL_DATA: join(place.folder, 'port'),
    });
    other.close();
    assert.match(sentence, new RegExp(`127\\.0\\.0\\.1:${port}`));
    assert.match(sentence, /SEGL_HTTP/);
  });

  it('is refused where the data folder cannot be written', asRoot, async () => {
    const folder = join(place.folder, 'locked');
    mkdirSync(folder, { mode: 0o755 });
    chmodSync(place.folder, 0o755);
    const started = run(place, ['start'], { SEGL_DATA: folder, HOME: '/' }, { uid: 65534 });
    assert.equal(await started.ended, 1);
    assert.match(started.lines.join('\n'), /data folder .*locked cannot be written/);
  });

  it('on a database that nobody migrated says which command does', async () => {
    const postgres = await ownPostgres(place);
    const url = postgres.url.replace('localhost/segl?', 'localhost/template1?');
    const sentence = await refusal({ SEGL_DATABASE: url });
    await postgres.stop();
    assert.match(sentence, /segl migrate/);
  });
});

describe('A running Segl', () => {
  let place: Scratch;
  let segl: Segl;
  before(async () => {
    place = scratch();
    writeFileSync(join(place.folder, 'token'), `${'t'.repeat(40)}\n`);
    segl = await startSegl(place, { token: `file:${join(place.folder, 'token')}` });
  });
  after(() => place.remove());

  const bearer = { authorization: `Bearer ${'t'.repeat(40)}` };
  let count = 0;
  async function send(text = 'Words for you alone', file?: Buffer): Promise<{ email: string; id: string }> {
    count += 1;
    const email = `r${count}@example.com`;
    const body = new FormData();
    const to = [{ email, phone: '+4520123456', language: 'en' }];
    body.append('message', JSON.stringify({ from: 'a@example.dk', to, subject: 's', text }));
    if (file) body.append('f', new File([new Uint8Array(file)], 'f.bin'));
    const answer = await fetch(`${segl.url}/api/v1/messages`, { method: 'POST', headers: bearer, body });
    assert.equal(answer.status, 201);
    return { email, id: ((await answer.json()) as { id: string }).id };
  }

  it('says where the page, the outbox and the first administrator’s link are', () => {
    assert.ok(segl.lines.some((line) => line === `Segl is ready: ${segl.url}/desk`));
    assert.ok(segl.lines.some((line) => line.includes(`${segl.url}/outbox`)));
    assert.ok(segl.welcome);
  });

  it('refuses a second start on its data folder with a sentence, and goes on', async () => {
    const second = run(place, ['start'], {
      SEGL_DATA: segl.data,
      SEGL_HTTP: `127.0.0.1:${await freePort()}`,
    });
    assert.equal(await second.ended, 1);
    assert.match(second.lines.join('\n'), /Another Segl is running on the data folder/);
    assert.equal((await ask(segl.url, '/readyz')).status, 200);
    await send();
  });

  it('keeps sessions, messages and what waits over a restart', async () => {
    const ada = new Visitor(segl.url);
    const password = 'four words make sense';
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await ada.post(segl.welcome!, form)).status, 303);
    const { email } = await send();
    const token = await linkTo(segl, email);
    const ana = new Visitor(segl.url);
    await openLink(ana, segl, token, '+4520123456');
    assert.equal((await segl.term()).code, 0);
    segl = await startSegl(place, { token: 't'.repeat(40), port: segl.port });
    assert.equal(segl.welcome, undefined, 'there is an administrator');
    assert.equal((await ada.get('/desk/messages')).status, 200);
    assert.match((await ana.get(`/m/${token}`)).text, /Words for you alone/);
  });

  it('stops within ten seconds while an upload and a download run, and keeps what it acknowledged', async () => {
    const file = Buffer.alloc(60 * 1024 * 1024, 'x');
    const { email, id } = await send('A large file', file);
    const token = await linkTo(segl, email);
    const ana = new Visitor(segl.url);
    await openLink(ana, segl, token, '+4520123456');
    const href = (await ana.get(`/m/${token}`)).text.match(/\/m\/[\w-]+\/attachments\/[\w-]+/)![0];
    const cookie = `__Host-segl=${ana.cookies.get('__Host-segl')}`;
    const { port } = segl;
    const download = httpRequest({ port, path: href, headers: { cookie }, agent: false }).end();
    download.on('error', () => undefined);
    const [response] = (await once(download, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);
    const upload = httpRequest({
      port,
      method: 'POST',
      path: '/api/v1/messages',
      headers: { ...bearer, 'content-type': 'multipart/form-data; boundary=b' },
      agent: false,
    });
    upload.on('error', () => undefined);
    const part = (name: string, rest = '') =>
      `--b\r\ncontent-disposition: form-data; name="${name}"${rest}\r\n\r\n`;
    const draft = { from: 'a@example.dk', to: [{ email: 'never@example.com' }], subject: 's', text: 'x' };
    upload.write(`${part('message')}${JSON.stringify(draft)}\r\n${part('f', '; filename="f"')}`);
    upload.write(Buffer.alloc(3_000_000));
    const acknowledged: string[] = [];
    let stopped = false;
    const client = (async () => {
      while (!stopped) {
        await send().then(
          (sent) => acknowledged.push(sent.id),
          () => {
            stopped = true;
          },
        );
      }
    })();
    await until('busy', 10, async () => acknowledged.length > 5);
    const { code, seconds } = await segl.term();
    stopped = true;
    await client;
    assert.ok(seconds < 10, `it took ${seconds} seconds`);
    assert.equal(code, 0);
    assert.deepEqual(
      segl.lines.filter((line) => /unhandled|uncaught|\bat .*\.ts:/i.test(line)),
      [],
    );

    segl = await startSegl(place, { token: 't'.repeat(40), port });
    for (const each of [id, ...acknowledged]) {
      const answer = await fetch(`${segl.url}/api/v1/messages/${each}`, { headers: bearer });
      assert.equal(answer.status, 200);
    }
    const whole = await ana.get(href);
    assert.ok(whole.bytes.equals(file));
    const list = await fetch(`${segl.url}/api/v1/messages?limit=100`, { headers: bearer });
    assert.doesNotMatch(await list.text(), /never@example/);
    await until('notified', 90, async () => {
      const outbox = await segl.outbox();
      return outbox.filter(({ kind }) => kind === 'mail').length >= acknowledged.length;
    });
  });

  it('obeys a SIGTERM that comes before it is ready', async () => {
    const data = join(place.folder, 'young');
    const young = run(place, ['start'], { SEGL_DATA: data, SEGL_HTTP: `127.0.0.1:${await freePort()}` });
    await until('under way', 20, async () => existsSync(join(data, 'lock')));
    young.signal('SIGTERM');
    assert.equal(await young.ended, 0, young.lines.join('\n'));
    assert.equal(existsSync(join(data, 'postgres', 'postmaster.pid')), false);
  });

  it('obeys a second SIGTERM, and SIGINT, no worse than the first', async () => {
    segl.signal('SIGINT');
    await sleep(10);
    segl.signal('SIGINT');
    const code = await segl.ended;
    assert.ok(code === 0 || code === null, `exit code ${code}`);
    segl = await startSegl(place, { token: 't'.repeat(40), port: segl.port });
    await segl.kill();
  });
});

describe('Processes on one database', () => {
  let place: Scratch;
  before(() => {
    place = scratch();
  });
  after(() => place.remove());

  it('share the work: doors in one, worker in another, then two of everything', async () => {
    const postgres = await ownPostgres(place);
    const env = { SEGL_DATABASE: postgres.url };
    const data = join(place.folder, 'data');
    const token = 't'.repeat(40);
    const web = await startSegl(place, { data, token, env: { ...env, SEGL_ROLES: 'web' } });
    const post = (segl: Segl, email: string) =>
      segl.post('/api/v1/messages', {
        from: 'a@example.dk',
        to: [{ email, phone: '+4520123456', language: 'en' }],
        subject: 's',
        text: 'Words for you alone',
      });
    assert.equal((await post(web, 'one@example.com')).status, 201);
    assert.deepEqual(await web.outbox(), [], 'nobody works');
    const worker = run(place, ['start'], {
      ...env,
      SEGL_DATA: data,
      SEGL_ROLES: 'worker',
      SEGL_BOOTSTRAP_TOKEN: token,
    });
    const link = await linkTo(web, 'one@example.com');
    assert.ok(worker.lines.some((line) => line === 'Segl is ready: worker'));

    const both = await startSegl(place, { data, token, env });
    const ana = new Visitor(web.url);
    await openLink(ana, web, link, '+4520123456');
    const elsewhere = new Visitor(both.url);
    for (const [name, value] of ana.cookies) elsewhere.cookies.set(name, value);
    assert.match((await elsewhere.get(`/m/${link}`)).text, /Words for you alone/, 'a session is everybody’s');
    const emails = Array.from({ length: 40 }, (_, n) => `many${n}@example.com`);
    await Promise.all(emails.map((email, n) => post(n % 2 ? web : both, email)));
    for (const email of emails) await linkTo(both, email);
    const mails = (await web.outbox()).filter(({ kind }) => kind === 'mail');
    assert.equal(mails.length, 41, 'each notice left once');
    await elsewhere.post(`/m/${link}/sign-out`, {});
    assert.doesNotMatch((await ana.get(`/m/${link}`)).text, /Words for you alone/, 'and so is its end');
    worker.signal('SIGTERM');
    assert.deepEqual(await Promise.all([worker.ended, web.term().then(({ code }) => code)]), [0, 0]);
    assert.equal((await ask(both.url, '/readyz')).status, 200);
    await both.kill();
  });

  it('made for the first time at the same moment agree on keys, unit and token', async () => {
    const folder = join(place.folder, 'second');
    mkdirSync(folder, { mode: 0o755 });
    const postgres = await ownPostgres(place, folder);
    const options = {
      data: join(folder, 'data'),
      token: 't'.repeat(40),
      env: { SEGL_DATABASE: postgres.url },
    };
    const [one, two] = await Promise.all([startSegl(place, options), startSegl(place, options)]);
    const draft = {
      from: 'a@example.dk',
      to: [{ email: 'x@example.com', phone: '+4520123456', language: 'en' }],
      subject: 's',
      text: 'Words',
    };
    assert.deepEqual(
      (await Promise.all([one, two].map((segl) => segl.post('/api/v1/messages', draft)))).map(
        ({ status }) => status,
      ),
      [201, 201],
    );
    const token = await linkTo(one, 'x@example.com');
    const ana = new Visitor(two.url);
    await openLink(ana, two, token, '+4520123456');
    assert.match((await ana.get(`/m/${token}`)).text, /Words/);
    await Promise.all([one.kill(), two.kill()]);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase } from '../../support/database.ts';
import { ask, Visitor } from './visitor.ts';

const unknown = `/m/${'x'.repeat(43)}`;

describe('Every page', () => {
  let app: App;
  let drop: () => Promise<void>;
  before(async () => {
    const made = await makeDatabase();
    drop = made.drop;
    app = await startApp(made.db);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  for (const path of ['/', unknown, '/desk/sign-in', '/desk/welcome/none', '/outbox', '/nowhere']) {
    it(`is kept by nobody, framed by nobody and loads nothing from elsewhere: ${path}`, async () => {
      const { headers, text } = await ask(app.url, path);
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['referrer-policy'], 'same-origin');
      assert.equal(headers['x-robots-tag'], 'noindex, nofollow');
      assert.equal(headers['x-content-type-options'], 'nosniff');
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.match(policy, /base-uri 'none'/);
      assert.match(policy, /form-action 'self'/);
      assert.doesNotMatch(policy, /unsafe|https?:|\*/);
      assert.equal(headers['x-powered-by'], undefined);
      assert.equal(headers.etag, undefined);
      assert.match(String(headers['content-type']), /^text\/html; charset=utf-8$/);
      assert.doesNotMatch(text, /<script(?![^>]* src=)|<[^>]+ on[a-z]+=|<[^>]+ style=/i);
    });
  }

  it('has the same headers when it is an error', async () => {
    const { status, headers, text } = await ask(app.url, '/m/%E0%A4%A');
    assert.equal(status, 400);
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
    assert.doesNotMatch(text, /URIError|node_modules|at .*\.[jt]s/);
  });

  it('answers what is alive and what is ready', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const { status, headers } = await ask(app.url, path);
      assert.equal(status, 200);
      assert.equal(headers['cache-control'], 'no-store');
    }
  });

  it('shows outbox and figures to its own host, straight from this machine, and to nobody else', async () => {
    const { host, port } = new URL(app.url);
    for (const path of ['/outbox', '/outbox.json']) {
      assert.equal((await ask(app.url, path)).status, 200);
      for (const other of [`127.0.0.1:${port}`, `evil.example:${port}`, 'localhost', `localhost:${port}.`]) {
        assert.equal((await ask(app.url, path, { headers: { host: other } })).status, 404, other);
      }
    }
    for (const path of ['/outbox', '/outbox.json', '/metrics']) {
      for (const name of [
        'forwarded',
        'x-forwarded-for',
        'x-forwarded-host',
        'x-forwarded-proto',
        'x-real-ip',
        'via',
      ]) {
        const answer = await ask(app.url, path, { headers: { host, [name]: 'x' } });
        assert.equal(answer.status, 404, `${path} with ${name}`);
      }
      assert.equal((await ask(app.url, path, { method: 'POST' })).status, 404);
    }
    assert.match((await ask(app.url, '/metrics')).text, /segl_http_request_seconds/);
  });

  it('keeps outbox.json to the shape that programs read, newest first', async () => {
    for (const n of [1, 2]) {
      await app.post('/api/v1/messages', {
        from: 'a@example.dk',
        to: [{ email: `box${n}@example.com`, phone: '+4520123456', language: 'en' }],
        subject: 'x',
        text: 'x',
      });
      await app.waitFor((each) => each.to === `box${n}@example.com`);
    }
    const entries = await app.outbox();
    assert.deepEqual(
      entries.slice(0, 2).map((each) => each.to),
      ['box2@example.com', 'box1@example.com'],
    );
    const { kind, at, subject, raw, text } = entries[0]!;
    assert.equal(kind, 'mail');
    assert.match(at, /^\d{4}-\d\d-\d\dT/);
    assert.ok(subject && raw && text);
  });

  for (const path of [
    '/..%2f..%2fetc/passwd',
    '/../../etc/passwd',
    '/assets/../../package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/segl.000000000000.css/../../../package.json',
    '/m/..%2fdesk',
    '//evil.example/m/x',
    '/desk/messages/..%2f..%2fx',
    '/m/%00',
    `/m/${'y'.repeat(20_000).slice(0, 12_000)}`,
    '/views/layouts/page.ejs',
    '/.git/config',
  ]) {
    it(`has nothing behind ${path.slice(0, 60)}`, async () => {
      const { status, text } = await ask(app.url, path);
      assert.ok([303, 400, 404].includes(status), String(status));
      assert.doesNotMatch(text, /root:x:|"dependencies"|repositoryformatversion|node_modules/);
    });
  }

  it('sends nobody away from its own host', async () => {
    const visitor = new Visitor(app.url);
    for (const path of [
      '//evil.example',
      '/\\evil.example',
      '/?lang=da&next=//evil.example',
      '//evil.example?lang=da',
    ]) {
      const { headers, text } = await visitor.get(path);
      assert.equal(headers.location, undefined);
      assert.doesNotMatch(text, /(href|action)="(\/\/|\/\\|https?:)/);
    }
  });

  it('takes no language that it does not speak', async () => {
    const visitor = new Visitor(app.url);
    for (const lang of ['xx', '../da', '%00', '<script>']) {
      await visitor.get(`/?lang=${encodeURIComponent(lang)}`);
      assert.deepEqual(visitor.setCookies, []);
    }
    const { text } = await visitor.get('/?lang=sv');
    assert.match(text, /<html lang="sv"/);
    assert.match(
      visitor.setCookies[0]!,
      /^__Host-segl-language=sv; Max-Age=\d+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.match((await visitor.get('/')).text, /<html lang="sv"/);
    assert.match((await visitor.get('/nowhere')).text, /<html lang="sv"/);
  });

  it('gives its files for a year, compressed where asked, and nothing else by their names', async () => {
    const { text } = await ask(app.url, '/');
    const href = text.match(/\/assets\/segl\.[0-9a-f]{12}\.css/)![0];
    const plain = await ask(app.url, href);
    assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(plain.headers['content-type'], 'text/css; charset=utf-8');
    assert.equal(plain.headers['x-content-type-options'], 'nosniff');
    const small = await ask(app.url, href, { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(small.headers['content-encoding'], 'gzip');
    assert.ok(small.bytes.length < plain.bytes.length);
    const stale = await ask(app.url, '/assets/segl.000000000000.css');
    assert.equal(stale.headers['cache-control'], 'no-store');
    assert.equal((await ask(app.url, '/assets/none.000000000000.css')).status, 404);
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { Script } from 'node:vm';
import { LinkError } from '../../../../src/doors/web/verifier/link-modules.ts';
import { makeVerifier } from '../../../../src/doors/web/verifier/make-verifier.ts';
import { readModule } from '../../../../src/doors/web/verifier/read-module.ts';
import { verifierHtml } from '../../../../src/doors/web/verifier/verifier-html.ts';
import { type App, startApp } from '../../../support/app.ts';
import { makeDatabase } from '../../../support/database.ts';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('The verifier in one file', () => {
  let html: string;
  let app: App;
  let drop: () => Promise<void>;
  before(async () => {
    ({ html } = await makeVerifier());
    const made = await makeDatabase();
    drop = made.drop;
    app = await startApp(made.db);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  /** What is found, with what stands around it: the whole file would fill the screen. */
  const around = (what: RegExp): string[] =>
    [...html.matchAll(what)].map(({ index }) => html.slice(index - 40, index + 40));

  it('has one script and one style, and allows those alone by their hashes', () => {
    const scripts = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)];
    const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)];
    assert.deepEqual([scripts.length, styles.length], [1, 1]);
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html)!;
    const directives = new Map(policy!.split('; ').map((each) => [each.split(' ')[0], each]));
    assert.equal(directives.get('default-src'), "default-src 'none'");
    assert.equal(directives.get('connect-src'), "connect-src 'none'");
    assert.equal(directives.get('script-src'), `script-src ${hashOf(scripts[0]![1]!)}`);
    assert.equal(directives.get('style-src'), `style-src ${hashOf(styles[0]![1]!)}`);
    assert.ok(!policy!.includes('unsafe'));
    assert.doesNotThrow(() => new Script(scripts[0]![1]!));
  });

  it('names nothing to be loaded', () => {
    const [head, tail] = [html.slice(0, html.indexOf('<script>')), html.slice(html.lastIndexOf('</script>'))];
    assert.doesNotMatch(head + tail, /\bsrc=|url\(|@import|href="(?!data:,")/);
    assert.doesNotMatch(
      html,
      /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|\beval\(/,
    );
  });

  it('is made of our own hashing for browsers, and of nothing that only a server has', () => {
    assert.deepEqual(around(/\brequire\(|\bBuffer\.[a-z]/g), []);
    assert.equal(around(/nobleSha256\.create\(\)/g).length, 1);
  });

  it('cannot be made of what only a server has', () => {
    const { resolve } = readModule(import.meta.url);
    assert.throws(() => resolve('node:fs'), LinkError);
    assert.throws(() => resolve('no-such-package'), LinkError);
    assert.match(resolve('../log/sha256.ts'), /\/log\/sha256-browser\.ts$/);
  });

  it('refuses a script that would end the page around it', () => {
    assert.throws(() => verifierHtml('"</script>"', ''));
    assert.throws(() => verifierHtml('"<!--"', ''));
  });

  it('is handed to anybody, with the same policy and without a part in the site', async () => {
    for (const path of ['/verifier', '/desk/verifier']) {
      const answer = await fetch(`${app.url}${path}`);
      assert.equal(answer.status, 200);
      assert.equal(await answer.text(), html);
      const policy = answer.headers.get('content-security-policy')!;
      assert.match(policy, /script-src 'sha256-[^ ]+';.*frame-ancestors 'none'; sandbox allow-scripts$/);
      assert.match(answer.headers.get('content-type')!, /^text\/html/);
      assert.equal(answer.headers.get('set-cookie'), null);
    }
  });

  it('can be saved, and is not sent again to whoever has it', async () => {
    const saved = await fetch(`${app.url}/verifier?download`);
    assert.equal(saved.headers.get('content-disposition'), 'attachment; filename="segl-verifier.html"');
    const etag = saved.headers.get('etag')!;
    const again = await fetch(`${app.url}/verifier`, {
      headers: { 'If-None-Match': etag, 'Cache-Control': '' },
    });
    assert.equal(again.status, 304);
  });

  it('is compressed for whoever can read that', async () => {
    const length = (headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        get(`${app.url}/verifier`, { headers }, (answer) => {
          let bytes = 0;
          answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
          answer.on('end', () => resolve(bytes));
        }).on('error', reject);
      });
    assert.equal(await length({}), Buffer.byteLength(html));
    assert.ok((await length({ 'Accept-Encoding': 'gzip' })) < html.length / 3);
  });
});

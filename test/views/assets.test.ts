import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, suite, test } from 'node:test';
import express from 'express';
import { assetHref, serveAssets } from '../../src/doors/web/assets.ts';

suite('assets', () => {
  const app = express();
  app.use(serveAssets);
  app.use((_request, response) => void response.status(404).end());
  const server = createServer(app);
  let origin = '';

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  test('are named after their content and kept for a year', async () => {
    const href = assetHref('segl.css');
    assert.match(href, /^\/assets\/segl\.[0-9a-f]{12}\.css$/);
    const response = await fetch(origin + href);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/css; charset=utf-8');
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.match(await response.text(), /--accent/);
  });

  test('are the same bytes compressed or not', async () => {
    const href = origin + assetHref('compose.js');
    const compressed = await fetch(href, { headers: { 'Accept-Encoding': 'gzip' } });
    const plain = await fetch(href, { headers: { 'Accept-Encoding': 'identity' } });
    assert.equal(compressed.headers.get('content-encoding'), 'gzip');
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.equal(await compressed.text(), await plain.text());
  });

  test('of another version are served, and not kept', async () => {
    const response = await fetch(`${origin}/assets/segl.0123456789ab.css`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
  });

  test('are nothing but the files of their folder', async () => {
    for (const path of [
      '/assets/',
      '/assets/segl.css',
      '/assets/other.0123456789ab.css',
      '/assets/..%2fpages.0123456789ab.ts',
      '/assets/constructor.0123456789ab.css',
    ]) {
      assert.equal((await fetch(origin + path)).status, 404, path);
    }
    assert.equal((await fetch(origin + assetHref('segl.css'), { method: 'POST' })).status, 404);
    assert.throws(() => assetHref('nothing.css'), /there is no views\/assets\/nothing\.css/);
  });
});

/** A mail's own HTML in a real browser: what its sender meant is seen, what somebody hostile meant never happens. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, suite, test } from 'node:test';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { frameHeaders } from '../../src/doors/web/security-headers.ts';
import { type App, startApp } from '../support/app.ts';
import { launchBrowser, readInFrame, type Visitor, visit } from '../support/browser.ts';
import { makeDatabase } from '../support/database.ts';
import { linkFor, openByCode, textOf } from './steps.ts';

/** A red square of 2 × 2. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==';

/** Everything that tries to run, to load from `trap`, or to reach the page around it. */
const hostile = (trap: string) => `
  <meta http-equiv="refresh" content="0;url=${trap}/refresh">
  <base href="${trap}/base/">
  <link rel="stylesheet" href="${trap}/link.css"><link rel="prefetch" href="${trap}/prefetch">
  <link rel="preconnect" href="${trap}"><link rel="icon" href="${trap}/icon">
  <style>@import "${trap}/import.css"; @font-face { font-family: f; src: url(${trap}/font) }
    p { font-family: f; background: url(${trap}/css) } body { position: fixed; inset: 0 }</style>
  <script>top.document.title = 'taken'; fetch('${trap}/fetch')</script>
  <script src="${trap}/script.js"></script>
  <p id="words">The letter itself</p>
  <img src="x" onerror="parent.document.body.remove()"><img src="${trap}/img.png">
  <img srcset="${trap}/srcset.png 1x"><picture><source srcset="${trap}/source.png"><img></picture>
  <svg xmlns="http://www.w3.org/2000/svg" onload="location='${trap}/svg'"><script>location='${trap}/svg2'</script>
    <image href="${trap}/svg.png"/><use href="${trap}/use.svg#x"/></svg>
  <p style="background:url(${trap}/style)">x</p>
  <p style="background-image:\\75\\72\\6c(${trap}/escaped)">x</p>
  <p style="position:fixed;inset:0;z-index:99;background:#fff">cover</p>
  <iframe src="${trap}/frame"></iframe><iframe srcdoc="<script>top.location='${trap}/srcdoc'</script>"></iframe>
  <object data="${trap}/object"></object><embed src="${trap}/embed">
  <video poster="${trap}/poster" src="${trap}/video" autoplay></video><audio src="${trap}/audio" autoplay></audio>
  <form action="${trap}/form"><input name="cpr"><button>Continue</button></form>
  <body onload="location='${trap}/body'" background="${trap}/background">
  <table background="${trap}/table"><tr><td>x</td></tr></table>
  <a id="js" href="javascript:top.document.title='taken'">one</a>
  <a id="data" href="data:text/html,<script>top.location='${trap}/data'</script>">two</a>
  <a id="top" href="${trap}/top" target="_top">three</a>
  <input autofocus onfocus="location='${trap}/focus'">
  <details open ontoggle="location='${trap}/toggle'">x</details>`;

suite('the HTML of a mail', () => {
  let drop: () => Promise<void>;
  let app: App;
  let browser: Browser;
  let trap: Server;
  let elsewhere: string;
  let caught: string[] = [];
  let number = 0;

  before(async () => {
    const made = await makeDatabase();
    drop = made.drop;
    app = await startApp(made.db);
    browser = await launchBrowser();
    trap = createServer((request, response) => {
      caught.push(request.url!);
      response.end();
    }).listen(0, '127.0.0.1');
    await once(trap, 'listening');
    elsewhere = `http://localhost:${(trap.address() as AddressInfo).port}`;
  });
  after(async () => {
    await browser?.close();
    trap?.close();
    trap?.closeAllConnections();
    await app?.close();
    await drop?.();
  });

  async function open(
    html: string,
    javaScriptEnabled = true,
  ): Promise<{ visitor: Visitor; letter: FrameLocator; page: Page }> {
    number += 1;
    caught = [];
    const to = { email: `html${number}@example.com`, phone: `+452014000${number}`, language: 'en' };
    const answer = await app.post('/api/v1/messages', {
      from: 'news@havn.example',
      to: [to],
      subject: 'A letter',
      text: 'The plain text',
      html,
      attachments: [
        { filename: 'logo.png', contentType: 'image/png', content: png, contentId: 'logo@havn' },
        {
          filename: 'trap.svg',
          contentType: 'image/svg+xml',
          content: Buffer.from(
            `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
          ).toString('base64'),
          contentId: 'svg@havn',
        },
      ],
    });
    assert.equal(answer.status, 201);
    const visitor = await visit(browser, app.url, { javaScriptEnabled });
    await openByCode(visitor.page, app, await linkFor(app, to.email), to.phone);
    await visitor.page.waitForLoadState('load');
    return { visitor, page: visitor.page, letter: visitor.page.frameLocator('iframe.frame') };
  }

  for (const javaScriptEnabled of [true, false]) {
    test(`shows its pictures and its tables ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const { visitor, page, letter } = await open(
        `<h2 style="color:#0b5351">Hello Ana</h2><img src="cid:logo@havn" alt="Logo" width="120">
        <img src="cid:svg@havn" alt="A plan"><table><tr><td>Rent</td><td>4,200</td></tr></table>`,
        javaScriptEnabled,
      );
      const logo = letter.getByRole('img', { name: 'Logo' });
      assert.equal(await readInFrame(page, 'img[alt=Logo]', 'function () { return this.naturalWidth }'), 2);
      const box = await logo.boundingBox();
      assert.equal(box?.width, 120);
      assert.equal(await letter.getByRole('img', { name: 'A plan' }).getAttribute('src'), null);
      assert.equal(
        await readInFrame(page, 'h2', 'function () { return getComputedStyle(this).color }'),
        'rgb(11, 83, 81)',
      );
      assert.match(await textOf(letter.locator('table')), /Rent\s*4,200/);
      await visitor.leave();
    });
  }

  test('runs nothing, loads nothing and changes nothing around it', async () => {
    const { visitor, page, letter } = await open(hostile(elsewhere));
    const title = await page.title();
    assert.equal(await textOf(letter.getByText('The letter itself')), 'The letter itself');
    assert.equal(
      await letter
        .locator(
          'script, body style, link, meta[http-equiv], iframe, object, embed, svg, form, input, video, audio',
        )
        .count(),
      0,
    );
    const position = 'function () { return getComputedStyle(this).position }';
    assert.equal(await readInFrame(page, 'p:last-of-type', position), 'static');
    for (const words of ['one', 'two']) {
      await letter.getByText(words, { exact: true }).click();
    }
    assert.equal(await page.title(), title);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    assert.deepEqual(caught, []);
    await visitor.leave();
  });

  test('opens its links in a window that knows nothing of ours', async () => {
    const { visitor, page, letter } = await open(
      `<a href="${elsewhere}/away" target="_top" rel="opener">On</a>`,
    );
    const { href: address } = new URL(page.url());
    const coming = visitor.context.waitForEvent('page');
    await letter.getByRole('link', { name: 'On' }).click();
    const opened = await coming;
    await opened.waitForLoadState();
    assert.equal(await opened.evaluate('window.opener'), null);
    assert.equal(await opened.evaluate('document.referrer'), '');
    assert.equal(page.url(), address);
    assert.ok(caught.includes('/away'));
    await visitor.context.close();
    assert.deepEqual(
      visitor.complaints.filter((complaint) => !complaint.startsWith(`request to ${elsewhere}`)),
      [],
    );
  });

  test('is held by the frame alone, should the sanitiser ever let something through', async (t) => {
    caught = [];
    const around = createServer((request, response) => {
      if (request.url === '/letter') {
        for (const [name, value] of Object.entries(frameHeaders)) response.setHeader(name, value);
        response.setHeader('Content-Type', 'text/html');
        return void response.end(hostile(elsewhere));
      }
      response.setHeader('Content-Type', 'text/html');
      response.end(
        request.url === '/'
          ? '<title>ours</title><p>Around</p><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/letter"></iframe>'
          : '',
      );
    }).listen(0, '127.0.0.1');
    await once(around, 'listening');
    const origin = `http://localhost:${(around.address() as AddressInfo).port}`;
    const visitor = await visit(browser, origin);
    t.after(async () => {
      await visitor.context.close();
      around.close();
      around.closeAllConnections();
    });
    await visitor.page.goto(origin);
    const letter = visitor.page.frameLocator('iframe');
    await letter.getByText('The letter itself').waitFor();
    await letter.getByText('one', { exact: true }).dispatchEvent('click');
    await letter.getByRole('button', { name: 'Continue' }).dispatchEvent('click');
    await visitor.page.waitForLoadState('networkidle');
    assert.equal(await visitor.page.title(), 'ours');
    assert.equal(await visitor.page.getByText('Around').count(), 1);
    assert.deepEqual(caught, []);
  });
});

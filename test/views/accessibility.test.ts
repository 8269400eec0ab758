import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { addresses, type Gallery, openGallery } from './gallery.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function findings(page: Page, rules: string): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(`axe.run(document, ${rules}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 200)))`);
}

const width = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth');

suite('in a browser, every page', () => {
  let gallery: Gallery;
  before(async () => {
    gallery = await openGallery();
  });
  after(() => gallery.close());

  const open = (options: object) =>
    gallery.browser.newContext({ bypassCSP: true, viewport: { width: 390, height: 844 }, ...options });

  test('has no finding of axe, WCAG 2.2 AA and good practice, with all details open', async () => {
    const context = await open({});
    const page = await context.newPage();
    for (const address of addresses()) {
      await page.goto(gallery.origin + address);
      await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
      const tags = '["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]';
      assert.deepEqual(await findings(page, `{ runOnly: ${tags} }`), [], address);
    }
    await context.close();
  });

  test('keeps its contrast in the dark', async () => {
    const context = await open({ colorScheme: 'dark' });
    const page = await context.newPage();
    for (const address of addresses()) {
      await page.goto(gallery.origin + address);
      assert.deepEqual(await findings(page, '{ runOnly: ["color-contrast"] }'), [], address);
    }
    await context.close();
  });

  test('fits 320 pixels, which is 400 % zoom, without scrolling sideways', async () => {
    const context = await open({ viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    for (const address of addresses()) {
      await page.goto(gallery.origin + address);
      assert.equal(await width(page), 320, address);
    }
    await context.close();
  });

  test('breaks no rule of a strict content security policy', async () => {
    const context = await open({ bypassCSP: false });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    for (const address of addresses()) {
      await page.goto(gallery.origin + address);
      assert.equal(await page.evaluate('document.styleSheets[0].cssRules.length > 50'), true, address);
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
});

/** For everybody: the road can be walked by keyboard alone, at 400 % zoom, and printed. What axe finds: test/views. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from '../support/app.ts';
import { axe, findings } from '../support/axe.ts';
import { desktop, launchBrowser, phone, visit } from '../support/browser.ts';
import { makeDatabase } from '../support/database.ts';
import { becomeAdministrator, codeFor, linkFor, openByCode } from './steps.ts';

suite('for everybody', () => {
  let drop: () => Promise<void>;
  let app: App;
  let browser: Browser;

  before(async () => {
    const made = await makeDatabase();
    drop = made.drop;
    app = await startApp(made.db);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    await drop?.();
  });

  async function send(number: number, html?: string): Promise<{ link: string; phone: string }> {
    const to = { email: `all${number}@example.com`, phone: `+452015000${number}`, language: 'en' };
    const answer = await app.post('/api/v1/messages', {
      from: 'clerk@havn.example',
      to: [to],
      subject: 'About your case',
      ...(html ? { html } : { text: `A line\n${'long'.repeat(60)}` }),
      attachments: [
        { filename: `${'a very long name '.repeat(8)}.pdf`, contentType: 'application/pdf', content: 'AAAA' },
      ],
    });
    assert.equal(answer.status, 201);
    return { link: await linkFor(app, to.email), phone: to.phone };
  }

  test('a mail’s own HTML has a title, a language and room on a phone, in its frame and on its own', async () => {
    const { link, phone: number } = await send(
      1,
      '<h1>Your use of water</h1><table width="900"><tr><th scope="col">Week</th></tr><tr><td>44</td></tr></table>',
    );
    const { context, page } = await visit(browser, app.url, { ...phone, bypassCSP: true });
    await context.addInitScript({ content: axe });
    await openByCode(page, app, link, number);
    assert.deepEqual(await findings(page), []);
    await page.goto(`${link}/content`);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await page.title(), 'The text of the message');
    assert.equal(await page.evaluate('innerWidth'), 390);
    assert.deepEqual(
      (await findings(page)).filter((finding) => !/^(landmark|region)/.test(finding)),
      [],
    );
    await context.close();
  });

  /** Presses Tab until the element is in focus; everything on the way can be seen to be in focus. */
  async function tabTo(page: Page, name: string): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const [text, outline, width, height, top] = await page.evaluate<
        [string, string, number, number, number]
      >(`(() => {
        const element = document.activeElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const { width, height, top } = element.getBoundingClientRect();
        const words = element.labels?.[0]?.textContent ?? element.textContent;
        return [words.trim(), outlineStyle + ' ' + outlineWidth, width, height, top];
      })()`);
      assert.equal(outline, 'solid 3px', `"${text}" shows that it is in focus`);
      assert.ok(width > 20 && height > 15 && top >= 0 && top < 900, `"${text}" is in sight`);
      if (text.includes(name)) return;
    }
    assert.fail(`"${name}" was not reached`);
  }

  test('a message is opened, read, downloaded and closed by keyboard alone', async () => {
    const { link, phone: number } = await send(2);
    const { page, leave } = await visit(browser, app.url, desktop);
    await page.goto(link);
    await tabTo(page, 'Skip to the content');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Send code by SMS');
    await page.keyboard.press('Enter');
    const code = await codeFor(app, number);
    await page.getByText('Has the code not arrived?').waitFor();
    await tabTo(page, 'Code, six digits');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'About your case' }).waitFor();
    await tabTo(page, 'a very long name');
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    await coming;
    await tabTo(page, 'Sign out');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await leave();
  });

  test('a message is written and followed by keyboard alone', async () => {
    const { page, leave } = await visit(browser, app.url, desktop);
    await becomeAdministrator(page, app);
    await tabTo(page, 'Write a message');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Write a secure message' }).waitFor();
    await tabTo(page, 'E-mail address');
    await page.keyboard.type('keys@example.com');
    await tabTo(page, 'Phone number');
    await page.keyboard.type('20150010');
    await tabTo(page, 'Add a recipient');
    await page.keyboard.press('Enter');
    await page.keyboard.type('second@example.com');
    await tabTo(page, 'Remove');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Subject');
    await page.keyboard.type('By keyboard');
    await tabTo(page, 'Text');
    await page.keyboard.type('Words');
    await tabTo(page, 'Send securely');
    await page.keyboard.press('Enter');
    await page.getByText('The message is sealed and on its way').waitFor();
    assert.equal(await page.getByRole('article').count(), 1);
    await tabTo(page, 'Everything that has happened');
    await page.keyboard.press('Enter');
    await page.getByText('Sent: sealed and stored for this recipient').waitFor();
    await leave();
  });

  test('every page of the road fits 320 pixels, which is 400 % zoom, and stands text twice as large', async () => {
    const { link, phone: number } = await send(3);
    const { context, page } = await visit(browser, app.url, {
      viewport: { width: 320, height: 256 },
      isMobile: false,
    });
    const fits = async (what: string) => {
      for (const size of ['100%', '200%']) {
        await page.evaluate(`document.documentElement.style.fontSize = '${size}'`);
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        assert.ok(width <= 320, `${what} at ${size} is ${width} pixels wide`);
      }
    };
    await page.goto(`${link}?lang=en`);
    await fits('the landing page');
    await page.getByRole('button', { name: 'Send code by SMS' }).click();
    const code = await codeFor(app, number);
    await fits('the code page');
    await page.getByLabel('Code, six digits').fill(code);
    await page.getByRole('button', { name: 'Open the message' }).click();
    await page.getByRole('heading', { name: 'About this message' }).waitFor();
    await fits('the message');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await fits('the way out');
    await page.goto('/desk/sign-in');
    await fits('the way in for staff');
    await context.close();
  });

  test('a printed message has the words, the sender and the times, and none of the controls', async () => {
    const { link, phone: number } = await send(4);
    const { page, leave } = await visit(browser, app.url, desktop);
    await openByCode(page, app, link, number);
    await page.emulateMedia({ media: 'print' });
    for (const words of ['About your case', 'clerk@havn.example', 'Can be read until']) {
      assert.equal(await page.getByText(words).first().isVisible(), true, words);
    }
    assert.equal(await page.getByRole('button', { name: 'Sign out' }).isVisible(), false);
    assert.equal(await page.getByRole('navigation').isVisible(), false);
    const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
    assert.equal(pages?.length, 1);
    await leave();
  });
});

/** Every page that a recipient can get stuck on says what happened and leads on, in each language. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, suite, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { languages } from '../../src/message/languages.ts';
import { texts } from '../../views/languages/index.ts';
import { type App, startApp } from '../support/app.ts';
import { launchBrowser, type Visitor, visit } from '../support/browser.ts';
import { makeDatabase, type TestDatabase } from '../support/database.ts';
import { codeFor, linkFor, openByCode, textOf, wrong } from './steps.ts';

suite('on the recipient’s side', () => {
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let app: App;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let link: string;
  let number = 0;

  before(async () => {
    const made = await makeDatabase();
    ({ db, drop } = made);
    app = await startApp(db);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    await drop?.();
  });
  beforeEach(async () => {
    number += 1;
    visitor = await visit(browser, app.url);
    page = visitor.page;
    link = await send();
  });

  const address = () => `citizen${number}@example.com`;
  const phone = () => `+45201300${String(number).padStart(2, '0')}`;

  async function send(): Promise<string> {
    const content = Buffer.from('A file').toString('base64');
    const answer = await app.post('/api/v1/messages', {
      from: 'clerk@havn.example',
      to: [{ email: address(), phone: phone(), language: 'en' }],
      subject: 'About your case',
      text: 'Something confidential',
      attachments: [{ filename: 'letter.txt', contentType: 'text/plain', content }],
    });
    assert.equal(answer.status, 201);
    return linkFor(app, address());
  }

  /** Where every language link leads, the page says the same in that language, at the same address. */
  async function switches(title: (t: (typeof texts)['en']) => string): Promise<void> {
    const { pathname } = new URL(page.url());
    const place = pathname.startsWith('/m/') ? pathname.split('/').slice(0, 3).join('/') : pathname;
    for (const language of [...languages, 'en'] as const) {
      await page.getByRole('link', { name: texts[language].common.languageName, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: title(texts[language]) }).waitFor();
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      assert.equal(new URL(page.url()).pathname, place);
    }
  }

  test('the landing page and the message keep their place when the language changes', async () => {
    await page.goto(link);
    const unit = (await textOf(page.locator('h1'))).replace('A secure message from ', '');
    await switches((t) => t.landing.title(unit));
    await openByCode(page, app, link, phone());
    for (const language of ['da', 'sv', 'en'] as const) {
      await page.getByRole('link', { name: texts[language].common.languageName, exact: true }).click();
      await page.getByRole('heading', { name: texts[language].recipient.message.details }).waitFor();
      assert.equal(await textOf(page.locator('h1')), 'About your case');
    }
    await visitor.leave();
  });

  test('after a wrong code the language changes and the code can still be typed', async () => {
    await page.goto(link);
    await page.getByRole('button', { name: 'Send code by SMS' }).click();
    const code = await codeFor(app, phone());
    await page.getByLabel('Code, six digits').fill(wrong(code));
    await page.getByRole('button', { name: 'Open the message' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('link', { name: 'Dansk' }).click();
    await page.getByLabel(texts.da.landing.codeLabel).fill(code);
    await page.getByRole('button', { name: texts.da.landing.open }).click();
    await page.getByText('Something confidential').waitFor();
    await visitor.leave();
  });

  test('a reloaded code page sends nothing again', async () => {
    await page.goto(link);
    await page.getByRole('button', { name: 'Send code by SMS' }).click();
    await codeFor(app, phone());
    await page.reload();
    await page.getByRole('link', { name: 'Show the latest status' }).click();
    await page.getByText('The phone company has taken the SMS').waitFor();
    assert.equal((await app.outbox()).filter(({ to }) => to === phone()).length, 1);
    await visitor.leave();
  });

  test('fifteen wrong codes lock the message, and the page says who can unlock it', async () => {
    await page.goto(link);
    await page.getByRole('button', { name: 'Send code by SMS' }).click();
    const code = wrong(await codeFor(app, phone()));
    for (let tries = 0; tries < 14; tries += 1)
      await visitor.context.request.post(`${link}/openings`, { form: { code } });
    await page.reload();
    await page.getByLabel('Code, six digits').fill(code);
    await page.getByRole('button', { name: 'Open the message' }).click();
    await page.getByRole('heading', { name: 'The message is locked' }).waitFor();
    await switches((t) => t.recipient.gone.locked.title);
    assert.match(await textOf(page.locator('main')), /[A-Z]{5}-[A-Z]{5}/);
    await visitor.leave();
  });

  test('an expired message says so, and an open one cannot be read on', async () => {
    await openByCode(page, app, link, phone());
    await db.owner.query(`update deliveries set expires_at = now() - interval '1 day' where email = $1`, [
      address(),
    ]);
    await page.reload();
    await page.getByRole('heading', { name: 'The message can no longer be opened' }).waitFor();
    assert.doesNotMatch(await page.content(), /confidential|letter/);
    await switches((t) => t.recipient.gone.expired.title);
    await visitor.leave();
  });

  test('an unknown link says what to try', async () => {
    const answer = await page.goto('/m/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG');
    assert.equal(answer?.status(), 404);
    await switches((t) => t.recipient.notFound.title);
    await page.goto(`${link.slice(0, -5)}?lang=en`);
    await page.getByRole('heading', { name: 'We cannot find a message at this link' }).waitFor();
    await visitor.leave();
  });

  test('a session that ended in the meantime leads to a new code, from a download too', async () => {
    await openByCode(page, app, link, phone());
    await db.owner.query('delete from recipient_sessions');
    await page.getByRole('link', { name: /Download letter/ }).click();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await page.getByRole('link', { name: 'Get a new code' }).click();
    await page.getByRole('button', { name: 'Send code by SMS' }).waitFor();
    assert.equal(new URL(page.url()).pathname, link);
    await visitor.leave();
  });

  test('asking for too many codes says when to ask again, and the last code still works', async () => {
    await page.goto(link);
    await page.getByRole('button', { name: 'Send code by SMS' }).click();
    const refused = page.getByText('Many codes have been asked for');
    let asked = 0;
    for (; (await refused.count()) === 0; asked += 1) {
      assert.ok(asked < 11, 'ten codes a day at most');
      await page.getByRole('button', { name: 'Send a new SMS' }).click();
    }
    await all(asked);
    await page.getByLabel('Code, six digits').fill(await codeFor(app, phone()));
    await page.getByRole('button', { name: 'Open the message' }).click();
    await page.getByText('Something confidential').waitFor();
    await visitor.leave();
  });

  /** Waits until so many texts have come to the phone: the newest is then the last. */
  async function all(count: number): Promise<void> {
    for (let tries = 0; tries < 400; tries += 1) {
      if ((await app.outbox()).filter(({ to }) => to === phone()).length === count) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail(`${count} codes were asked for, but did not come`);
  }

  test('the front page and an unknown page keep their place when the language changes', async () => {
    await page.goto('/');
    await switches((t) => t.portal.front.title);
    await page.goto('/nothing/here');
    await switches((t) => t.portal.errors.not_found.title);
    await visitor.leave();
  });
});

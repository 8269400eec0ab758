/** What sender and recipient see of a code that did not arrive, on a phone and on a screen. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type App, startApp } from '../support/app.ts';
import { desktop, launchBrowser, phone as onPhone, visit } from '../support/browser.ts';
import { makeDatabase, type TestDatabase } from '../support/database.ts';
import { type PhoneProvider, startPhoneProvider } from '../support/phone-provider.ts';
import { until } from '../support/process.ts';
import { becomeAdministrator, linkFor, textOf, write } from './steps.ts';

suite('a code that does not arrive', () => {
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let app: App;
  let provider: PhoneProvider;
  let browser: Browser;
  let cookies: Awaited<ReturnType<BrowserContext['storageState']>>;

  before(async () => {
    provider = await startPhoneProvider();
    ({ db, drop } = await makeDatabase());
    app = await startApp(db, { SEGL_SMS: provider.sms });
    browser = await launchBrowser();
    const first = await visit(browser, app.url, desktop);
    await becomeAdministrator(first.page, app);
    cookies = await first.context.storageState();
    await first.leave();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    await drop?.();
    provider?.close();
  });

  const fits = async (page: Page) => {
    const [width, room] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, innerWidth]',
    );
    assert.ok(width <= room, `the page is ${width} pixels wide in ${room}`);
  };

  /** Presses the button, and has the provider report how that ended. */
  async function attempt(page: Page, button: string, phone: string, report: Record<string, string>) {
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
    const made = await provider.next(phone);
    await until('taken down', 10, async () => {
      const { rows } = await db.database.query('select from codes where outcome is null');
      return rows.length === 0;
    });
    assert.equal(await made.report(report), 204);
    await page.reload();
  }

  let number = 20_400_000;
  for (const [device, options] of [
    ['a phone', onPhone],
    ['a screen', desktop],
  ] as const) {
    test(`is told to the sender with its reason and remedy, on ${device}`, async () => {
      const phone = String((number += 1));
      const email = `${options === desktop ? 'screen' : 'phone'}@example.com`;
      const desk = await visit(browser, app.url, { ...options, storageState: cookies });
      await write(desk.page, 'Followed', { email, phone, name: 'Ana Berg' });
      const reader = await visit(browser, app.url, options);
      await reader.page.goto(`${await linkFor(app, email)}?lang=en`);
      await attempt(reader.page, 'Send code by SMS', `+45${phone}`, {
        MessageStatus: 'undelivered',
        ErrorCode: '30006',
      });
      await reader.page.getByText('The SMS could not be delivered').waitFor();
      await fits(reader.page);

      await desk.page.reload();
      const card = desk.page.getByRole('article', { name: 'Ana Berg' });
      const setback = card.locator('.setback');
      assert.equal(
        await textOf(setback),
        'The code could not be delivered by SMS The number takes no SMS. It is probably a landline. ' +
          `The recipient can ask to be called with the code instead. Check the number, and correct it here if it is wrong. ${await textOf(setback.locator('time'))}`,
      );
      await card.getByLabel('New phone number').waitFor();
      await card.getByText('Everything that has happened').click();
      const last = card.locator('.events > li').last();
      assert.match(await textOf(last), /^The code could not be delivered by SMS The number takes no SMS/);
      await fits(desk.page);

      await attempt(reader.page, 'Call me instead', `+45${phone}`, { CallSid: 'CA1', CallStatus: 'busy' });
      await reader.page.getByText('We did not get through').waitFor();
      await desk.page.reload();
      assert.match(
        await textOf(setback),
        /by phone call The line was busy\. The recipient can ask for a new code/,
      );
      assert.doesNotMatch(await textOf(card), new RegExp(phone));

      await desk.page.getByText('Correct the phone number').first().click();
      await desk.page.getByLabel('New phone number').fill('20499999');
      await desk.page.getByLabel('How do you know').selectOption('called');
      await desk.page.getByRole('button', { name: 'Correct the phone number' }).click();
      await desk.page.getByText('The phone number has been corrected').waitFor();
      assert.equal(await setback.count(), 0, 'an old story');
      await reader.leave();
      await desk.leave();
    });

    test(`goes by a call alone to a landline, on ${device}`, async () => {
      const phone = `+46879500${options === desktop ? '12' : '11'}`;
      const email = `landline-${options === desktop ? 'screen' : 'phone'}@example.com`;
      const desk = await visit(browser, app.url, { ...desktop, storageState: cookies });
      await write(desk.page, 'To a landline', { email, phone });
      await desk.leave();
      const { page, leave } = await visit(browser, app.url, options);
      await page.goto(`${await linkFor(app, email)}?lang=en`);
      await page.getByText('This number cannot receive text messages').waitFor();
      assert.equal(await page.getByRole('button', { name: 'SMS' }).count(), 0);
      await fits(page);
      await attempt(page, 'Call me with the code', phone, { CallSid: 'CA1', CallStatus: 'no-answer' });
      await page.getByText('We did not get through. You can try again.').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Call me again' }).count(), 1);
      assert.equal(await page.getByRole('button', { name: 'SMS' }).count(), 0);
      await leave();
    });
  }
});

/** The whole road of a message, as a sender and a recipient walk it, with JavaScript and without. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, suite, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type App, startApp } from '../support/app.ts';
import { desktop, launchBrowser, type Visitor, visit } from '../support/browser.ts';
import { makeDatabase } from '../support/database.ts';
import {
  administrator,
  becomeAdministrator,
  codeFor,
  fillRow,
  linkFor,
  signIn,
  textOf,
  wrong,
} from './steps.ts';

const ana = { email: 'ana@example.com', phone: '+4520123456', name: 'Ana Holm' };
const bo = { email: 'bo@example.com', phone: '+4520123457' };
const file = { name: 'Afgørelse "2026".pdf', mimeType: 'application/pdf', buffer: randomBytes(300_000) };
/** Quotes are no part of a file name that every system takes. */
const safeName = 'Afgørelse _2026_.pdf';
const secret = 'The decision is in your favour';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

for (const javaScriptEnabled of [true, false]) {
  suite(`the whole road ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    let app: App;
    let drop: () => Promise<void>;
    let staff: Visitor;
    let reader: Visitor;
    let link: string;

    before(async () => {
      const made = await makeDatabase();
      drop = made.drop;
      app = await startApp(made.db);
      staff = await visit(browser, app.url, { ...desktop, javaScriptEnabled });
      reader = await visit(browser, app.url, { javaScriptEnabled });
    });
    after(async () => {
      await staff?.context.close();
      await reader?.context.close();
      await app?.close();
      await drop?.();
    });

    test('the first administrator sets a password by the one-time link, and signs in with it', async () => {
      const { page } = staff;
      await page.goto(`${app.welcome}?lang=en`);
      await page.getByLabel('Name').fill(administrator.name);
      await page.getByLabel('E-mail address').fill(administrator.email);
      await page.getByLabel('Password', { exact: true }).fill(administrator.password);
      await page.getByLabel('The same password again').fill('another password');
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.getByText('The two passwords are not the same').waitFor();
      assert.equal(await page.getByLabel('Name').inputValue(), administrator.name);

      await becomeAdministrator(page, app);
      await page.getByText(administrator.name).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await signIn(page, 'not the password');
      await page.getByText('The address and the password do not match').waitFor();
      await signIn(page);
      await page.getByText('You have not sent any messages yet').waitFor();

      const second = await page.context().newPage();
      await second.goto(app.welcome!);
      await second.getByText('This link has been used or is too old').waitFor();
      await second.close();
    });

    test('a message goes to two recipients with an attachment', async () => {
      const { page } = staff;
      await page.getByRole('link', { name: 'Write a message' }).first().click();
      await fillRow(page, 1, ana);
      await page.getByRole('button', { name: 'Add a recipient' }).click();
      await fillRow(page, 2, bo);
      assert.equal(
        await page.getByRole('group', { name: 'Recipient 1' }).getByLabel('E-mail').inputValue(),
        ana.email,
      );
      await page.getByLabel('Subject').fill('Your application');
      await page.getByLabel('Text', { exact: true }).fill(`Dear Ana,\n\n${secret}.`);
      await page.getByLabel('Attachments').setInputFiles(file);
      await page.getByRole('button', { name: 'Send securely' }).click();

      await page.getByText('The message is sealed and on its way').waitFor();
      assert.equal(await textOf(page.getByRole('heading', { level: 1 })), 'Your application');
      for (const name of [ana.name, bo.email]) {
        await page.getByRole('article', { name }).getByText('Sent (done)').waitFor();
      }
      await page.getByRole('link', { name: 'All messages' }).click();
      const row = page.getByRole('listitem').filter({ hasText: 'Your application' });
      assert.match(await textOf(row), /ana@example\.com, bo@example\.com/);
    });

    test('the recipient finds the notice in the outbox and opens the landing page', async () => {
      link = await linkFor(app, ana.email);
      await linkFor(app, bo.email);
      const { page } = reader;
      await page.goto('/outbox?lang=en');
      const mail = page.getByRole('article').filter({ hasText: ana.email });
      assert.doesNotMatch(await textOf(mail), /application|decision/);
      await mail.getByRole('link').click();
      assert.equal(new URL(page.url()).pathname, link);
      await page.getByRole('heading', { name: 'A secure message from' }).waitFor();
      assert.match(await textOf(page.locator('main')), /•• •• •• 56/);
    });

    test('a wrong code says how many tries are left, the right one opens the message', async () => {
      const { page } = reader;
      await page.getByRole('button', { name: 'Send code by SMS' }).click();
      const code = await codeFor(app, ana.phone);
      await page.getByLabel('Code, six digits').fill(wrong(code));
      await page.getByRole('button', { name: 'Open the message' }).click();
      await page.getByRole('alert').getByText('You have 14 tries left').waitFor();
      await page.getByLabel('Code, six digits').fill('12a');
      await page.getByRole('button', { name: 'Open the message' }).click();
      await page.getByText('A code has six digits').waitFor();
      await page.getByLabel('Code, six digits').fill(`${code.slice(0, 3)} ${code.slice(3)}`);
      await page.getByRole('button', { name: 'Open the message' }).click();
      await page.getByText(secret).waitFor();
      assert.equal(new URL(page.url()).pathname, link);
      assert.equal(await textOf(page.getByRole('heading', { level: 1 })), 'Your application');
    });

    test('the attachment comes down as it was sent, whole and in ranges', async () => {
      const { page } = reader;
      const coming = page.waitForEvent('download');
      await page.getByRole('link', { name: /Download Afgørelse/ }).click();
      const download = await coming;
      assert.equal(download.suggestedFilename(), safeName);
      const bytes = await readFile(await download.path());
      assert.equal(digest(bytes), digest(file.buffer));

      const address = await page.getByRole('link', { name: /Download/ }).getAttribute('href');
      const part = await reader.context.request.get(address!, { headers: { range: 'bytes=1000-1999' } });
      assert.equal(part.status(), 206);
      assert.equal(part.headers()['content-range'], `bytes 1000-1999/${file.buffer.length}`);
      assert.deepEqual(await part.body(), file.buffer.subarray(1000, 2000));
    });

    test('after signing out neither going back nor the old addresses show anything', async () => {
      const { page } = reader;
      const address = await page.getByRole('link', { name: /Download/ }).getAttribute('href');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      await page.goBack();
      await page.getByRole('heading', { name: 'A secure message from' }).waitFor();
      assert.doesNotMatch(await page.content(), /application|decision|Afgørelse/);
      const again = await reader.context.request.get(address!);
      assert.equal(again.status(), 401);
      assert.deepEqual(await reader.context.cookies().then((all) => all.map(({ name }) => name)), [
        '__Host-segl-language',
      ]);
    });

    test('the timeline says what happened, to whom it happened', async () => {
      const { page } = staff;
      await page.goto('/desk/messages');
      await page.getByRole('link', { name: 'Your application' }).click();
      const opened = page.getByRole('article', { name: ana.name });
      assert.equal(await textOf(opened.locator('.status')), 'Opened');
      await opened.getByText('Everything that has happened').click();
      const events = await textOf(opened.getByRole('list').last());
      for (const words of [
        'Sent: sealed and stored',
        'Notice handed over',
        'The link was fetched',
        'A code was sent by SMS',
        'The right code was given',
        'Opened by somebody with the code',
        'An attachment was opened',
        safeName,
      ]) {
        assert.ok(events.includes(words), `"${words}" in ${events}`);
      }
      const other = page.getByRole('article', { name: bo.email });
      assert.equal(await textOf(other.locator('.status')), 'Notice handed over');
      assert.doesNotMatch(await textOf(other), /right code|was opened/);
    });

    test('who cannot read an SMS is called instead', async () => {
      const { page } = reader;
      await page.goto(await linkFor(app, bo.email));
      await page.getByRole('button', { name: 'Call me with the code' }).click();
      await page.getByText('Press any key when you answer').waitFor();
      await page.getByLabel('Code, six digits').fill(await codeFor(app, bo.phone, 'call'));
      await page.getByRole('button', { name: 'Open the message' }).click();
      await page.getByText(secret).waitFor();
    });

    test('nothing was complained of by either browser', async () => {
      assert.deepEqual(staff.complaints, []);
      assert.deepEqual(reader.complaints, []);
    });
  });
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

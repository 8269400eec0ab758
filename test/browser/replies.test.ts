/** A recipient answers: with files on a bad line, over several visits, and without scripts. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../support/process.ts';
import { openHouse } from './house.ts';
import { linkFor, openByCode } from './steps.ts';

const mebibyte = 1024 * 1024;

suite('an answer', () => {
  const house = openHouse();
  const plan = randomBytes(20 * mebibyte);
  let folder: string;
  let count = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-files-'));
    await writeFile(join(folder, 'house plan.bin'), plan);
    await writeFile(join(folder, 'letter.txt'), 'Dear all');
    await writeFile(join(folder, 'film.bin'), '');
    await truncate(join(folder, 'film.bin'), 2_000_000_000);
  });
  after(() => rm(folder, { recursive: true }));

  async function open(page: Page): Promise<string> {
    count += 1;
    const email = `answers${count}@example.com`;
    const phone = `+4520${String(500_000 + count)}`;
    const answer = await house.app.post('/api/v1/messages', {
      from: 'sagsbehandler@havn.example',
      to: [{ email, phone, language: 'en' }],
      subject: 'Decision',
      text: 'Words for you',
    });
    assert.equal(answer.status, 201);
    const link = await linkFor(house.app, email);
    await openByCode(page, house.app, link, phone);
    await page.getByRole('link', { name: 'Answer', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Answer' }).waitFor();
    return link;
  }

  async function download(page: Page, name: string): Promise<Buffer> {
    const href = await page.getByRole('link', { name }).getAttribute('href');
    return (await page.request.get(href!)).body();
  }

  test('with a large file goes on after a lost connection and after a reload, and says what it does', async () => {
    const { page, context, complaints, leave } = await house.visit();
    const link = await open(page);
    const offsets: number[] = [];
    const cut = new Set([8 * mebibyte, 16 * mebibyte]);
    await context.route('**/replies/uploads/*', async (route) => {
      const offset = route.request().headers()['upload-offset'];
      if (offset === undefined) return route.fallback();
      if (cut.has(Number(offset))) {
        if (Number(offset) === 8 * mebibyte) cut.delete(Number(offset));
        return route.abort('connectionreset');
      }
      offsets.push(Number(offset));
      return route.fallback();
    });
    await page.getByLabel('Your answer', { exact: true }).fill('Here is the plan');
    await page.getByLabel('Files').setInputFiles(join(folder, 'film.bin'));
    await page.getByText('That is more than 1 GB together').waitFor();
    await page.getByLabel('Files').setInputFiles(join(folder, 'house plan.bin'));
    await page.getByText('The connection was lost. It goes on by itself').waitFor();
    // The second piece went through by itself; the third waits until the page is loaded again.
    await until('two pieces', 20, async () => offsets.length === 2);
    await page.getByText('The connection was lost. It goes on by itself').waitFor();
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await page.getByText('Files are still on their way').waitFor();
    await page.getByText('Saved. Nothing is sent yet.').waitFor();
    await page.reload();
    await page.getByText('17 MB of 21 MB is here. Choose the same file again').waitFor();
    assert.equal(await page.getByLabel('Your answer', { exact: true }).inputValue(), 'Here is the plan');
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await page.getByText('A file has not come whole yet').waitFor();
    cut.clear();
    await page.getByLabel('Files').setInputFiles(join(folder, 'house plan.bin'));
    await page.getByText('It is here, and goes with your answer.').waitFor();
    assert.deepEqual(offsets, [0, 8 * mebibyte, 16 * mebibyte], 'nothing was sent twice');
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your answer is sent' }).waitFor();
    await page.getByText('Not read yet').waitFor();
    await page.getByRole('link', { name: /^Sent on/ }).click();
    await page.getByRole('heading', { level: 1, name: 'What you answered' }).waitFor();
    await page.getByText('Here is the plan').waitFor();
    assert.ok((await download(page, 'house plan.bin')).equals(plan));
    assert.ok(page.url().includes(link));
    // The browser says of each connection that broke that it did.
    assert.ok(complaints.splice(0).every((each) => /CONNECTION_RESET|net::ERR|uploads/.test(each)));
    await leave();
  });

  test('can be paused, taken out and thrown away', async () => {
    const { page, context, leave } = await house.visit();
    await open(page);
    const gate = Promise.withResolvers<void>();
    await context.route('**/replies/uploads', async (route) => {
      await gate.promise;
      await route.fallback();
    });
    await page
      .getByLabel('Files')
      .setInputFiles([join(folder, 'house plan.bin'), join(folder, 'letter.txt')]);
    await page.getByText('Waits for its turn').first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).first().click();
    await page.getByText('Paused. Nothing is lost.').waitFor();
    gate.resolve();
    await page.getByText('It is here, and goes with your answer.').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await until('both', 20, async () => (await page.getByText('It is here, and goes').count()) === 2);
    await page.getByRole('button', { name: 'Remove letter.txt' }).click();
    await until('one', 10, async () => (await page.locator('#file-list li').count()) === 1);
    const files = async () => (await house.db.database.query('select from reply_uploads')).count;
    await until('one is kept', 10, async () => (await files()) === 1);
    await page.getByText('Throw away what I have written').click();
    await page.getByRole('button', { name: 'Yes, throw it away' }).click();
    await page.getByText('It is deleted. Nothing was sent.').waitFor();
    assert.equal(await files(), 0);
    await leave();
  });

  test('needs no scripts: kept for later, gone on with, and sent with its files', async () => {
    const { page, leave } = await house.visit({ javaScriptEnabled: false });
    await open(page);
    for (const [language, title] of [
      ['Dansk', 'Svar'],
      ['Svenska', 'Svara'],
      ['English', 'Answer'],
    ] as const) {
      await page.getByRole('link', { name: language, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await page.getByRole('alert').getByText('Write something, or choose a file.').waitFor();
    assert.match(await page.title(), /^Error: /);
    await page.getByLabel('Your answer', { exact: true }).fill('Half');
    await page.getByLabel('Files').setInputFiles(join(folder, 'letter.txt'));
    await page.getByRole('button', { name: 'Save for later' }).click();
    await page.getByText('It is saved, and nothing is sent yet.').waitFor();
    await page.getByLabel('Your answer', { exact: true }).fill('Whole');
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your answer is sent' }).waitFor();
    await page.getByRole('link', { name: /^Sent on/ }).click();
    await page.getByText('Whole').waitFor();
    assert.equal((await download(page, 'letter.txt')).toString(), 'Dear all');
    await leave();
  });
});

import assert from 'node:assert/strict';
import { after, before, beforeEach, suite, test } from 'node:test';
import type { RequestHandler } from 'express';
import type { Page } from 'playwright-core';
import { type Gallery, openGallery, render } from './gallery.ts';

const file = { name: 'brev.txt', mimeType: 'text/plain', buffer: Buffer.from('hemmeligt') };

suite('writing a message', () => {
  let gallery: Gallery;
  let page: Page;
  let answer: (body: string) => { status: number; location?: string; html?: string } | 'never';
  let bodies: string[] = [];

  const post: RequestHandler = async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks).toString();
    bodies.push(body);
    const result = answer(body);
    if (result === 'never') return;
    if (result.location) return response.redirect(result.status, result.location);
    response.status(result.status).type('html').end(result.html);
  };

  before(async () => {
    gallery = await openGallery(post);
  });
  after(() => gallery.close());
  beforeEach(async () => {
    bodies = [];
    answer = () => ({ status: 303, location: '/desk-message/full' });
    await page?.close();
    page = await gallery.browser.newPage();
    await page.goto(`${gallery.origin}/desk-compose/first`);
  });

  const fieldNames = (body: string) =>
    [...body.matchAll(/form-data; name="([^"]*)"/g)].map(([, name]) => name);

  test('adds and removes recipients without a reload, numbered anew, focus following', async () => {
    await page.getByLabel('E-mailadresse').fill('a@example.dk');
    await page.locator('#language-0').selectOption('sv');
    await page.getByRole('button', { name: 'Tilføj en modtager' }).click();
    await page.getByRole('button', { name: 'Tilføj en modtager' }).click();
    assert.equal(await page.evaluate('document.activeElement.id'), 'email-2');
    assert.equal(await page.locator('#email-1').inputValue(), '');
    assert.equal(await page.locator('#language-2').inputValue(), 'sv');
    await page.locator('#email-2').fill('c@example.dk');
    await page.getByRole('button', { name: 'Fjern: Modtager 2' }).click();
    assert.equal(await page.locator('#email-1').inputValue(), 'c@example.dk');
    assert.deepEqual(await page.locator('.recipient-row legend').allTextContents(), [
      'Modtager 1',
      'Modtager 2',
    ]);
    assert.equal(
      await page.evaluate(
        'document.querySelectorAll("[id]").length === new Set([...document.querySelectorAll("[id]")].map((e) => e.id)).size',
      ),
      true,
    );
    await page.getByRole('button', { name: 'Fjern: Modtager 1' }).click();
    assert.equal(await page.getByRole('button', { name: 'Fjern' }).count(), 0);
    assert.equal(await page.locator('#rows-status').textContent(), 'Modtageren er fjernet');
  });

  test('sends the fields in order, files last, and goes on to the message', async () => {
    await page.getByLabel('E-mailadresse').fill('a@example.dk');
    await page.getByLabel('Tekst').fill('Hej');
    await page.getByLabel('Vedhæftede filer').setInputFiles([file]);
    await page.getByRole('button', { name: 'Send sikkert' }).click();
    await page.waitForURL('**/desk-message/full');
    assert.deepEqual(fieldNames(bodies[0]!), [
      'key',
      'from',
      'email',
      'phone',
      'name',
      'language',
      'opens',
      'subject',
      'text',
      'expiresDays',
      'sign',
      'statement',
      'statement-da',
      'statement-sv',
      'statement-en',
      'moment',
      'atLeast',
      'dueDays',
      'ifMissed',
      'choices',
      'replies',
      'passing',
      'undoMinutes',
      'files',
    ]);
  });

  test('shows problems in place and keeps the chosen files', async () => {
    answer = () => ({ status: 422, html: render('desk-compose', 'problems') });
    await page.getByRole('button', { name: 'Tilføj en modtager' }).click();
    await page.getByLabel('Vedhæftede filer').setInputFiles([file]);
    await page.getByRole('button', { name: 'Send sikkert' }).click();
    await page.locator('#errors').waitFor();
    assert.equal(await page.evaluate('document.activeElement.id'), 'errors');
    assert.match((await page.locator('#phone-1-errors').textContent())!, /telefonnummer/);
    assert.equal(await page.evaluate('document.getElementById("files").files.length'), 1);
    assert.equal(await page.getByText('Vælg filerne igen').count(), 0);
    assert.ok(await page.getByRole('button', { name: 'Send sikkert' }).isEnabled());
  });

  test('shows codes that are told this once where it stands, instead of asking for them again', async () => {
    answer = () => ({ status: 200, html: render('desk-access-codes', 'sent') });
    await page.getByRole('button', { name: 'Send sikkert' }).click();
    await page.getByRole('heading', { name: 'Koder, der skal gives videre' }).waitFor();
    assert.equal(await page.getByText('7K3M-Q9TX-4BWD').count(), 1);
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'H1');
    assert.match(page.url(), /\/desk\/messages\//);
    assert.equal(bodies.length, 1);
  });

  test('can be cancelled, and says that nothing is lost', async () => {
    answer = () => 'never';
    await page.getByLabel('Tekst').fill('Hej');
    await page.getByRole('button', { name: 'Send sikkert' }).click();
    await page.getByRole('button', { name: 'Annullér' }).click();
    assert.match((await page.getByRole('alert').textContent())!, /Annulleret/);
    assert.equal(await page.getByLabel('Tekst').inputValue(), 'Hej');
    assert.ok(await page.getByRole('button', { name: 'Send sikkert' }).isEnabled());
  });

  test('tells a lost session and a refusal apart', async () => {
    answer = () => ({ status: 401, html: render('desk-sign-in', 'ended') });
    await page.getByRole('button', { name: 'Send sikkert' }).click();
    await page.getByText('Du er blevet logget ud').waitFor();
    answer = () => ({ status: 413, html: render('error', 'too-large') });
    await page.getByRole('button', { name: 'Send sikkert' }).click();
    await page.getByText('Beskeden blev ikke modtaget').waitFor();
  });

  test('does not send when Enter is pressed in a field', async () => {
    await page.getByLabel('Emne').fill('Emne');
    await page.getByLabel('Emne').press('Enter');
    // The script shows the progress before anything leaves, so its absence is proof.
    assert.ok(await page.locator('#upload').isHidden());
    assert.ok(await page.getByRole('button', { name: 'Send sikkert' }).isEnabled());
    assert.equal(await page.locator('.recipient-row').count(), 1);
  });

  test('works without script: a button asks the server for another row, files stay last', async () => {
    answer = () => ({ status: 200, html: render('desk-compose', 'full') });
    const context = await gallery.browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${gallery.origin}/desk-compose/first`);
    await plain.getByRole('button', { name: 'Tilføj en modtager' }).click();
    assert.equal(await plain.locator('.recipient-row').count(), 2);
    const names = fieldNames(bodies[0]!);
    assert.ok(names.includes('more'));
    assert.equal(names.at(-1), 'files');
    assert.equal(await plain.getByRole('button', { name: 'Fjern' }).count(), 0);
    await context.close();
  });
});

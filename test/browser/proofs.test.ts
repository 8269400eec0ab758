/** Taking away what proves a message: a sender at the desk, and a recipient on a phone, without script. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { verifyBundle } from '../../src/evidence/verification/verify-bundle.ts';
import { noTrust } from '../../src/message/verification.ts';
import { phone } from '../support/browser.ts';
import { openStaffedHouse } from './house.ts';
import { linkFor, openByCode, textOf, write } from './steps.ts';

const ana = { email: 'ana@example.com', phone: '20123456', name: 'Ana Berg' };

/** Presses, and reads the file that comes; again while the log has not taken up what is newest. */
async function download(page: Page, pressed: Locator): Promise<{ name: string; bytes: Uint8Array }> {
  for (let tries = 0; tries < 20; tries += 1) {
    const coming = page.waitForEvent('download', { timeout: 5_000 }).catch(() => undefined);
    await pressed.click();
    const file = await coming;
    if (file)
      return { name: file.suggestedFilename(), bytes: new Uint8Array(await readFile(await file.path())) };
  }
  throw new Error('No file came');
}

suite('what proves a message', () => {
  const house = openStaffedHouse();

  test('is taken from its page at the desk, as a file that verifies and as a PDF', async () => {
    const { page, leave } = await house.come({ javaScriptEnabled: false });
    await write(page, 'About your case', ana);
    const card = page.getByRole('region', { name: 'Hand out what is recorded' });
    assert.match(await textOf(card), /Each time is recorded, with who did it\./);
    const file = await download(page, card.getByRole('button', { name: 'Evidence file' }));
    assert.match(file.name, /^evidence-[0-9a-f-]{36}\.json$/);
    assert.equal((await verifyBundle(file.bytes, noTrust)).verdict, 'consistent');
    const pdf = await download(page, card.getByRole('button', { name: 'PDF' }));
    assert.match(pdf.name, /^evidence-[0-9a-f-]{36}\.pdf$/);
    assert.equal(Buffer.from(pdf.bytes.subarray(0, 5)).toString(), '%PDF-');
    const verifier = card.getByRole('link', { name: 'Verifier' });
    assert.equal(await verifier.getAttribute('href'), '/desk/verifier?lang=en');
    await leave();
  });

  test('is taken by the recipient, of their own delivery, on a phone', async () => {
    const { page, leave } = await house.visit({ ...phone, javaScriptEnabled: false });
    const link = await linkFor(house.app, ana.email);
    await openByCode(page, house.app, link, '+4520123456');
    await page.getByRole('link', { name: 'Receipt for this message' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your receipt' }).waitFor();
    assert.match(await textOf(page.locator('main')), /That you took a receipt is recorded as well\./);
    await page.getByText('when it was sent, and when it was opened.').waitFor();
    for (const [language, title] of [
      ['Dansk', 'Din kvittering'],
      ['Svenska', 'Ditt kvitto'],
      ['English', 'Your receipt'],
    ] as const) {
      await page.getByRole('link', { name: language, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    }
    const file = await download(page, page.getByRole('link', { name: 'Evidence file', exact: true }));
    assert.match(file.name, /^receipt-[0-9a-f-]{36}\.json$/);
    const report = await verifyBundle(file.bytes, noTrust);
    assert.equal(report.verdict, 'consistent');
    assert.deepEqual(
      report.deliveries.map(({ recipient }) => recipient),
      [{ name: ana.name, address: ana.email }],
    );
    const pdf = await download(page, page.getByRole('link', { name: 'PDF' }));
    assert.match(pdf.name, /^receipt-[0-9a-f-]{36}\.pdf$/);
    await page.getByRole('link', { name: 'Back to the message' }).click();
    await page.getByRole('heading', { level: 1, name: 'About your case' }).waitFor();
    await leave();
  });
});

/** Compliance has a file made and takes it away, with script switched off. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { phone } from '../support/browser.ts';
import { proveSecondFactor } from '../support/second-factor.ts';
import { openStaffedHouse } from './house.ts';
import { administrator, textOf, write } from './steps.ts';

async function download(page: Page, pressed: Locator): Promise<{ name: string; text: string }> {
  const coming = page.waitForEvent('download');
  await pressed.click();
  const file = await coming;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

suite('a file of evidence', () => {
  const house = openStaffedHouse();
  before(() =>
    house.db.database.query(
      `insert into grants (person_id, role, unit_id) select id, 'compliance', null from people where email = $1`,
      [administrator.email],
    ),
  );

  test('is made, followed, taken after a proof of who takes it, and deleted', async () => {
    const { page, leave } = await house.come({ ...phone, javaScriptEnabled: false });
    await write(page, 'About your case', { email: 'ana@example.com', phone: '20123456' });
    await page.goto('/desk/evidence');
    await page.getByText('Nobody outside has stamped this log').waitFor();
    await page.getByRole('link', { name: 'Export evidence' }).click();
    await page.getByRole('button', { name: 'Make the file' }).click();
    const refresh = page.getByRole('link', { name: 'See how far it has come' });
    for (let tries = 0; tries < 100 && (await refresh.isVisible()); tries += 1) await refresh.click();
    await page.getByRole('heading', { level: 1, name: 'The file is ready' }).waitFor();
    assert.match(await textOf(page.locator('main')), /Everything, without limits\./);
    const address = page.url();

    const file = page.getByRole('link', { name: 'Download the file' });
    await house.db.database.query("update staff_sessions set proven_at = now() - interval '11 minutes'");
    await file.click();
    await page.waitForURL(/\/desk\/step-up\?next=/);
    assert.equal(new URL(page.url()).searchParams.get('next'), new URL(address).pathname);
    await proveSecondFactor(house.db, administrator.email);
    await page.goto(address);
    const taken = await download(page, file);
    assert.match(taken.name, /^evidence-[0-9-]{10}\.csv$/);
    assert.match(taken.text, /^index,event,at,type,/);
    const statement = await download(page, page.getByRole('link', { name: 'signed statement' }));
    assert.equal(statement.name, `${taken.name}.manifest.json`);

    await page.getByRole('button', { name: 'Delete the file now' }).click();
    await page.getByText('The file has been deleted.').waitFor();
    await leave();
  });
});

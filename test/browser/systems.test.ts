/** An administrator brings a system in, changes its secret without a pause, and closes it: on a phone, without script. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { phone } from '../support/browser.ts';
import { openStaffedHouse } from './house.ts';

suite('systems and their secrets', () => {
  const house = openStaffedHouse();

  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
  const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
  const works = async (secret: string) =>
    (await house.app.get('/api/v1/token', { authorization: `Bearer ${secret}` })).status;
  const shown = async (page: Page) => {
    const [id, secret] = await page.locator('dd.secret').allInnerTexts();
    return { id: id!, secret: secret! };
  };
  const leads = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

  test('from the first secret to the last', async () => {
    const visitor = await house.come({ ...phone, javaScriptEnabled: false });
    const { page } = visitor;

    await page.goto('/desk/systems');
    await follow(page, 'Add a system');
    await leads(page, 'Add a system');
    await page.getByLabel('Name', { exact: true }).fill('Billing');
    await page.getByLabel('May send from').fill('*@example');
    await page.getByLabel('Networks').fill('10.1.2.3/24');
    await press(page, 'Add and make a secret');
    await page.getByRole('alert').getByText('Write each network with its length').waitFor();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Billing');
    await page.getByLabel('Networks').fill('');
    await press(page, 'Add and make a secret');
    await leads(page, 'Billing has been added');
    const old = await shown(page);
    assert.equal(await works(old.secret), 200);

    await follow(page, 'Back to Billing');
    await page.getByRole('link', { name: /^Replace/ }).click();
    await leads(page, 'Replace the secret first');
    await page.getByLabel('Name of the secret').fill('second');
    await press(page, 'Make the secret');
    await leads(page, 'The secret is made');
    const fresh = await shown(page);
    assert.equal(fresh.id, old.id);
    assert.deepEqual([await works(old.secret), await works(fresh.secret)], [200, 200]);

    await follow(page, 'Back to Billing');
    await page.getByText('A new secret has come in its place').waitFor();
    const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'first' }) });
    await card
      .getByText(/^End it now/)
      .first()
      .click();
    await card.getByRole('button', { name: /^End it now/ }).click();
    await page.getByText('The secret has ended.').waitFor();
    assert.deepEqual([await works(old.secret), await works(fresh.secret)], [401, 200]);

    await page.getByRole('link', { name: /^Change its end/ }).click();
    await page.getByLabel('Ends after so many days').fill('20');
    await press(page, 'Save');
    await page.getByText('Ends within 30 days').waitFor();

    await page.getByText('Close this system').first().click();
    await press(page, 'Close this system');
    await page.getByText('The system is closed').waitFor();
    assert.equal(await works(fresh.secret), 401);
    await follow(page, 'Open it again');
    await press(page, 'Open it again');
    await page.getByText('The system is open again').waitFor();
    await page.getByText('No secret opens anything at present.').waitFor();
    await page.getByText('The system was closed').waitFor();
    await visitor.leave();
  });
});

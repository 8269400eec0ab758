/** What an administrator does with the rules, on a phone and with script switched off. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { phone } from '../support/browser.ts';
import { openStaffedHouse } from './house.ts';
import { textOf } from './steps.ts';

suite('the rules', () => {
  const house = openStaffedHouse();

  test('are changed without script: another row, a slip told at its row, a warning, a tick', async () => {
    const { page, leave } = await house.come({ ...phone, javaScriptEnabled: false });
    await page.goto('/desk/policy');
    await page.getByRole('link', { name: 'Change the rules' }).click();
    await page.getByLabel('Seal', { exact: true }).selectOption('by_rule');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const first = page.getByRole('group', { name: 'Rule 1', exact: true });
    const second = page.getByRole('group', { name: 'Rule 2', exact: true });
    await first.getByLabel('This', { exact: true }).fill('[sikker]');
    await second.getByLabel('If').selectOption({ label: 'The recipient’s domain is' });
    await second.getByLabel('This', { exact: true }).fill('nowhere');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByRole('link', { name: 'Rule 2: That is not a domain' }).waitFor();
    assert.match(await textOf(second), /That is not a domain/);
    assert.equal(await first.getByLabel('This', { exact: true }).inputValue(), '[sikker]');
    await second.getByLabel('This', { exact: true }).fill('*.example.com');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    const tick = page.getByLabel('Yes, let this mail through unsealed');
    assert.equal(await tick.isChecked(), false);
    await tick.check();
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('The new rules hold from now on').waitFor();
    const sealing = page.getByRole('region', { name: 'Which mail is sealed' });
    assert.match(await textOf(sealing), /subject contains \[sikker\].*domain is \*\.example\.com/);
    assert.match(await textOf(page.locator('.events li').first()), /Anne Sørensen/);
    await leave();
  });

  test('of two administrators, the second sees what the first decided, and keeps what they typed', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => house.come()));
    for (const { page } of [one!, two!]) await page.goto('/desk/policy/change');
    for (const [index, { page }] of [one!, two!].entries()) {
      await page.getByRole('button', { name: 'Add a rule' }).click();
      const row = page.getByRole('group', { name: 'Rule 3', exact: true });
      await row.getByLabel('This', { exact: true }).fill(`[number ${index + 1}]`);
    }
    await one!.page.getByRole('button', { name: 'Save the rules' }).click();
    await one!.page.getByText('The new rules hold from now on').waitFor();
    await two!.page.getByRole('button', { name: 'Save the rules' }).click();
    await two!.page.getByRole('alert').getByText('Somebody else changed the rules meanwhile').waitFor();
    assert.match(await textOf(two!.page.locator('#meanwhile')), /\[number 1\]/);
    const row = two!.page.getByRole('group', { name: 'Rule 3', exact: true });
    assert.equal(await row.getByLabel('This', { exact: true }).inputValue(), '[number 2]');
    for (const { leave } of [one!, two!]) await leave();
  });
});

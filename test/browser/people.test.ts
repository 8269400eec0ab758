/** What administrators do about people and units, on a desk and on a phone, without any script of ours. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { desktop, phone, type Visitor } from '../support/browser.ts';
import { openStaffedHouse } from './house.ts';
import { administrator, textOf } from './steps.ts';

suite('people and units', () => {
  const house = openStaffedHouse();
  let visitor: Visitor;
  let page: Page;
  const come = (options: object) => house.come({ ...options, javaScriptEnabled: false });
  beforeEach(async () => {
    visitor = await come(desktop);
    page = visitor.page;
  });
  afterEach(() => visitor.leave());

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const link = (name: string) => page.getByRole('link', { name, exact: true });

  test('a unit is made, its people get roles in it, and history tells of both', async () => {
    await page.goto('/desk/units');
    await page.getByLabel('Name', { exact: true }).fill('Byg og Miljø');
    await page.getByLabel('Name that recipients see').fill('Havn Kommune, Byg og Miljø');
    await page.getByLabel('Shared address').fill('byg@havn.example');
    await button('Add the unit').click();
    await page.getByText('The unit has been added.').waitFor();

    await link('People').click();
    await link('Add a person').click();
    await page.getByLabel('Name').fill('Bent Holm');
    await page.getByLabel('E-mail address').fill('bent@havn.example');
    await page.getByLabel('Unit').selectOption({ label: 'Byg og Miljø' });
    await button('Add and make a link').click();
    await page.getByRole('heading', { name: 'Bent Holm has been added' }).waitFor();
    await link('Go to the person').click();

    await page.getByLabel('Another role').selectOption({ label: 'Compliance' });
    await page.getByLabel('Where').selectOption({ label: 'In all units' });
    await button('Save').click();
    await page.getByText('The person has been changed.').waitFor();
    const roles = page.getByRole('group', { name: 'Roles' });
    assert.equal(await roles.getByRole('checkbox', { checked: true }).count(), 2);
    await roles.getByRole('checkbox', { name: 'Sender in Byg og Miljø' }).uncheck();
    await button('Save').click();
    await page.getByText('The person has been changed.').waitFor();
    assert.match(
      await textOf(page.locator('.history li').first()),
      /Roles: Compliance in all units, Sender in Byg og Miljø → became Compliance in all units$/,
    );

    await link('History').click();
    assert.match(await textOf(page.locator('.history')), /The unit was added: Byg og Miljø/);
    await link('Bent Holm').first().click();
    await page.getByText('Only what was done to').waitFor();
    assert.equal(await page.locator('.history li').count(), 3);
  });

  test('on a phone somebody is looked for, deactivated, and found among those who are', async () => {
    await page.goto('/desk/people/new');
    await page.getByLabel('Name').fill('Ulla Vig');
    await page.getByLabel('E-mail address').fill('ulla@havn.example');
    await button('Add and make a link').click();
    await page.locator('.secret').waitFor();
    await visitor.leave();
    visitor = await come(phone);
    page = visitor.page;
    await page.goto('/desk/people');
    await page.getByLabel('Search by name or address').fill('ulla@');
    await button('Show').click();
    assert.equal(await page.getByRole('row').count(), 2);
    await link('Ulla Vig').click();
    await page.locator('summary', { hasText: 'Deactivate' }).click();
    assert.match(await textOf(page.locator('details')), /Messages sent ?0/);
    await button('Deactivate this person').click();
    await page.getByText('The person has been deactivated.').waitFor();
    await link('All people').click();
    assert.equal(await link('Ulla Vig').count(), 0);
    await page.getByLabel('Show people').selectOption({ label: 'Deactivated' });
    await button('Show').click();
    await link('Ulla Vig').click();
    await button('Activate again').click();
    await page.getByText('The person has been activated again.').waitFor();
  });

  test('whoever is second sees how it stands, and keeps what they typed', async () => {
    await page.goto('/desk/people');
    await link(administrator.name).click();
    const other = await come(desktop);
    await other.page.goto(page.url());
    await other.page.getByLabel('Name').fill('Anne S. Holm');
    await other.page.getByRole('button', { name: 'Save', exact: true }).click();
    await other.page.getByText('The person has been changed.').waitFor();
    await other.leave();
    await page.getByLabel('Name').fill('Anne Vig');
    await button('Save').click();
    await page.getByRole('alert').waitFor();
    assert.equal(await textOf(page.locator('h1')), 'Anne S. Holm');
    assert.equal(await page.getByLabel('Name').inputValue(), 'Anne Vig');
    await button('Save').click();
    await page.getByText('The person has been changed.').waitFor();
    assert.equal(await textOf(page.locator('h1')), 'Anne Vig');
    await page.getByRole('checkbox', { name: /Administrator/ }).uncheck();
    await button('Save').click();
    assert.match(await textOf(page.getByRole('alert')), /Somebody must remain who can administer everything/);
  });
});

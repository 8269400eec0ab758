/** Compliance erases, on a phone and with script switched off, while the recipient has the message open. */
import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import { phone } from '../support/browser.ts';
import { proveSecondFactor } from '../support/second-factor.ts';
import { openStaffedHouse } from './house.ts';
import { administrator, linkFor, openByCode, textOf, write } from './steps.ts';

suite('erasing', () => {
  const house = openStaffedHouse();
  before(() =>
    house.db.database.query(
      `insert into grants (person_id, role, unit_id) select id, 'compliance', null from people where email = $1`,
      [administrator.email],
    ),
  );

  test('goes from the message to a page that says what goes, and back to one that says by whom', async () => {
    const email = 'ana@example.com';
    const { page, leave } = await house.come({ ...phone, javaScriptEnabled: false });
    await write(page, 'About your case', { email, phone: '20123456', name: 'Ana Berg' });
    const address = page.url().replace(/\?.*/, '');
    const reader = await house.visit({ javaScriptEnabled: false });
    const link = await linkFor(house.app, email);
    await openByCode(reader.page, house.app, link, '+4520123456');

    await page.goto(address);
    await page.getByRole('link', { name: 'Erase this message or a recipient' }).click();
    await page.getByRole('heading', { level: 1, name: 'Erase data' }).waitFor();
    await page.getByText('One recipient may still open this message.').waitFor();
    for (const [language, title] of [
      ['Dansk', 'Slet data'],
      ['Svenska', 'Radera uppgifter'],
      ['English', 'Erase data'],
    ] as const) {
      await page.getByRole('link', { name: language, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    }
    await page.getByLabel('Only these recipients').check();
    await page.getByLabel('Why').selectOption({ label: 'The person has asked for it' });
    await page.getByLabel('In your own words').fill('Ana Berg asked for it');
    await page.getByLabel('I understand that this cannot be undone').check();
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    await page.getByRole('alert').getByText('Choose at least one recipient.').waitFor();
    const ana = page.getByRole('group', { name: 'Which recipients' }).getByLabel('Ana Berg, ana@example.com');
    await ana.check();
    await page.getByLabel('I understand that this cannot be undone').check();
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    await page.getByRole('alert').getByText('without the recipient’s name').waitFor();
    assert.equal(await ana.isChecked(), true);
    assert.equal(await page.getByLabel('In your own words').inputValue(), 'Ana Berg asked for it');
    await page.getByLabel('In your own words').fill('Case 2026-118');
    await page.getByLabel('I understand that this cannot be undone').check();
    await page.getByRole('button', { name: 'Erase', exact: true }).click();

    await page.getByText('It has been erased.').waitFor();
    const card = page.getByRole('article', { name: 'Erased recipient' });
    assert.match(await textOf(card), /What was kept about this recipient has been erased by Anne Sørensen, /);
    assert.doesNotMatch(await textOf(page.locator('main')), /Ana Berg|ana@example\.com/);
    const gone = await reader.page.goto(link);
    assert.equal(gone!.status(), 404);
    await reader.leave();

    await page.getByRole('link', { name: 'Erase this message or a recipient' }).click();
    await page.getByLabel('The whole message').check();
    await page.getByLabel('Why').selectOption({ label: 'It is not needed any more' });
    await page.getByLabel('I understand that this cannot be undone').check();
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    await page.getByText('The content has been erased by Anne Sørensen').waitFor();
    await page.getByRole('link', { name: 'All messages' }).click();
    await page.getByText('Erased recipient').waitFor();
    await leave();
  });

  test('asks for a proof of who it is, when the last one is old', async () => {
    const { page, leave } = await house.come(phone);
    await write(page, 'Another', { email: 'bo@example.com', phone: '20123457' });
    await house.db.database.query("update staff_sessions set proven_at = now() - interval '11 minutes'");
    await page.getByRole('link', { name: 'Erase this message or a recipient' }).click();
    await page.waitForURL(/\/desk\/step-up\?next=/);
    await proveSecondFactor(house.db, administrator.email);
    await leave();
  });
});

/** A sender asks for a signature, and hands a code over: from the form to what the message's page then says. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openStaffedHouse } from './house.ts';
import { fillRow, linkFor } from './steps.ts';

const words = 'I have received the decision of 3 May.';

suite('a sender who asks for a signature', () => {
  const house = openStaffedHouse();

  test('writes the words, hands a code over that opens, and sees who declined and why', async () => {
    const desk = await house.come();
    const { page } = desk;
    await page.goto('/desk/messages/new?lang=en');
    await fillRow(page, 1, { email: 'ana@example.com', name: 'Ana Berg', phone: '20 12 34 58' });
    await page.getByLabel('The code').selectOption('access_code');
    await page.getByLabel('Subject').fill('The decision');
    await page.getByLabel('Text', { exact: true }).fill('You have been given a place.');
    await page.locator('summary', { hasText: 'Ask for a signature' }).click();
    await page.getByLabel('My own words, written below').check();
    await page.getByLabel('When', { exact: true }).selectOption('before');
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByRole('link', { name: 'Write the words that are to be signed' }).waitFor();
    await page.getByLabel('My own words', { exact: true }).fill(words);
    await page.locator('summary', { hasText: 'More choices' }).click();
    await page.getByLabel('Recipients see each other').check();
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByRole('heading', { name: 'A code to hand over' }).waitFor();
    const code = (await page.locator('dd.secret').textContent())!;
    assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/);

    const { page: theirs, leave } = await house.visit({ javaScriptEnabled: false });
    await theirs.goto(await linkFor(house.app, 'ana@example.com'));
    await theirs.getByRole('textbox', { name: 'Code from the sender' }).fill('7K3M-Q9TX-4BWD');
    await theirs.getByRole('button', { name: 'Open with this code' }).click();
    await theirs.getByText('not the code that the sender made for you').waitFor();
    await theirs
      .getByRole('textbox', { name: 'Code from the sender' })
      .fill(code.toLowerCase().replaceAll('-', ' '));
    await theirs.getByRole('button', { name: 'Open with this code' }).click();
    await theirs.getByText(words).waitFor();
    assert.equal(await theirs.getByText('You have been given a place').count(), 0);
    await theirs.getByRole('link', { name: 'I do not want to sign' }).click();
    await theirs.getByLabel('Why? (optional)').fill('That is not my case.');
    await theirs.getByRole('button', { name: 'Decline to sign' }).click();
    await theirs.getByRole('heading', { name: 'You have declined to sign' }).waitFor();
    await leave();

    await page.getByRole('link', { name: 'To the message' }).click();
    await page.getByRole('heading', { name: 'What is to be signed' }).waitFor();
    await page.getByText(words).waitFor();
    const card = page.getByRole('article', { name: 'Ana Berg' });
    await card.getByText('Declined to sign').first().waitFor();
    await card.locator('blockquote', { hasText: 'That is not my case.' }).waitFor();
    await desk.leave();
  });
});

/** A message, its answer and the answer to that, from both sides, without scripts on either. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openStaffedHouse } from './house.ts';
import { administrator, linkFor, openByCode, write } from './steps.ts';

suite('a conversation', () => {
  const house = openStaffedHouse();
  const [email, phone] = ['ana@example.com', '+4520123456'];

  async function answer(page: Page, words: string): Promise<void> {
    await page.getByRole('link', { name: 'Answer', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Answer' }).waitFor();
    await page.getByLabel('Your answer', { exact: true }).fill(words);
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await page.getByRole('heading', { name: 'Your answer is sent' }).waitFor();
  }

  test('goes from the desk to a phone and back, until it stands as one', async () => {
    const { page: desk, leave: away } = await house.come({ javaScriptEnabled: false });
    await write(desk, 'Building permit', { email, phone, name: 'Ana Berg' });
    const ana = await house.visit({ javaScriptEnabled: false });
    await openByCode(ana.page, house.app, await linkFor(house.app, email), phone);
    await answer(ana.page, 'May I come on Monday?');

    await house.app.waitFor(
      ({ to, subject }) => to === administrator.email && subject === 'Der er kommet svar på din sikre besked',
    );
    await desk.goto('/desk/messages');
    await desk.getByRole('link', { name: 'Answers (1 unread)' }).click();
    await desk.getByRole('heading', { level: 1, name: 'Answers' }).waitFor();
    await desk.getByRole('link', { name: 'Answer from Ana Berg' }).click();
    await desk.getByText('May I come on Monday?').waitFor();
    assert.equal(await desk.getByRole('link', { name: 'Answers', exact: true }).count(), 1);
    await desk.getByLabel('Text', { exact: true }).fill(' ');
    await desk.getByRole('button', { name: 'Send securely' }).click();
    await desk.getByRole('alert').waitFor();
    await desk.getByLabel('Text', { exact: true }).fill('Monday at ten');
    const since = new Date().toISOString();
    await desk.getByRole('button', { name: 'Send securely' }).click();
    await desk.getByText('The message is sealed and on its way').waitFor();

    const notice = await house.app.waitFor(({ to, at }) => to === email && at > since);
    const link = new URL(notice.text.match(/http:\/\/\S+\/m\/\S+/)![0]).pathname;
    const again = await house.visit({ javaScriptEnabled: false });
    await openByCode(again.page, house.app, link, phone);
    await again.page.getByText('Monday at ten').waitFor();
    await answer(again.page, 'Thank you');

    await desk.reload();
    await desk.getByRole('heading', { level: 2, name: '1 answer' }).waitFor();
    await desk.getByRole('link', { name: 'The whole conversation' }).click();
    await desk.getByRole('heading', { level: 1, name: 'Conversation' }).waitFor();
    const turns = await desk.getByRole('article').allTextContents();
    for (const [place, words] of [
      'About Building permit',
      'May I come on Monday?',
      'Monday at ten',
      'New',
    ].entries())
      assert.ok(turns[place]?.includes(words), `${words} in ${turns[place]}`);
    await desk.getByRole('link', { name: 'Read the answer' }).click();
    await desk.getByText('Thank you').waitFor();
    await Promise.all([away(), ana.leave(), again.leave()]);
  });
});

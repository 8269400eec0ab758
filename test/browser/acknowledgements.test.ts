/** Somebody is asked to sign: with a code, on a phone, without any script. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openHouse } from './house.ts';
import { codeFor, linkFor, textOf, wrong } from './steps.ts';

suite('somebody who is asked to sign', () => {
  const house = openHouse();
  const statements = {
    en: 'I have read the decision about the day nursery.',
    da: 'Jeg har læst afgørelsen om vuggestuen.',
  };

  async function opened(email: string, phone: string, moment: 'before' | 'after') {
    const answer = await house.app.post('/api/v1/messages', {
      from: 'sagsbehandler@havn.example',
      to: [{ email, phone, language: 'en' }],
      subject: 'Decision about Ana',
      text: 'Words for Ana alone',
      acknowledgement: {
        statements,
        moment,
        dueAt: new Date(Date.now() + 5 * 86_400_000).toISOString(),
      },
    });
    const { deliveries } = (await answer.json()) as { deliveries: { id: string }[] };
    const { page, leave } = await house.visit({ javaScriptEnabled: false });
    await page.goto(await linkFor(house.app, email));
    await page.getByRole('button', { name: 'Send code by SMS' }).click();
    await page.getByLabel('Code, six digits').fill(await codeFor(house.app, phone));
    await page.getByRole('button', { name: 'Open the message' }).click();
    await page.getByText(statements.en).waitFor();
    return { page, leave, delivery: deliveries[0]!.id };
  }

  const statusOf = async (delivery: string): Promise<string> => {
    const { rows } = await house.db.database.query<{ status: string }>(
      'select status from deliveries where id = $1',
      [delivery],
    );
    return rows[0]!.status;
  };

  async function signingCode(page: Page, phone: string): Promise<string> {
    await page.getByRole('button', { name: 'Send code by SMS' }).click();
    await page.getByRole('heading', { name: 'Enter the code to sign' }).waitFor();
    const sms = await house.app.waitFor(
      ({ kind, to, text }) => kind === 'sms' && to === phone && text.includes('asks you to sign'),
    );
    return sms.text.match(/\b\d{6}\b/)![0];
  }

  test('reads the message, signs the words with a code of their own, and has a receipt', async () => {
    const phone = '+4520123456';
    const { page, leave, delivery } = await opened('after@example.com', phone, 'after');
    await page.getByText('Words for Ana alone').waitFor();
    const code = await signingCode(page, phone);
    await page.getByLabel('Code, six digits').fill(wrong(code));
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByRole('alert').getByText('That code is not right.').waitFor();
    assert.match(await page.title(), /^Error: /);
    await page.getByLabel('Code, six digits').fill(code);
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByRole('heading', { name: 'You have signed' }).waitFor();
    await page.getByText('Words for Ana alone').waitFor();
    assert.equal(await statusOf(delivery), 'acknowledged');
    await page
      .getByRole('region', { name: 'You have signed' })
      .getByRole('link', { name: /receipt/i })
      .click();
    await page.getByRole('link', { name: /PDF/ }).waitFor();
    await page.getByText('when it was sent, opened and signed for.').waitFor();
    await leave();
  });

  test('signs before the message opens, or declines with a reason', async () => {
    const phone = '+4520123457';
    const { page, leave, delivery } = await opened('before@example.com', phone, 'before');
    assert.doesNotMatch(await textOf(page.locator('body')), /Ana/);
    await page.getByRole('link', { name: 'Dansk' }).click();
    await page.getByText(statements.da).waitFor();
    await page.getByRole('link', { name: 'English' }).click();
    const code = await signingCode(page, phone);
    await page.getByLabel('Code, six digits').fill(code);
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('Words for Ana alone').waitFor();
    assert.equal(await statusOf(delivery), 'acknowledged');
    await leave();

    const other = await opened('declines@example.com', '+4520123458', 'before');
    await other.page.getByRole('link', { name: 'I do not want to sign' }).click();
    await other.page.getByText('The message stays closed for you.').waitFor();
    await other.page.getByLabel('Why? (optional)').fill('It is about my sister.');
    await other.page.getByRole('button', { name: 'Decline to sign' }).click();
    await other.page.getByRole('heading', { name: 'You have declined to sign' }).waitFor();
    assert.equal(await statusOf(other.delivery), 'declined');
    await other.leave();
  });
});

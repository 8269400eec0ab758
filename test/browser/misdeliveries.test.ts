/** Somebody gets what is not for them: says so without an account, or deletes it when the sender asks for that. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { desktop } from '../support/browser.ts';
import { until } from '../support/process.ts';
import { openHouse } from './house.ts';
import { codeFor, linkFor, openByCode, textOf, wrong } from './steps.ts';

suite('a wrong recipient', () => {
  const house = openHouse(async () => ({ SEGL_COMPLIANCE_MAIL: 'dpo@havn.example' }));
  const person = '+4520123456';

  interface Sent {
    readonly message: string;
    readonly delivery: string;
    readonly email: string;
    readonly link: string;
  }

  async function send(email: string): Promise<Sent> {
    const answer = await house.app.post('/api/v1/messages', {
      from: 'sagsbehandler@havn.example',
      to: [{ email, phone: person, language: 'en' }],
      subject: 'Decision about Ana',
      text: 'Words for Ana alone',
      attachments: [{ filename: 'decision.txt', contentType: 'text/plain', content: 'V29yZHM=' }],
    });
    const { id: message, deliveries } = (await answer.json()) as { id: string; deliveries: { id: string }[] };
    return { message, delivery: deliveries[0]!.id, email, link: await linkFor(house.app, email) };
  }

  const statusOf = async ({ delivery }: Sent): Promise<string> => {
    const { rows } = await house.db.database.query<{ status: string }>(
      'select status from deliveries where id = $1',
      [delivery],
    );
    return rows[0]!.status;
  };

  const inEachLanguage = async (page: Page, titles: Readonly<Record<string, string>>): Promise<void> => {
    for (const [language, title] of Object.entries(titles)) {
      await page.getByRole('link', { name: language, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    }
  };

  test('says so from the notice without a code; the sender hears of it, and the right one opens it all the same', async () => {
    const sent = await send('somebody@example.com');
    const { page, leave } = await house.visit({ javaScriptEnabled: false });
    await page.goto(sent.link);
    await page.getByRole('link', { name: 'This is not for me' }).click();
    await inEachLanguage(page, {
      Dansk: 'Beskeden er ikke til mig',
      Svenska: 'Meddelandet är inte till mig',
      English: 'This is not for me',
    });
    assert.doesNotMatch(await textOf(page.locator('main')), /Ana|decision/i);
    await page.getByLabel('The person it is for is no longer here').check();
    await page.getByRole('button', { name: 'Tell the sender' }).click();
    await page.getByRole('heading', { level: 1, name: 'Thank you for your help' }).waitFor();
    await page.getByText('The sender is asked to find the right address.').waitFor();
    await inEachLanguage(page, { Dansk: 'Tak for hjælpen', English: 'Thank you for your help' });
    assert.equal(await statusOf(sent), 'reported');

    const toSender = await house.app.waitFor(
      ({ kind, text }) => kind === 'mail' && text.includes(sent.email),
    );
    assert.doesNotMatch(toSender.text + toSender.subject, /Decision about/);
    await house.app.waitFor(
      ({ kind, to, text }) => kind === 'mail' && to === 'dpo@havn.example' && text.includes(sent.message),
    );
    const reminded = await house.app.post(`/api/v1/messages/${sent.message}/reminders`, {});
    assert.equal(reminded.status, 409);

    await page.getByRole('link', { name: 'Back to the message' }).click();
    await page.getByText('Somebody has said that this message is not for them.').waitFor();
    await leave();
    const right = await house.visit({ javaScriptEnabled: false });
    await openByCode(right.page, house.app, sent.link, person);
    await right.page.getByText('Words for Ana alone').waitFor();
    assert.equal(await statusOf(sent), 'opened');
    await right.page.getByRole('link', { name: 'This is not for me' }).click();
    await right.page.getByRole('link', { name: 'Back' }).click();
    await right.page.getByText('Words for Ana alone').waitFor();
    await right.leave();
  });

  test('is asked to choose, and loses nothing by not choosing', async () => {
    const sent = await send('else@example.com');
    const { page, leave } = await house.visit(desktop);
    await page.goto(`${sent.link}/misdeliveries`);
    await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
    await page.getByRole('button', { name: 'Tell the sender' }).click();
    await page.getByRole('alert').getByText('Choose what fits best.').waitFor();
    assert.match(await page.title(), /^Error: /);
    assert.equal(await statusOf(sent), 'notified');
    await page.getByLabel('It is for me, but I no longer have the phone').check();
    await page.getByRole('button', { name: 'Tell the sender' }).click();
    await page.getByText('the same link works with your new phone').waitFor();
    await leave();
  });

  test('who opened it before the recall is asked to delete it, and confirms with a code by SMS', async () => {
    const sent = await send('opened@example.com');
    const { page, leave } = await house.visit({ javaScriptEnabled: false });
    await openByCode(page, house.app, sent.link, person);
    const recall = await house.app.post(`/api/v1/messages/${sent.message}/recalls`, {
      reason: 'wrong_recipient',
    });
    assert.equal(recall.status, 201);
    const request = await house.app.waitFor(
      ({ kind, to, subject }) => kind === 'mail' && to === sent.email && /by mistake/.test(subject ?? ''),
    );
    assert.doesNotMatch(request.text + request.subject, /Decision about|Words for/);
    const link = request.text.match(/^http\S+$/m)![0];
    const answer = await page.goto(link);
    assert.equal(answer!.status(), 410);
    await inEachLanguage(page, {
      Dansk: 'Vil du slette det, du har gemt?',
      Svenska: 'Vill du ta bort det du har sparat?',
      English: 'Please delete what you have saved',
    });
    assert.doesNotMatch(await textOf(page.locator('main')), /Ana/);
    const before = (await house.app.outbox()).filter(({ kind }) => kind === 'sms').length;
    await page.getByRole('button', { name: 'Send code by SMS' }).click();
    await until('another SMS', 10, async () => {
      return (await house.app.outbox()).filter(({ kind }) => kind === 'sms').length > before;
    });
    const code = await codeFor(house.app, person);
    await page.getByLabel('No, I have not passed it on').check();
    await page.getByLabel('Code, six digits').fill(wrong(code));
    await page.getByRole('button', { name: 'I have deleted it' }).click();
    await page.getByRole('alert').getByText('You have 14 tries left').waitFor();
    assert.equal(await page.getByLabel('No, I have not passed it on').isChecked(), true);
    await page.getByLabel('I do not know').check();
    await page.getByLabel('Code, six digits').fill(code);
    await page.getByRole('button', { name: 'I have deleted it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Thank you for your help' }).waitFor();
    await house.app.waitFor(
      ({ kind, to, text }) => kind === 'mail' && to === 'dpo@havn.example' && text.includes(sent.message),
    );
    assert.equal(await statusOf(sent), 'recalled');
    await page.goto(sent.link);
    await page.getByRole('heading', { level: 1, name: 'Thank you for your help' }).waitFor();
    await leave();
  });

  test('who never opened a recalled message learns that there is nothing to do', async () => {
    const sent = await send('never@example.com');
    await house.app.post(`/api/v1/messages/${sent.message}/recalls`, { reason: 'wrong_recipient' });
    const { page, leave } = await house.visit();
    await page.goto(sent.link);
    await page.getByRole('heading', { level: 1, name: 'The sender has called the message back' }).waitFor();
    await page.getByText('Nothing of it was shown to anybody with this link').waitFor();
    assert.equal(await page.getByRole('button').count(), 0);
    await leave();
  });
});

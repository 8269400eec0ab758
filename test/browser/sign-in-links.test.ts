/** Somebody who sends from a mail program and never chose a password, on a phone and without JavaScript. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, suite, test } from 'node:test';
import { mintSignInLink } from '../../src/delivery/sign-in-link.ts';
import { openHouse } from './house.ts';
import { linkFor } from './steps.ts';

suite('a sender without a password', () => {
  const house = openHouse();
  let message: string;
  const person = randomUUID();
  const email = 'birgitte.kristoffersen@havn.example';

  before(async () => {
    await house.db.database.query(
      `insert into people (id, unit_id, email, name)
        select $1, id, $2, 'Birgitte Kristoffersen' from units limit 1`,
      [person, email],
    );
    const answer = await house.app.post('/api/v1/messages', {
      from: email,
      to: [{ email: 'held@example.com', language: 'en' }],
      subject: 'About your case',
      text: 'Something confidential',
    });
    ({ id: message } = (await answer.json()) as { id: string });
    await house.db.database.query('update messages set person_id = $2 where id = $1', [message, person]);
  });

  const mint = () => house.db.database.transaction((tx) => mintSignInLink(tx, person, message));

  test('follows the link of a mail to their message, and supplies the phone that it waits for', async () => {
    const { page, leave } = await house.visit({ javaScriptEnabled: false });
    const path = await mint();
    await page.goto(`${path}?lang=en`);
    await page.getByText(`This link is for ${email}.`).waitFor();
    for (const [language, title] of [
      ['Dansk', 'Log ind til dine beskeder'],
      ['Svenska', 'Logga in till dina meddelanden'],
      ['English', 'Sign in to your messages'],
    ] as const) {
      await page.getByRole('link', { name: language, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    }
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'About your case' }).waitFor();
    assert.equal(new URL(page.url()).pathname, `/desk/messages/${message}`);
    await page.getByLabel('New phone number').fill('20 12 34 56');
    await page.getByLabel('How do you know').selectOption('directory');
    await page.getByRole('button', { name: 'Correct the phone number' }).click();
    await page.getByText('The phone number has been corrected').waitFor();
    await linkFor(house.app, 'held@example.com');

    await page.goto(path);
    await page.getByRole('heading', { level: 1, name: 'This link no longer works' }).waitFor();
    await leave();
  });

  test('asks for a link on the page for signing in, and gets it by mail', async () => {
    const { page, leave } = await house.visit({ javaScriptEnabled: false });
    await page.goto('/desk/sign-in?lang=en');
    await page.getByText('Do you send from your mail program').click();
    const address = page.getByLabel('The address you send from');
    const get = page.getByRole('button', { name: 'Get a link by mail' });
    await address.fill('birgitte@nowhere');
    await get.click();
    await page.getByRole('alert').getByText('That is not an e-mail address').waitFor();
    assert.equal(await address.inputValue(), 'birgitte@nowhere');
    await address.fill(email);
    await get.click();
    await page.getByText(`If ${email} is known here, a link is on its way.`).waitFor();
    await page.getByRole('link', { name: 'Svenska' }).click();
    await page.getByRole('heading', { level: 1, name: 'Titta i din inkorg' }).waitFor();
    const mail = await house.app.waitFor(({ to }) => to === email);
    await page.goto(new URL(mail.text.match(/http:\/\/\S+\/desk\/links\/\S+/)![0]).pathname);
    await page.getByRole('button', { name: 'Logga in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dina meddelanden' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'About your case' }).count(), 1);
    await leave();
  });
});

/** Somebody who comes back with a telephone that knows its owner, as Chromium's virtual authenticator does. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openHouse } from './house.ts';
import { openByCode } from './steps.ts';

async function plugIn(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

suite('a recipient who comes back', () => {
  const house = openHouse();
  const person = { email: 'ana@example.com', phone: '+4520123456', language: 'en' };

  async function send(subject: string, more: object = {}): Promise<string> {
    const answer = await house.app.post('/api/v1/messages', {
      from: 'sagsbehandler@havn.example',
      to: [person],
      subject,
      text: `About ${subject}`,
      ...more,
    });
    assert.equal(answer.status, 201, await answer.clone().text());
    const { deliveries } = (await answer.json()) as { deliveries: { id: string }[] };
    const { rows } = await house.db.database.query<{ reference: string }>(
      'select reference from deliveries where id = $1',
      [deliveries[0]!.id],
    );
    const { reference } = rows[0]!;
    const mail = await house.app.waitFor(({ kind, text }) => kind === 'mail' && text.includes(reference));
    return new URL(mail.text.match(/http:\/\/\S+\/m\/\S+/)![0]).pathname;
  }

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const opened = (page: Page, subject: string) =>
    page.getByRole('heading', { level: 1, name: subject }).waitFor();
  const smsSent = async () =>
    (await house.db.database.query("select from events where type = 'delivery.code_sent'")).count;

  test('adds a passkey after one code, and then opens, signs and finds all messages without another', async () => {
    const { page, leave } = await house.visit();
    await plugIn(page);
    await openByCode(page, house.app, await send('The first'), person.phone);
    await page.getByRole('link', { name: 'Open without a code next time' }).click();
    await page.getByLabel('What you call it').fill('My telephone');
    await press(page, 'Add a passkey');
    await page.getByText('The passkey is added.').waitFor();
    await page.locator('bdi').getByText('My telephone').waitFor();
    await press(page, 'Add a passkey');
    await page.getByRole('alert').getByText('This device already holds a passkey').waitFor();
    await page.getByRole('link', { name: 'Back to the message' }).click();
    await opened(page, 'The first');
    await press(page, 'Sign out');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();

    await page.goto(await send('The second'));
    await press(page, 'Open with a passkey');
    await opened(page, 'The second');

    const statement = 'I have read the third.';
    await page.goto(
      await send('The third', {
        acknowledgement: { statements: { en: statement }, moment: 'before', atLeast: 'passkey' },
      }),
    );
    await press(page, 'Open with a passkey');
    await page.getByText(statement).first().waitFor();
    await press(page, 'Sign with the passkey');
    await opened(page, 'The third');
    const { rows } = await house.db.database.query<{ method: string }>('select method from acknowledgements');
    assert.deepEqual(rows, [{ method: 'passkey' }]);
    await press(page, 'Sign out');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();

    await page.goto('/my?lang=en');
    await press(page, 'Open with a passkey');
    await page.getByText('These are the secure messages').waitFor();
    assert.equal(await page.locator('.row').count(), 3);
    assert.equal(await page.getByText('The second').count(), 0);
    await page.getByRole('button', { name: /^Open/ }).nth(1).click();
    await opened(page, 'The second');
    assert.equal(await smsSent(), 1);

    await page.getByRole('link', { name: 'Open without a code next time' }).click();
    await page.getByText(/^Rename or remove/).click();
    await page.getByLabel('What you call it').first().fill('Old telephone');
    await press(page, 'Save the name');
    await page.getByText('The passkey has its new name.').waitFor();
    await page.getByText(/^Rename or remove/).click();
    await press(page, 'Remove this passkey');
    await page.getByText('The passkey is removed.').waitFor();
    await page.goto(await send('The fourth'));
    await page.getByRole('button', { name: 'Send code by SMS' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Open with a passkey' }).count(), 0);
    await leave();
  });

  test('comes to all messages from one that a code opened, without script, and is told calmly what passkeys need', async () => {
    const { page, leave } = await house.visit({ javaScriptEnabled: false });
    await openByCode(page, house.app, await send('The fifth'), person.phone);
    await page.getByRole('link', { name: 'Open without a code next time' }).click();
    await page.getByText('A passkey cannot be made here').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Add a passkey' }).count(), 0);
    await page.getByRole('link', { name: 'Back to the message' }).click();
    await opened(page, 'The fifth');
    await page.getByRole('link', { name: 'Your messages' }).click();
    await page.getByText('These are the secure messages').waitFor();
    const rows = await page.locator('.row').count();
    await page.getByRole('button', { name: /^Open/ }).last().click();
    await page.getByRole('heading', { name: 'About this message' }).waitFor();
    await page.getByRole('link', { name: 'Your messages' }).click();
    await page.getByText('These are the secure messages').waitFor();
    assert.equal(await page.locator('.row').count(), rows);
    await press(page, 'Sign out');
    await page.getByText('Have you no passkey?').waitFor();
    await page.getByText('Passkeys cannot be used in this browser').waitFor();
    await leave();
  });
});

/** Taking a message back, on a phone and with script switched off: undone in time, from some of several, and after a report. */
import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import { phone } from '../support/browser.ts';
import { until } from '../support/process.ts';
import { openStaffedHouse } from './house.ts';
import { administrator, fillRow, linkFor, openByCode, textOf, write } from './steps.ts';

suite('a recall', () => {
  const house = openStaffedHouse();
  before(() =>
    house.db.database.query(
      `insert into grants (person_id, role, unit_id) select id, 'compliance', null from people where email = $1`,
      [administrator.email],
    ),
  );
  const come = () => house.come({ ...phone, javaScriptEnabled: false });

  test('within the time that was chosen undoes the sending: nobody gets a notice', async () => {
    const email = 'early@example.com';
    const { page, leave } = await come();
    await page.goto('/desk/messages/new');
    await fillRow(page, 1, { email, phone: '20123456' });
    await page.getByLabel('Subject').fill('Too early');
    await page.getByLabel('Text', { exact: true }).fill('Not finished');
    await page.getByLabel('Send notices').selectOption({ label: 'After 5 minutes' });
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByRole('heading', { name: 'You can still change your mind' }).waitFor();
    await page.getByText(/The notice leaves at \d\d[:.]\d\d/).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('It is recalled.').waitFor();
    const seen = await textOf(page.getByRole('region', { name: 'Never opened' }));
    assert.match(seen, /No notice had left: this recipient has heard nothing of it/);
    await page.getByRole('link', { name: 'Back to the message' }).click();
    assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0);
    assert.ok((await house.app.outbox()).every(({ to }) => to !== email));
    await leave();
  });

  test('from one of two leaves the other, who reads on', async () => {
    const { page, leave } = await come();
    await page.goto('/desk/messages/new');
    await fillRow(page, 1, { email: 'one@example.com', phone: '20123456' });
    await page.getByRole('button', { name: 'Add a recipient' }).click();
    await fillRow(page, 2, { email: 'two@example.com', phone: '20123457' });
    await page.getByLabel('Subject').fill('For two');
    await page.getByLabel('Text', { exact: true }).fill('For both of you');
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByText('The message is sealed and on its way').waitFor();
    const [first, second] = [
      await linkFor(house.app, 'one@example.com'),
      await linkFor(house.app, 'two@example.com'),
    ];
    await page.getByRole('link', { name: 'Recall this message' }).click();
    const recipients = page.getByRole('group', { name: 'Whom it is recalled from' });
    await recipients.getByLabel('two@example.com').uncheck();
    await page.getByLabel('It was sent too early').check();
    await page.getByRole('button', { name: 'Recall', exact: true }).click();
    await page.getByText('1 recipient never opened it').waitFor();
    assert.match(await textOf(page.getByRole('region', { name: 'Not recalled' })), /two@example\.com/);

    const reader = await house.visit({ javaScriptEnabled: false });
    assert.equal((await reader.page.goto(first))!.status(), 410);
    await openByCode(reader.page, house.app, second, '+4520123457');
    await reader.page.getByText('For both of you').waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Recall it from this recipient' }).click();
    assert.equal(await page.getByRole('checkbox').count(), 0, 'there is only one left');
    await page.getByRole('button', { name: 'Recall', exact: true }).click();
    // The browser asks for the reason itself.
    await page.getByLabel('The text is not right').check();
    await page.getByRole('button', { name: 'Recall', exact: true }).click();
    await page.getByText('1 recipient had opened it, 1 recipient never opened it').waitFor();
    assert.equal((await reader.page.reload())!.status(), 410);
    await reader.leave();
    await leave();
  });

  test('follows a stranger’s word that nobody at the domain is meant, and so does a block', async () => {
    const email = 'booking@fred.example';
    const { page, leave } = await come();
    await write(page, 'Booking', { email, phone: '20123456' });
    const message = page.url().replace(/\?.*/, '');
    const stranger = await house.visit({ javaScriptEnabled: false });
    await stranger.page.goto(await linkFor(house.app, email));
    await stranger.page.getByRole('link', { name: 'This is not for me' }).click();
    await stranger.page.getByLabel('It is for nobody at our addresses').check();
    await stranger.page.getByRole('button', { name: 'Tell the sender' }).click();
    await stranger.page.getByRole('heading', { level: 1, name: 'Thank you for your help' }).waitFor();
    await stranger.leave();

    await page.goto(message);
    await page.getByText('Somebody says that this is not for them').waitFor();
    await page.getByRole('link', { name: 'See what else was sent there' }).click();
    assert.equal(await page.getByLabel('Address or domain').inputValue(), 'fred.example');
    for (const [language, title] of [
      ['Dansk', 'Spær en adresse eller et domæne'],
      ['Svenska', 'Spärra en adress eller en domän'],
      ['English', 'Block an address or a domain'],
    ] as const) {
      await page.getByRole('link', { name: language, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    }
    await page.getByLabel('Why').fill('It was fredericia');
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByText('It is blocked.').waitFor();
    await page.getByRole('link', { name: `Recall it ${email}` }).click();
    await page.getByLabel('It went to the wrong person').check();
    await page.getByRole('button', { name: 'Recall', exact: true }).click();
    await page.getByText('1 recipient never opened it').waitFor();
    await page.goto('/desk/messages/new');
    await fillRow(page, 1, { email: 'info@fred.example', phone: '20123456' });
    await page.getByLabel('Text', { exact: true }).fill('Again');
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByRole('alert').getByText('has blocked this address').waitFor();
    await until('nothing more went there', 5, async () =>
      (await house.app.outbox()).every(({ to }) => to !== 'info@fred.example'),
    );
    await leave();
  });
});

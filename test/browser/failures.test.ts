/** Compliance goes through the inbox of failures, on a phone and with script switched off. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, suite, test } from 'node:test';
import { phone } from '../support/browser.ts';
import { openStaffedHouse } from './house.ts';
import { administrator, textOf, write } from './steps.ts';

suite('the inbox of failures', () => {
  const house = openStaffedHouse();
  before(async () => {
    await house.db.database.query(
      `insert into grants (person_id, role, unit_id) select id, 'compliance', null from people where email = $1`,
      [administrator.email],
    );
    const { rows } = await house.db.database.query<{ id: string }>(
      `insert into systems (id, unit_id, name, senders) select $1, id, 'Booking', '{*}' from units limit 1 returning id`,
      [randomUUID()],
    );
    await house.db.database.query(
      `insert into failures (id, message_id, system_id, recipient, about, reason, at, sender_notice, owner_notice)
        select gen_random_uuid(), gen_random_uuid(), $1, 'citizen' || n || '@fred.dk', 'bounced', 'refused',
          now() - make_interval(mins => n), gen_random_uuid(), gen_random_uuid() from generate_series(1, 60) n`,
      [rows[0]!.id],
    );
  });

  test('leads from a group that has grown to its failures, and closes them with a word', async () => {
    const { page, leave } = await house.come({ ...phone, javaScriptEnabled: false });
    // The counts follow within seconds.
    const grown = page.getByText('Has grown: more likely a fault in a system than slips.');
    for (let tries = 0; tries < 100 && (await grown.count()) === 0; tries += 1) {
      await page.goto('/desk/failures?lang=en');
    }
    await grown.waitFor();
    await page.getByText('Nobody gets alarms or the daily mail.').waitFor();
    await page.getByRole('link', { name: 'Domain', exact: true }).click();
    await page.getByRole('link', { name: '@fred.dk' }).waitFor();
    await page.getByRole('link', { name: 'System', exact: true }).click();
    await page.getByRole('link', { name: 'Booking', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Cause', exact: true }).click();
    await page.getByRole('link', { name: /^Notice rejected/ }).click();
    await page.getByRole('heading', { level: 1, name: /^Notice rejected/ }).waitFor();
    for (const [language, button] of [
      ['Dansk', 'Luk de valgte'],
      ['Svenska', 'Stäng de valda'],
      ['English', 'Close the chosen ones'],
    ] as const) {
      await page.getByRole('link', { name: language, exact: true }).click();
      await page.getByRole('button', { name: button }).waitFor();
    }

    await page.getByLabel('What was done').fill('Called the citizen');
    await page.getByRole('button', { name: 'Close the chosen ones' }).click();
    await page.getByRole('alert').getByText('Choose at least one.').waitFor();
    assert.match(await page.title(), /^Error/);
    assert.equal(await page.getByLabel('What was done').inputValue(), 'Called the citizen');
    const first = page.getByLabel('citizen1@fred.dk', { exact: true });
    await first.check();
    await page.getByLabel('What was done').fill('   ');
    await page.getByRole('button', { name: 'Close the chosen ones' }).click();
    await page.getByRole('alert').getByText('Say in a few words what was done').waitFor();
    assert.equal(await first.isChecked(), true);
    await page.getByLabel('What was done').fill('Called the citizen');
    await page.getByRole('button', { name: 'Close the chosen ones' }).click();
    await page.getByText('They are closed.').waitFor();
    assert.equal(await first.count(), 0);

    await page.getByRole('link', { name: 'Older ones' }).click();
    await page.getByLabel('citizen60@fred.dk', { exact: true }).waitFor();
    await page.getByLabel('What was done').fill('The list of the booking system was put right');
    await page.getByRole('button', { name: 'Close all of this group' }).click();
    await page.getByText('Nothing of this is open any more.').waitFor();
    await page.getByRole('link', { name: 'All open failures' }).click();
    // The alarm about the group may stand there by now, as there is nobody to mail it to.
    await page.getByRole('heading', { level: 1, name: 'Failures' }).waitFor();
    assert.equal(await page.getByRole('link', { name: /^Notice rejected/ }).count(), 0);
    await page.getByRole('link', { name: 'Dealt with' }).click();
    await page.getByText('The list of the booking system was put right').first().waitFor();
    await page.getByRole('link', { name: 'Older ones' }).click();
    const row = page.getByRole('listitem').filter({ hasText: 'citizen1@fred.dk' });
    assert.match(await textOf(row), /Closed .*, Anne Sørensen: Called the citizen/);
    await leave();
  });

  test('leads to the message, and says what cannot be looked for', async () => {
    const { page, leave } = await house.come();
    await write(page, 'About a case', { email: 'bo@example.com', phone: '20123458' });
    await house.db.database.query(
      `insert into failures (id, message_id, delivery_id, person_id, unit_id, recipient, about, reason, sender_notice)
        select gen_random_uuid(), m.id, d.id, m.person_id, m.unit_id, d.email, 'sms_failed', '30003', gen_random_uuid()
        from deliveries d join messages m on m.id = d.message_id`,
    );
    await page.goto('/desk/failures?lang=en');
    await page.getByRole('link', { name: /^Code did not reach the phone/ }).click();
    await page.getByRole('link', { name: 'the message bo@example.com' }).click();
    await page.getByRole('heading', { level: 1, name: 'About a case' }).waitFor();
    const answer = await page.goto('/desk/failures?lang=en&domain=two%20words');
    assert.equal(answer!.status(), 422);
    await page.getByRole('alert').getByText('A domain looks like example.com.').waitFor();
    assert.equal(await page.getByLabel('Domain of the recipient').inputValue(), 'two words');
    await page.getByLabel('Domain of the recipient').fill('example.com');
    await page.getByRole('button', { name: 'Show these' }).click();
    await page.getByRole('link', { name: /^Code did not reach the phone/ }).waitFor();
    await leave();
  });
});

/** A ladder is decided, climbed, and its tasks are done, on a phone and with script switched off. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { phone } from '../support/browser.ts';
import { until } from '../support/process.ts';
import { openStaffedHouse } from './house.ts';
import { textOf, write } from './steps.ts';

suite('the ladder', () => {
  const house = openStaffedHouse();

  const escalated = async () =>
    (
      await house.db.database.query<{ step: string }>(
        `select details ->> 'step' as step from events where type = 'delivery.escalated' order by seq`,
      )
    ).rows.map(({ step }) => step);

  /** Lets a month go by for whatever is on the ladder, and the next step be taken. */
  async function climbTo(...steps: string[]): Promise<void> {
    const climb = () => house.db.database.query("insert into jobs (kind) values ('ladder')");
    await until('on the ladder', 20, async () => {
      await climb();
      const { count } = await house.db.database.query(
        `update ladder set started_at = now() - interval '30 days', due_at = now() - interval '1 second'
          where decision > 0`,
      );
      return count > 0;
    });
    await until('taken', 20, async () => {
      await climb();
      return (await escalated()).length >= steps.length;
    });
    assert.deepEqual(await escalated(), steps);
  }

  test('is decided row by row, climbed where nobody opens, and done by people who say what came of it', async () => {
    const { page, leave } = await house.come({ ...phone, javaScriptEnabled: false });
    await page.goto('/desk/policy/change');
    const steps = [
      ['24', 'the sender is asked to call'],
      ['16', 'the sender is asked to post it on paper'],
    ] as const;
    await page.getByRole('button', { name: 'Add a step' }).click();
    for (const [index, [hours, label]] of steps.entries()) {
      const row = page.getByRole('group', { name: `Step ${index + 1}`, exact: true });
      await row.getByLabel('After this many working hours').fill(hours);
      await row.getByLabel('Then').selectOption({ label });
    }
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByRole('link', { name: 'Step 2: Put the steps in order' }).click();
    const second = page.getByRole('group', { name: 'Step 2', exact: true });
    await second.getByLabel('After this many working hours').fill('40');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('The new rules hold from now on').waitFor();
    assert.match(
      await textOf(page.getByRole('region', { name: 'When a message stays unread' })),
      /After 24 working hours.*asked to call.*After 40 working hours.*on paper/,
    );

    await write(page, 'About your case', { email: 'ana@example.com', phone: '20123456', name: 'Ana Berg' });
    const address = page.url().replace(/\?.*/, '');
    await house.app.waitFor(({ kind, to }) => kind === 'mail' && to === 'ana@example.com');
    await climbTo('phone_task');
    await page.goto(address);
    await page.getByText('Please call the recipient').waitFor();
    await page.getByRole('link', { name: 'Do it, and say what came of it' }).click();
    await page.getByText('+4520123456').waitFor();
    await page.getByLabel('I have not reached anybody').check();
    await page.getByLabel('A word about it').fill('Called twice');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Noted. Thank you.').waitFor();
    assert.equal(await page.getByText('Please call the recipient').count(), 0);

    await climbTo('phone_task', 'print_task');
    await page.goto(address);
    await page.getByText('Please post the message on paper').waitFor();
    await page.getByRole('link', { name: 'Do it, and say what came of it' }).click();
    await page.getByRole('link', { name: 'Show the letter to print' }).click();
    const letter = page.getByRole('article');
    assert.match(await textOf(letter), /Ana Berg.*About your case.*About About your case/);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('heading', { name: 'Letter to print' }).isVisible(), false);
    assert.equal(await page.getByRole('navigation').first().isVisible(), false);
    assert.equal(await letter.isVisible(), true);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: 'Back to the task' }).click();
    await page.getByLabel('I have posted the message on paper').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Noted. Thank you.').waitFor();
    const { rows } = await house.db.database.query(
      "select about, closing from failures where about in ('phone_task', 'print_task') order by about",
    );
    assert.deepEqual(rows, [
      { about: 'phone_task', closing: 'word' },
      { about: 'print_task', closing: 'resolved' },
    ]);
    await leave();
  });
});

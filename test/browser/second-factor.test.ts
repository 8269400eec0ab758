/** An administrator on a phone sets up codes by an app, and gets in by a code, by a recovery code, and not by less. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { desktop, type Visitor } from '../support/browser.ts';
import { codeAt, wrongCodeOf } from '../support/totp.ts';
import { openHouse } from './house.ts';
import { administrator, becomeAdministrator, signIn, textOf } from './steps.ts';

suite('a second factor by an app', () => {
  const house = openHouse();
  let visitor: Visitor;
  let page: Page;
  let secret: string;
  let codes: string[];

  before(async () => {
    visitor = await house.visit({ javaScriptEnabled: false });
    page = visitor.page;
  });
  after(async () => {
    await visitor?.context.close();
  });

  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  const press = (name: string, on = page) => on.getByRole('button', { name, exact: true }).click();
  /** The codes of this half minute are used: the next sign-in would have to wait for another. */
  const forgetSteps = () => house.db.database.query('update totp_secrets set last_step = 0');
  const type = async (code: string, on = page) => {
    await on.getByLabel('The six digits that your app shows').fill(code);
    await press('Go on', on);
  };

  test('is set up from a picture or a key, where a role was asked for that needs one', async () => {
    await becomeAdministrator(page, house.app);
    await page.goto('/desk/people?lang=en');
    await heading('Set up a second factor first');
    await page.getByRole('link', { name: 'Set up a second factor' }).click();
    await heading('Your account');
    await page.getByText('Not all of your roles count yet').waitFor();
    await press('Set up codes from an app');
    await heading('Set up codes from an app');
    const picture = page.getByRole('img', { name: /Picture for the app/ });
    const { width, height } = (await picture.boundingBox())!;
    assert.ok(width >= 200 && width === height, `${width} × ${height}`);
    secret = (await textOf(page.locator('.secret'))).replaceAll(' ', '');
    const digits = page.getByLabel('The six digits that the app shows');
    await digits.fill(wrongCodeOf(secret));
    await press('Switch on');
    await page.getByRole('alert').getByText('That code is not right').waitFor();
    assert.equal((await textOf(page.locator('.secret'))).replaceAll(' ', ''), secret);
    await digits.fill(codeAt(secret, Date.now()));
    await press('Switch on');
    await page.getByText('Codes from your app are switched on').waitFor();
    await forgetSteps();
  });

  test('comes with recovery codes, shown once', async () => {
    await page.getByText('Make recovery codes now').waitFor();
    await press('Make recovery codes');
    await heading('Your recovery codes');
    codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
    assert.equal(codes.length, 10);
    await page.getByRole('link', { name: 'I have kept them' }).click();
    await page.getByText('You have 10 codes left').waitFor();
    await page.goto('/desk/people');
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  });

  test('is asked for at the next sign-in, after the password', async () => {
    await press('Sign out');
    await signIn(page);
    await heading('One more step');
    await page.getByText(administrator.email).waitFor();
    await page.goto('/desk/second-factor');
    await type(wrongCodeOf(secret));
    await page.getByRole('alert').getByText('That code is not right').waitFor();
    await type(codeAt(secret, Date.now()));
    await page.getByRole('heading', { level: 1, name: 'Your messages' }).waitFor();
    await forgetSteps();
  });

  test('is stood in for by a recovery code, which then is used', async () => {
    await press('Sign out');
    for (const [code, told] of [
      [codes[0]!.toUpperCase().replaceAll('-', ' '), null],
      [codes[0]!, 'has been used already'],
    ] as const) {
      await signIn(page);
      await page.getByText('Use a recovery code instead').click();
      await page.getByLabel('Recovery code', { exact: true }).fill(code);
      await page.locator('details').getByRole('button', { name: 'Go on' }).click();
      if (told) {
        await page.getByRole('alert').getByText(told).waitFor();
        assert.ok(await page.getByLabel('Recovery code', { exact: true }).isVisible());
        await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
      } else {
        await page.getByRole('heading', { level: 1, name: 'Your messages' }).waitFor();
        await press('Sign out');
      }
    }
    await heading('Sign in');
  });

  test('shows every session, and another one is ended from here', async () => {
    const other = await house.visit(desktop);
    for (const each of [page, other.page]) {
      await signIn(each);
      await type(codeAt(secret, Date.now()), each);
      await each.getByRole('heading', { level: 1, name: 'Your messages' }).waitFor();
      await forgetSteps();
    }
    await page.goto('/desk/account?lang=en');
    await page.getByText('You have 9 codes left').waitFor();
    await page.getByText('This one', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Sign out ?:/ }).click();
    await page.getByText('That device is signed out').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Sign out ?:/ }).count(), 0);
    await other.page.reload();
    await other.page.getByText('You were signed out').waitFor();
    await other.leave();
  });

  test('is asked for again before it is changed, and stays while a role needs it', async () => {
    await house.db.database.query("update staff_sessions set proven_at = now() - interval '20 minutes'");
    await page.goto('/desk/account?lang=en');
    await press('Switch off codes from an app');
    await heading('Show that it is you');
    await type(codeAt(secret, Date.now()));
    await heading('Your account');
    await press('Switch off codes from an app');
    await page.getByRole('alert').getByText('this is the last one you have').waitFor();
    await visitor.leave();
  });
});

/** Somebody with a laptop that knows its owner, as Chromium's virtual authenticator does. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CDPSession, Page } from 'playwright-core';
import { desktop } from '../support/browser.ts';
import { openHouse } from './house.ts';
import { administrator, becomeAdministrator, signIn } from './steps.ts';

interface Authenticator {
  /** Whether its owner shows themselves when it asks. */
  answer(isOwner: boolean): Promise<void>;
  forget(): Promise<void>;
}

async function plugIn(page: Page): Promise<Authenticator> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async answer(isUserVerified) {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    async forget() {
      await session.send('WebAuthn.clearCredentials', { authenticatorId });
    },
  };
}

suite('passkeys', () => {
  const house = openHouse();

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const signOut = async (page: Page) => {
    await press(page, 'Sign out');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  };
  const atMessages = (page: Page) => page.getByRole('heading', { level: 1, name: 'Your messages' }).waitFor();

  test('are added, and then sign in, complete a password, confirm, are renamed and removed', async () => {
    const { page, leave } = await house.visit(desktop);
    const laptop = await plugIn(page);
    await becomeAdministrator(page, house.app);
    await page.goto('/desk/account');
    await press(page, 'Add a passkey');
    await page.getByText('The passkey has been added.').waitFor();
    assert.equal(await page.getByRole('link', { name: /^Rename or remove \w/ }).count(), 1);

    await page.getByLabel('What you call it').fill('Work laptop');
    await press(page, 'Add a passkey');
    await page.getByRole('alert').getByText('This device already holds a passkey of yours').waitFor();

    await signOut(page);
    await press(page, 'Sign in with a passkey');
    await atMessages(page);
    await page.goto('/desk/people');
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();

    await signOut(page);
    await signIn(page);
    await press(page, 'Use a passkey');
    await atMessages(page);

    await house.db.database.query(`update staff_sessions set proven_at = now() - interval '1 hour'`);
    await page.goto('/desk/account');
    await press(page, 'Add a passkey');
    await press(page, 'Confirm with a passkey');
    await page.getByRole('link', { name: /^Rename or remove/ }).click();
    await page.getByLabel('What you call it').fill('Laptop of the desk');
    await press(page, 'Save the name');
    await page.getByRole('link', { name: 'Rename or remove Laptop of the desk' }).click();
    await press(page, 'Remove this passkey');
    await page.getByRole('alert').getByText('this is the last one you have').waitFor();

    await laptop.forget();
    await page.goto('/desk/account');
    await page.getByLabel('What you call it').fill('Work laptop');
    await press(page, 'Add a passkey');
    await page.getByRole('link', { name: 'Rename or remove Work laptop' }).waitFor();
    await page.getByRole('link', { name: 'Rename or remove Laptop of the desk' }).click();
    await press(page, 'Remove this passkey');
    await page.getByRole('link', { name: 'Rename or remove Work laptop' }).waitFor();
    assert.equal(await page.getByText('Laptop of the desk').count(), 0);
    await leave();
  });

  test('that the person does not let the device use are spoken of calmly', async () => {
    const { page, leave } = await house.visit();
    const telephone = await plugIn(page);
    await page.goto('/desk/sign-in?lang=en');
    await press(page, 'Sign in with a passkey');
    await page.getByRole('alert').getByText('No passkey was used.').waitFor();
    await page.getByLabel('E-mail address').fill(administrator.email);
    await telephone.answer(false);
    await page.goto('/desk/sign-in?lang=sv');
    await press(page, 'Logga in med en lösennyckel');
    await page.getByRole('alert').getByText('Ingen lösennyckel användes.').waitFor();
    await leave();
  });

  test('are not offered where there is no script', async () => {
    const { page, leave } = await house.visit({ javaScriptEnabled: false });
    await page.goto('/desk/sign-in?lang=en');
    assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0);
    await leave();
  });
});

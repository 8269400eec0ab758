/** Staff who sign in on the page of their organisation's own provider, on a phone and without JavaScript. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type Visitor } from '../support/browser.ts';
import { startProvider, type TestProvider } from '../support/identity-provider.ts';
import { openHouse } from './house.ts';

suite('staff with an identity provider', () => {
  let provider: TestProvider;
  const house = openHouse(async () => {
    provider = await startProvider(
      new Map([
        ['karen', { claims: { name: 'Karen Holm', email: 'karen@havn.example', roles: ['segl-sender'] } }],
        ['temp', { claims: { name: 'Temp', email: 'temp@havn.example', groups: ['cleaning'] } }],
      ]),
    );
    return { SEGL_OIDC_STAFF: provider.setting(), SEGL_ORGANISATION: 'Havn Kommune' };
  });

  before(() => provider.register(house.app.url));
  after(async () => {
    await provider?.close();
  });

  /** The way leads over the provider's page, which the browser may ask for. */
  async function leave({ context, complaints }: Visitor): Promise<void> {
    await context.close();
    assert.deepEqual(
      complaints.filter((each) => !each.startsWith(`request to ${provider.issuer}/`)),
      [],
    );
  }

  test('sign in there and are at the desk here, with their name', async () => {
    const visitor = await house.visit({ javaScriptEnabled: false });
    const { page } = visitor;
    await page.goto('/desk/sign-in?lang=en');
    await page.getByRole('link', { name: 'Sign in with Havn Kommune' }).click();
    await page.getByRole('heading', { name: 'Contoso' }).waitFor();
    await page.getByLabel('Account').fill('karen');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your messages' }).waitFor();
    await page.getByText('Karen Holm').first().waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    // The provider still knows them.
    await page.getByRole('link', { name: 'Sign in with Havn Kommune' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your messages' }).waitFor();
    await leave(visitor);
  });

  test('without a role hear what to ask for, in each language', async () => {
    const visitor = await house.visit({ javaScriptEnabled: false });
    const { page } = visitor;
    await page.goto('/desk/sign-in?lang=en');
    await page.getByRole('link', { name: 'Sign in with Havn Kommune' }).click();
    await page.getByLabel('Account').fill('temp');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('you have no role here').waitFor();
    await page.getByText('segl-sender').waitFor();
    for (const [language, title] of [
      ['Dansk', 'Du blev ikke logget ind'],
      ['Svenska', 'Du loggades inte in'],
    ] as const) {
      await page.getByRole('link', { name: language, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    }
    await page.getByRole('link', { name: 'Logga in på ett annat sätt' }).click();
    await page.getByRole('heading', { level: 1, name: 'Logga in' }).waitFor();
    await leave(visitor);
  });
});

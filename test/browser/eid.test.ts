/** A recipient with an eID, from the notice to what they signed, on a phone and without JavaScript. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type Visitor } from '../support/browser.ts';
import { startProvider, type TestProvider } from '../support/identity-provider.ts';
import { openHouse } from './house.ts';
import { linkFor } from './steps.ts';

suite('a recipient with an eID', () => {
  let provider: TestProvider;
  const house = openHouse(async () => {
    provider = await startProvider(
      new Map([
        ['karen', { claims: { name: 'Karen Holm', 'dk.cpr': '070761-4285' } }],
        ['neighbour', { claims: { name: 'Niels', 'dk.cpr': '010107-4321' } }],
      ]),
    );
    return {
      SEGL_OIDC_EID: provider.setting('?scope=openid+ssn&name=MitID'),
      SEGL_ORGANISATION: 'Havn Kommune',
    };
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

  /** On the provider's own page, to which nothing was pressed but one button. */
  async function signInAs(page: Page, account: string): Promise<void> {
    await page.getByRole('heading', { name: 'Contoso' }).waitFor();
    await page.getByLabel('Account').fill(account);
    await page.getByRole('button', { name: 'Next' }).click();
  }

  test('opens with it, reads, and signs with it; their neighbour cannot', async () => {
    const sent = await house.app.post('/api/v1/messages', {
      from: 'kontor@havn.example',
      to: [{ email: 'karen@example.com', language: 'en', identity: '070761-4285' }],
      subject: 'Decision',
      text: 'Your application is granted.',
      acknowledgement: { statements: { en: 'I have received the decision.' }, atLeast: 'eid' },
    });
    assert.equal(sent.status, 201, await sent.text());
    const link = await linkFor(house.app, 'karen@example.com');

    const neighbour = await house.visit({ javaScriptEnabled: false });
    await neighbour.page.goto(link);
    await neighbour.page.getByRole('button', { name: 'Open with MitID' }).click();
    await signInAs(neighbour.page, 'neighbour');
    await neighbour.page.getByText('Somebody else signed in with MitID').waitFor();
    await leave(neighbour);

    const karen = await house.visit({ javaScriptEnabled: false });
    const { page } = karen;
    await page.goto(link);
    await page.getByRole('button', { name: 'Open with MitID' }).click();
    await signInAs(page, 'karen');
    await page.getByText('Your application is granted.').waitFor();
    // Without a code to a phone there is nothing that a passkey could take the place of.
    assert.equal(await page.getByRole('link', { name: 'Open without a code next time' }).count(), 0);
    await page.getByRole('button', { name: 'Sign with MitID' }).click();
    // Whoever signs proves anew who they are.
    await signInAs(page, 'karen');
    await page.getByText('Your application is granted.').waitFor();
    await page.getByText('I have received the decision.').first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Sign with MitID' }).count(), 0);
    await leave(karen);
  });
});

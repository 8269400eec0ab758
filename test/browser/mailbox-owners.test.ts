/** The members of a shared mailbox are kept by one of them, whom the organisation invites. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openStaffedHouse } from './house.ts';
import { codeFor } from './steps.ts';

suite('the owner of a shared mailbox', () => {
  const house = openStaffedHouse();

  test('is invited at the desk, keeps the members without JavaScript on a phone, until the invitation is withdrawn', async () => {
    const ida = '+4520333333';
    const address = 'drift@vand.example';
    const desk = await house.come({ javaScriptEnabled: false });
    const { page } = desk;
    await page.goto('/desk/mailboxes/new');
    await page.getByLabel('E-mail address').fill(address);
    await page.getByLabel('Name').fill('Vand, drift');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByText('Now add its members.').waitFor();
    const adding = page.locator('section', { has: page.getByRole('heading', { name: 'Add a member' }) });
    await adding.getByLabel('Name').fill('Ida Juhl');
    await adding.getByLabel('Phone').fill(ida);
    await adding.getByLabel('Language').selectOption('en');
    await adding.getByRole('button', { name: 'Add' }).click();
    const hers = page.getByRole('group').filter({ hasText: 'Ida Juhl' });
    await hers.locator('summary').click();
    await hers.getByRole('button', { name: 'Let them keep the list too' }).click();
    await page.getByText('as soon as you invite them').waitFor();
    await page.getByText('Has not signed in yet').waitFor();
    await page.getByRole('button', { name: 'Send an invitation' }).click();
    await page.getByText('The invitation is on its way').waitFor();

    const mail = await house.app.waitFor(({ kind, to }) => kind === 'mail' && to === address);
    const link = new URL(mail.text.match(/http:\/\/\S+\/mailbox\/\S+/)![0]).pathname;
    const owner = await house.visit({ javaScriptEnabled: false });
    const own = owner.page;
    await own.goto(link);
    for (const [language, title] of Object.entries({
      Dansk: 'Før listen over en fællespostkasses medlemmer',
      Svenska: 'Sköt listan över en gemensam brevlådas medlemmar',
      English: 'Keep the list of a shared mailbox’s members',
    })) {
      await own.getByRole('link', { name: language, exact: true }).click();
      await own.getByRole('heading', { level: 1, name: title }).waitFor();
    }
    await own.getByLabel(/^IJ/).check();
    await own.getByRole('button', { name: 'Send code by SMS' }).click();
    await own.getByLabel('Code, six digits').fill(await codeFor(house.app, ida));
    await own.getByRole('button', { name: 'Show the members' }).click();
    await own.getByRole('heading', { level: 1, name: 'Vand, drift' }).waitFor();
    const form = own.locator('section', { has: own.getByRole('heading', { name: 'Add a member' }) });
    for (const phone of ['no number', '+4520444444']) {
      await form.getByLabel('Name').fill('Bo Berg');
      await form.getByLabel('Phone').fill(phone);
      await form.getByRole('button', { name: 'Add' }).click();
      if (phone === 'no number') await own.getByRole('alert').waitFor();
    }
    await own.getByText('The member is added.').waitFor();
    const his = own.getByRole('group').filter({ hasText: 'Bo Berg' });
    await his.locator('summary').click();
    await his.getByRole('button', { name: 'Remove', exact: true }).click();
    await own.getByText('The member is removed').waitFor();
    assert.equal(await his.count(), 0);

    await page.reload();
    await page.getByText('Signed in last').waitFor();
    await page.getByRole('button', { name: 'Withdraw the invitation' }).click();
    await page.getByText('The invitation is withdrawn').waitFor();
    await own.reload();
    await own.getByRole('heading', { level: 1, name: 'This link no longer works' }).waitFor();
    await owner.leave();
    await desk.leave();
  });
});

/** Somebody reads with the recipient; a shared mailbox is opened by its members, and passed on. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openStaffedHouse } from './house.ts';
import { codeFor, linkFor, openByCode, textOf } from './steps.ts';

suite('others who read', () => {
  const house = openStaffedHouse();
  const ana = { email: 'ana@example.com', phone: '+4520111111' };

  async function send(to: object, more = {}): Promise<string> {
    const answer = await house.app.post('/api/v1/messages', {
      from: 'sagsbehandler@havn.example',
      to: [{ language: 'en', ...to }],
      subject: 'Decision about Ana',
      text: 'Words for Ana alone',
      ...more,
    });
    assert.equal(answer.status, 201, await answer.clone().text());
    const { id } = (await answer.json()) as { id: string };
    // Whoever is at the desk answers for it, as if they had written it there.
    await house.db.database.query('update messages set person_id = (select id from people) where id = $1', [
      id,
    ]);
    return id;
  }

  const inEachLanguage = async (page: Page, titles: Readonly<Record<string, string>>): Promise<void> => {
    for (const [language, title] of Object.entries(titles)) {
      await page.getByRole('link', { name: language, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    }
  };

  test('a reader whom the recipient names opens it by their own code until the recipient ends it', async () => {
    const lars = { email: 'lars@law.example', phone: '+4520222222' };
    const message = await send(ana, { options: { readers: true } });
    const recipient = await house.visit({ javaScriptEnabled: false });
    const { page } = recipient;
    await openByCode(page, house.app, await linkFor(house.app, ana.email), ana.phone);
    await page.getByRole('link', { name: 'Let somebody else read it' }).click();
    await inEachLanguage(page, {
      Dansk: 'Lad en anden læse med',
      Svenska: 'Låt någon annan läsa',
      English: 'Let somebody else read it',
    });
    await page.getByLabel('E-mail address').fill(ana.email.toUpperCase());
    await page.getByLabel('Mobile phone').fill(lars.phone);
    await page.getByLabel('Name').fill('Lars <b>Lund');
    await page.getByRole('button', { name: 'Let them read it' }).click();
    await page.getByRole('alert').getByText('That is your own address.').waitFor();
    assert.match(await page.title(), /^Error: /);
    assert.equal(await page.getByLabel('Name').inputValue(), 'Lars <b>Lund');
    await page.getByLabel('E-mail address').fill(lars.email);
    await page.getByRole('button', { name: 'Let them read it' }).click();
    await page.getByRole('heading', { name: 'Reads it with you' }).waitFor();
    await page.getByText('Not yet').waitFor();

    const link = await linkFor(house.app, lars.email);
    const reader = await house.visit({ javaScriptEnabled: false });
    await openByCode(reader.page, house.app, link, lars.phone);
    await reader.page.getByText('Words for Ana alone').waitFor();
    await reader.page.getByText('because the person it was sent to lets you').waitFor();
    assert.equal(await reader.page.getByRole('link', { name: 'Let somebody else read it' }).count(), 0);

    const desk = await house.come();
    await desk.page.goto(`/desk/messages/${message}`);
    await desk.page.getByText('Reader of').waitFor();
    await desk.page.getByRole('heading', { level: 2, name: 'Lars <b>Lund' }).waitFor();
    await desk.leave();

    await page.reload();
    assert.equal(await page.getByText('Not yet').count(), 0, 'the recipient sees that it was opened');
    await page.getByRole('button', { name: 'End it now' }).click();
    await page.getByText('It has ended.').waitFor();
    const gone = await reader.page.reload();
    assert.equal(gone!.status(), 410);
    await reader.page.getByRole('heading', { level: 1, name: 'You cannot read this message now' }).waitFor();
    assert.doesNotMatch(await textOf(reader.page.locator('main')), /Decision|Words for/);
    await page.goto(
      `${link.replace(/\/m\/.*$/, '')}${new URL(page.url()).pathname.replace(/\/readers$/, '')}`,
    );
    await page.getByText('Words for Ana alone').waitFor();
    await reader.leave();
    await recipient.leave();
  });

  test('a shared mailbox is kept at the desk, opened by a member, passed on, and shut to whoever is removed', async () => {
    const [ida, bo] = ['+4520333333', '+4520444444'];
    const { page, leave } = await house.come({ javaScriptEnabled: false });
    await page.goto('/desk/contacts');
    await page.getByRole('link', { name: 'Shared mailboxes' }).click();
    await page.getByRole('link', { name: 'Add a shared mailbox' }).click();
    await page.getByLabel('E-mail address').fill('post@vand.example');
    await page.getByLabel('Name').fill('Vand');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByText('Now add its members.').waitFor();
    const adding = page.locator('section', { has: page.getByRole('heading', { name: 'Add a member' }) });
    for (const [name, phone] of [
      ['Ida Juhl', 'no number'],
      ['Ida Juhl', ida],
      ['Bo Berg', bo],
    ] as const) {
      await adding.getByLabel('Name').fill(name);
      await adding.getByLabel('Phone').fill(phone);
      await adding.getByRole('button', { name: 'Add' }).click();
      if (phone === 'no number') await page.getByRole('alert').waitFor();
      else await page.getByRole('group').filter({ hasText: name }).waitFor();
    }
    const message = await send({ email: 'post@vand.example' });
    const link = await linkFor(house.app, 'post@vand.example');

    const member = await house.visit({ javaScriptEnabled: false });
    await member.page.goto(link);
    await member.page.getByLabel(/^BB/).check();
    await member.page.getByRole('button', { name: 'Send code by SMS' }).click();
    await member.page.getByLabel('Code, six digits').fill(await codeFor(house.app, bo));
    await member.page.getByRole('button', { name: 'Open the message' }).click();
    await member.page.getByText('Words for Ana alone').waitFor();
    await member.page.getByRole('link', { name: 'Pass it on to a colleague' }).click();
    await member.page.getByLabel('E-mail address').fill('eva@vand.example.org');
    await member.page.getByLabel('Mobile phone').fill('+4520555555');
    await member.page.getByRole('button', { name: 'Pass it on' }).click();
    await member.page.getByRole('alert').getByText('in your own organisation').waitFor();
    await member.page.getByLabel('E-mail address').fill('eva@vand.example');
    await member.page.getByRole('button', { name: 'Pass it on' }).click();
    await member.page.getByText('It is passed on.').waitFor();
    const colleague = await house.visit({ javaScriptEnabled: false });
    await openByCode(colleague.page, house.app, await linkFor(house.app, 'eva@vand.example'), '+4520555555');
    await colleague.page.getByText('Words for Ana alone').waitFor();
    await colleague.leave();

    await page.goto(`/desk/messages/${message}`);
    await page.getByText('Passed on by').waitFor();
    await page.getByText('Bo Berg').first().waitFor({ state: 'attached' });

    await page.goto('/desk/mailboxes');
    await page.getByRole('link', { name: 'post@vand.example' }).click();
    const his = page.getByRole('group').filter({ hasText: 'Bo Berg' });
    await his.locator('summary').click();
    await his.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('The member is removed, and can open nothing more.').waitFor();
    await member.page.goto(link);
    await member.page.getByRole('heading', { name: 'Whose phone may we send a code to?' }).waitFor();
    assert.equal(await member.page.getByLabel(/^BB/).count(), 0);
    await member.leave();
    await leave();
  });
});

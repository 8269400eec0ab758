/** What staff do besides sending: mend a form, follow an upload, and put right what went wrong on the way. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { texts } from '../../views/languages/index.ts';
import { type Visitor } from '../support/browser.ts';
import { proveSecondFactor } from '../support/second-factor.ts';
import { administrator, codeFor, fillRow, linkFor, signIn, textOf, write, wrong } from './steps.ts';

const megabyte = 1024 * 1024;
const picture = { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('A plan') };
import { openStaffedHouse } from './house.ts';

suite('at the desk', () => {
  const house = openStaffedHouse();
  let visitor: Visitor;
  let page: Page;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-upload-'));
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    visitor = await house.come();
    page = visitor.page;
  });
  afterEach(() => visitor.leave());

  const messageCount = async () =>
    (await house.db.database.query<{ count: number }>('select count(*)::int as count from messages')).rows[0]!
      .count;
  const card = (name: string) => page.getByRole('article', { name });
  const status = (name: string) => textOf(card(name).locator('.status'));

  test('with JavaScript, slips are told by their fields, and text and files stay', async () => {
    const before = await messageCount();
    await page.goto('/desk/messages/new');
    await fillRow(page, 1, { email: 'name@nowhere', phone: '12' });
    await page.getByRole('button', { name: 'Add a recipient' }).click();
    await fillRow(page, 2, { email: 'good@example.com', phone: '20123456' });
    await page.getByLabel('Text', { exact: true }).fill('Kept');
    await page.getByLabel('Attachments').setInputFiles(picture);
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByText('The message has not been sent yet').waitFor();
    const first = page.getByRole('group', { name: 'Recipient 1' });
    assert.match(await textOf(first), /That is not an e-mail address/);
    assert.match(await textOf(first), /That is not a phone number/);
    assert.equal(await page.evaluate('document.activeElement.id'), 'errors');
    assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), 'Kept');
    assert.equal(await first.getByLabel('E-mail address').inputValue(), 'name@nowhere');
    assert.equal(await page.evaluate('document.getElementById("files").files[0].name'), 'plan.txt');
    await page.getByRole('link', { name: /Recipient 1: That is not an e-mail/ }).click();
    assert.equal(await page.evaluate('document.activeElement.id'), 'email-0');

    await fillRow(page, 1, { email: 'mended@example.com', phone: '20123457' });
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByText('The message is sealed and on its way').waitFor();
    assert.equal(await messageCount(), before + 1);
    const link = await linkFor(house.app, 'mended@example.com');
    const kept = await house.db.database.query('select from parts where part > 0');
    assert.equal(kept.rows.length, 1, link);
  });

  test('without JavaScript, slips come back with everything but the files, and rows can be added', async () => {
    const plain = await house.come({ javaScriptEnabled: false });
    const { page } = plain;
    await page.goto('/desk/messages/new');
    await fillRow(page, 1, { email: 'slip@nowhere', phone: '20123456', name: 'Ida' });
    await page.getByLabel('Subject').fill('Tom & "Jerry" <b>');
    await page.getByRole('button', { name: 'Add a recipient' }).click();
    await page.getByRole('group', { name: 'Recipient 2' }).waitFor();
    await page.getByRole('button', { name: 'Add a recipient' }).click();
    await page.getByRole('group', { name: 'Recipient 3' }).waitFor();
    assert.equal(await page.getByLabel('Subject').inputValue(), 'Tom & "Jerry" <b>');
    await page.getByLabel('Text', { exact: true }).fill('\nFirst line is empty');
    await page.getByLabel('Attachments').setInputFiles(picture);
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByText('The message has not been sent yet').waitFor();
    await page.getByText('Choose the attachments again').waitFor();
    const first = page.getByRole('group', { name: 'Recipient 1' });
    assert.match(await textOf(first), /That is not an e-mail address/);
    assert.equal(await first.getByLabel('Name').inputValue(), 'Ida');
    assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), '\nFirst line is empty');
    await fillRow(page, 1, { email: 'ida@example.com', phone: '20123456', name: 'Ida' });
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByText('The message is sealed and on its way').waitFor();
    assert.equal(await textOf(page.getByRole('heading', { level: 1 })), 'Tom & "Jerry" <b>');
    await plain.leave();
  });

  test('a long upload shows how far it is, can be cancelled, and leaves nothing behind', async () => {
    const before = await messageCount();
    const path = join(folder, 'film.bin');
    await writeFile(path, randomBytes(12 * megabyte));
    const seen: number[] = [];
    await page.exposeFunction('barIsAt', (percent: number) => seen.push(percent));
    const slow = await visitor.context.newCDPSession(page);
    const throttle = (uploadThroughput: number) =>
      slow.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await page.goto('/desk/messages/new');
    await fillRow(page, 1, { email: 'film@example.com', phone: '20123458' });
    await page.getByLabel('Attachments').setInputFiles(path);
    await page.evaluate(`new MutationObserver(() => barIsAt(document.getElementById('upload-bar').value))
      .observe(document.getElementById('upload-bar'), { attributes: true })`);
    await throttle(2 * megabyte);
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByText(/Uploading: [1-9]0 %/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled. Nothing was sent').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Send securely' }).isEnabled(), true);
    assert.ok(
      seen.some((percent) => percent > 0 && percent < 100),
      seen.join(),
    );
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
    await throttle(-1);
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByText('The message is sealed and on its way').waitFor();
    assert.equal(await messageCount(), before + 1);
    assert.equal((await house.db.database.query('select from staged_blobs')).rows.length, 0);
  });

  test('who was signed out while writing signs in elsewhere and sends on', async () => {
    await page.goto('/desk/messages/new');
    await fillRow(page, 1, { email: 'late@example.com', phone: '20123459' });
    await page.getByLabel('Text', { exact: true }).fill('Written for an hour');
    await house.db.owner.query('delete from staff_sessions');
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByText('You have been signed out').waitFor();
    const other = await visitor.context.newPage();
    await signIn(other);
    await other.getByRole('heading', { name: 'Your messages' }).waitFor();
    await other.close();
    await proveSecondFactor(house.db, administrator.email);
    house.cookies = await visitor.context.storageState();
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByText('The message is sealed and on its way').waitFor();
    await house.db.owner.query('delete from staff_sessions');
    await page.reload();
    await page.getByText('You were signed out: nothing happened for a while').waitFor();
    await signIn(page);
    await proveSecondFactor(house.db, administrator.email);
    house.cookies = await visitor.context.storageState();
  });

  test('who meets a server that fails is told to look before sending again', async () => {
    const { context, page } = await house.come();
    await page.route('**/desk/messages', (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto('/desk/messages/new');
    await fillRow(page, 1, { email: 'unsure@example.com', phone: '20123466' });
    await page.getByLabel('Text', { exact: true }).fill('Kept');
    await page.getByRole('button', { name: 'Send securely' }).click();
    await page.getByText('Look in your list of messages before you send again').waitFor();
    assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), 'Kept');
    await context.close();
  });

  test('a recipient without a number is held, and goes when the number is there', async () => {
    await write(page, 'Held', { email: 'held@example.com' });
    assert.equal(await status('held@example.com'), 'Waiting');
    await page.getByLabel('New phone number').fill('nonsense');
    await page.getByLabel('How do you know').selectOption('called');
    await page.getByRole('button', { name: 'Correct the phone number' }).click();
    await page.getByText('That is not a phone number').waitFor();
    assert.equal(await page.getByLabel('New phone number').inputValue(), 'nonsense');
    assert.equal(await page.getByLabel('How do you know').inputValue(), 'called');
    await page.getByLabel('New phone number').fill('20 12 34 60');
    await page.getByRole('button', { name: 'Correct the phone number' }).click();
    await page.getByText('The phone number has been corrected').waitFor();
    await linkFor(house.app, 'held@example.com');
  });

  test('a reminder brings a second link, and both open the message', async () => {
    const email = 'remind@example.com';
    await write(page, 'Reminded', { email, phone: '20123461' });
    const first = await linkFor(house.app, email);
    await page.reload();
    await page.getByRole('button', { name: 'Send a reminder' }).click();
    await page.getByText('A reminder is on its way').waitFor();
    const mail = await house.app.waitFor(
      ({ to, subject }) => to === email && /^Reminder/.test(subject ?? ''),
    );
    const second = new URL(mail.text.match(/http:\/\/\S+\/m\/\S+/)![0]).pathname;
    assert.notEqual(second, first);
    for (const link of [first, second]) {
      await page.goto(`${link}?lang=en`);
      await page.getByRole('button', { name: 'Send code by SMS' }).waitFor();
    }
  });

  test('the time for reading can be made longer', async () => {
    await write(page, 'Extended', { email: 'extend@example.com', phone: '20123462' });
    const until = async () => {
      const { rows } = await house.db.database.query<{ days: number }>(
        `select round(extract(epoch from expires_at - now()) / 86400)::int as days from deliveries
          where email = 'extend@example.com'`,
      );
      return rows[0]!.days;
    };
    assert.equal(await until(), 90);
    await page.getByLabel('How much longer').selectOption('7');
    await page.getByRole('button', { name: 'Extend the time' }).click();
    await page.getByText('The time for reading has been extended').waitFor();
    assert.equal(await until(), 97);
  });

  test('a locked message is unlocked twice, or the number corrected, and never a third time', async () => {
    const email = 'locked@example.com';
    await write(page, 'Locked', { email, phone: '20123463' });
    const { pathname } = new URL(page.url());
    const link = await linkFor(house.app, email);
    const lock = async (phone: string) => {
      await visitor.context.request.post(`${link}/codes`, { form: { via: 'sms' } });
      const code = wrong(await codeFor(house.app, phone));
      for (let tries = 0; tries < 15; tries += 1)
        await visitor.context.request.post(`${link}/openings`, { form: { code } });
      await page.goto(pathname);
      assert.equal(await status(email), 'Locked');
    };
    await lock('+4520123463');
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByText('The message is unlocked').waitFor();
    await lock('+4520123463');
    await page.getByLabel('New phone number').fill('20123464');
    await page.getByLabel('How do you know').selectOption('in_person');
    await page.getByRole('button', { name: 'Correct the phone number' }).click();
    await page.getByText('The phone number has been corrected').waitFor();
    assert.match(await textOf(card(email)), /•• •• •• 64/);
    await lock('+4520123464');
    assert.equal(await page.getByRole('button', { name: /Unlock|Correct/ }).count(), 0);
    // Once in a few seconds failures are gathered into mails.
    await house.app.waitFor(({ subject }) => subject === texts.da.notices.sender.locked.subject);
  });

  test('an administrator adds a person, whose link sets a password, and a system', async () => {
    await page.goto('/desk/people/new');
    await page.getByLabel('Name').fill('Bent Clerk');
    await page.getByLabel('E-mail address').fill('bent@havn.example');
    await page.getByRole('button', { name: 'Add and make a link' }).click();
    const link = await textOf(page.locator('.secret'));
    const other = await house.visit();
    await other.page.goto(link);
    await other.page.getByText('Welcome, Bent Clerk').waitFor();
    await other.page.getByLabel('Password', { exact: true }).fill('too short');
    await other.page.getByLabel('The same password again').fill('too short');
    await other.page.getByRole('button', { name: 'Save and sign in' }).click();
    assert.equal(new URL(other.page.url()).pathname, new URL(link).pathname);
    await other.page.getByLabel('Password', { exact: true }).fill('a long enough one');
    await other.page.getByLabel('The same password again').fill('a long enough one');
    await other.page.getByRole('button', { name: 'Save and sign in' }).click();
    await other.page.getByText('You have not sent any messages yet').waitFor();
    assert.equal(await other.page.getByRole('link', { name: 'People' }).count(), 0);
    assert.equal((await other.page.goto('/desk/people'))?.status(), 403);
    await other.leave();

    await page.getByRole('link', { name: 'Systems' }).click();
    await page.getByRole('link', { name: 'Add a system' }).click();
    await page.getByLabel('Name').fill('Billing');
    await page.getByLabel('May send from').fill('*@havn.example');
    await page.getByRole('button', { name: 'Add and make a secret' }).click();
    await page.getByText('Billing has been added').waitFor();
    assert.equal(await page.locator('dd.secret').count(), 2);
  });

  test('every page of the desk keeps its place when the language changes', async () => {
    await write(page, 'Words', { email: 'words@example.com', phone: '20123465' });
    const message = new URL(page.url()).pathname;
    for (const path of [
      '/desk/messages',
      '/desk/messages/new',
      message,
      '/desk/people',
      '/desk/systems',
      '/desk/sign-in',
      '/outbox',
    ]) {
      await page.goto(path);
      for (const language of ['sv', 'da', 'en'] as const) {
        await page.getByRole('link', { name: texts[language].common.languageName, exact: true }).click();
        await page.locator(`html[lang=${language}]`).waitFor();
        assert.equal(new URL(page.url()).pathname, path);
      }
    }
  });
});

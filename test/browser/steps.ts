/** What people do in a browser, each step as they would do it, on pages in English. */
import type { Locator, Page } from 'playwright-core';
import type { App } from '../support/app.ts';

export const administrator = {
  name: 'Anne Sørensen',
  email: 'anne@havn.example',
  password: 'fire gode lange ord',
};

/** From the one-time link to the empty list of messages, signed in. */
export async function becomeAdministrator(page: Page, app: App): Promise<void> {
  await page.goto(`${app.welcome!}?lang=en`);
  await page.getByLabel('Name').fill(administrator.name);
  await page.getByLabel('E-mail address').fill(administrator.email);
  await page.getByLabel('Password', { exact: true }).fill(administrator.password);
  await page.getByLabel('The same password again').fill(administrator.password);
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await page.getByRole('heading', { name: 'Your messages' }).waitFor();
}

export async function signIn(page: Page, password = administrator.password): Promise<void> {
  await page.goto('/desk/sign-in?lang=en');
  await page.getByLabel('E-mail address').fill(administrator.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export interface Row {
  readonly email: string;
  readonly phone?: string;
  readonly name?: string;
}

export async function fillRow(page: Page, number: number, { email, phone, name }: Row): Promise<void> {
  const row = page.getByRole('group', { name: `Recipient ${number}` });
  await row.getByLabel('E-mail address').fill(email);
  await row.getByLabel('Phone number').fill(phone ?? '');
  await row.getByLabel('Name').fill(name ?? '');
  await row.getByLabel('Language').selectOption('en');
}

/** Sends a message to one recipient and ends on the page that follows it. */
export async function write(page: Page, subject: string, row: Row): Promise<void> {
  await page.goto('/desk/messages/new');
  await fillRow(page, 1, row);
  await page.getByLabel('Subject').fill(subject);
  await page.getByLabel('Text', { exact: true }).fill(`About ${subject}`);
  await page.getByRole('button', { name: 'Send securely' }).click();
  await page.getByText('The message is sealed and on its way').waitFor();
}

/** Path of the newest link that was mailed to this address. */
export async function linkFor(app: App, email: string): Promise<string> {
  const mail = await app.waitFor(({ kind, to }) => kind === 'mail' && to === email);
  return new URL(mail.text.match(/http:\/\/\S+\/m\/\S+/)![0]).pathname;
}

/** The newest code that was sent to this number. */
export async function codeFor(app: App, phone: string, kind: 'sms' | 'call' = 'sms'): Promise<string> {
  const entry = await app.waitFor((each) => each.kind === kind && each.to === phone);
  return entry.text.match(/\b\d{6}\b/)![0];
}

/** From the link to the open message, with a code by SMS. */
export async function openByCode(page: Page, app: App, link: string, phone: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Send code by SMS' }).click();
  await page.getByLabel('Code, six digits').fill(await codeFor(app, phone));
  await page.getByRole('button', { name: 'Open the message' }).click();
  await page.getByRole('heading', { name: 'About this message' }).waitFor();
}

/** The text of an element, as one line. */
export const textOf = async (element: Locator): Promise<string> =>
  ((await element.textContent()) ?? '').replace(/\s+/g, ' ').trim();

export const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

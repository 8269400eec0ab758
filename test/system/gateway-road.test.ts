/** The road that issue and contract ask for: an Outlook mail, a kill after the 250, other makers' servers, a browser. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { Browser, Page } from 'playwright-core';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { freePort } from '../support/app.ts';
import { desktop, launchBrowser, readInFrame, visit } from '../support/browser.ts';
import {
  type ForeignSmtp,
  foreignSmtpMissing,
  type KeptMail,
  localhostCertificate,
  startForeignSmtp,
} from '../support/foreign-smtp.ts';
import { startTwilioStandIn, type TwilioStandIn } from '../support/prism-recorder.ts';
import { type Scratch, type Segl, scratch, startSegl, until } from '../support/process.ts';
import { outlookMail } from './outlook-mail.ts';

const recipients = ['ana@example.com', 'bo@example.com', 'cy@example.com'] as const;
const phones = {
  'ana@example.com': '+4520123456',
  'bo@example.com': '+46701740605',
  'cy@example.com': '+4520123458',
};

describe('An Outlook mail through the gateway', { skip: foreignSmtpMissing }, () => {
  let place: Scratch;
  let segl: Segl;
  let mailServer: ForeignSmtp;
  let twilio: TwilioStandIn;
  let browser: Browser;
  let settings: { port: number; token?: string; env: Record<string, string> };
  let smtpPort: number;
  let account: { id: string; secret: string };
  const mail = outlookMail(recipients);

  before(async () => {
    place = scratch();
    [mailServer, twilio, browser] = await Promise.all([
      startForeignSmtp(),
      startTwilioStandIn(),
      launchBrowser(),
    ]);
    smtpPort = await freePort();
    settings = {
      port: await freePort(),
      env: {
        SEGL_SMTP: `127.0.0.1:${smtpPort}`,
        SEGL_BOUNCES: 'bounces.havn.example',
        SEGL_MAIL: `smtp://segl:secret@localhost:${mailServer.port}`,
        SEGL_MAIL_FROM: 'post@havn.example',
        SEGL_ORGANISATION: 'Havn Kommune',
        SEGL_SMS: `twilio://AC${'0'.repeat(32)}:token@api.twilio.com?from=%2B4552512345&base=${encodeURIComponent(twilio.url)}`,
        NODE_EXTRA_CA_CERTS: localhostCertificate,
      },
    };
    segl = await startSegl(place, settings);
    settings = { ...settings, token: segl.token };
    const made = await segl.post('/api/v1/systems', { name: 'Exchange', from: ['*@havn.example'] });
    account = (await made.json()) as typeof account;
    const contacts = recipients.slice(0, 2).map((email) => ({ email, phone: phones[email], language: 'en' }));
    assert.equal((await segl.post('/api/v1/contacts', { contacts })).status, 201);
  });
  after(async () => {
    await browser?.close();
    await segl?.kill();
    await mailServer?.close();
    await twilio?.close();
    await place?.remove();
  });

  const mailsTo = (address: string): KeptMail[] => mailServer.kept.filter(({ to }) => to.includes(address));
  const linkIn = ({ raw }: KeptMail): string =>
    raw
      .toString()
      .replace(/=\r\n/g, '')
      .match(/http:\/\/localhost:\d+(\/(?:m|desk)\/[\w/-]+)/)![1]!;

  it('is taken over STARTTLS and AUTH, and survives a kill right after the 250', async () => {
    const reply = await submit(smtpPort, account, recipients, mail.raw);
    await segl.kill();
    assert.match(
      reply,
      /^250 2\.6\.0 Taken as [0-9a-f-]{36}: 2 to be notified, 1 held for want of a phone number/,
    );
    segl = await startSegl(place, settings);
    // A dead worker's jobs are free when their leases have run out; the test lets that minute pass at once.
    const database = openDatabase({
      host: join(segl.data, 'postgres'),
      port: 5432,
      user: 'segl',
      database: 'segl',
    });
    await database.query('update jobs set leased_until = now() where leased_until is not null');
    await database.close();
  });

  it('has its notices taken by a mail server of another make, each from a return address of its own', async () => {
    await until('notified', 90, async () => recipients.slice(0, 2).every((each) => mailsTo(each).length > 0));
    const [ana, bo] = recipients.slice(0, 2).map((each) => mailsTo(each)[0]!);
    for (const { from, tls, raw } of [ana!, bo!]) {
      assert.match(from, /^b-[a-z2-7]{26}-[a-z2-7]{16}@bounces\.havn\.example$/);
      assert.equal(tls, true);
      assert.doesNotMatch(raw.toString(), /medhold|Afg|\+45|\+46/);
    }
    assert.notEqual(ana!.from, bo!.from);
    assert.equal(mailsTo('cy@example.com').length, 0);
  });

  it('opens with a code that Twilio’s own description takes, and shows the picture and the files', async () => {
    const visitor = await visit(browser, segl.url, desktop);
    const { page } = visitor;
    await open(page, linkIn(mailsTo('ana@example.com')[0]!), phones['ana@example.com']);
    await page.getByText('Afgørelse om din sag').first().waitFor();
    await until('the picture is drawn', 10, async () =>
      page
        .locator('iframe')
        .first()
        .waitFor()
        .then(
          async () => (await readInFrame(page, 'img', 'function () { return this.naturalWidth; }')) === 2,
        ),
    );
    assert.match(
      String(await readInFrame(page, 'body', 'function () { return this.textContent; }')),
      /Du har fået medhold/,
    );
    for (const { name, bytes } of mail.files) {
      const coming = page.waitForEvent('download');
      await page.locator('.files a', { hasText: name }).press('Enter');
      const download = await coming;
      assert.equal(download.suggestedFilename(), name);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      assert.equal(digest(Buffer.concat(chunks)), digest(bytes));
    }
    await visitor.leave();
  });

  it('tells its sender of the held one within a minute, and the link in that mail lets it go', async () => {
    await until('told', 60, async () => mailsTo('anne@havn.example').length > 0);
    const told = mailsTo('anne@havn.example')[0]!;
    const words = told.raw.toString().replace(/=\r\n/g, '');
    assert.match(words, /cy@example\.com/);
    assert.doesNotMatch(words, /medhold|Afg|20123456|ana@example\.com/);
    assert.match(told.from, /^f-[a-z2-7]{26}-s@bounces\.havn\.example$/);

    const visitor = await visit(browser, segl.url, desktop);
    const { page } = visitor;
    await page.goto(`${linkIn(told)}?lang=en`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Afgørelse om din sag' }).waitFor();
    const number = page.locator('details[open] input[name="phone"]');
    await number.fill(phones['cy@example.com']);
    await page.locator('details[open] select[name="verified"]').selectOption('called');
    await number.press('Enter');
    await page.getByText('The phone number has been corrected').waitFor();
    await until('let go', 30, async () => mailsTo('cy@example.com').length > 0);
    await visitor.leave();

    const reader = await visit(browser, segl.url);
    await open(reader.page, linkIn(mailsTo('cy@example.com')[0]!), phones['cy@example.com']);
    await reader.page.getByText('Afgørelse om din sag').first().waitFor();
    await reader.leave();
  });

  it('is the same message when the mail server sends it again', async () => {
    const notices = mailServer.kept.length;
    const again = await submit(smtpPort, account, recipients, mail.raw.replace('EX01.havn', 'EX09.havn'));
    const list = await fetch(`${segl.url}/api/v1/messages`, {
      headers: { authorization: `Bearer ${segl.token}` },
    });
    const { messages } = (await list.json()) as { messages: { id: string }[] };
    assert.deepEqual(
      messages.map(({ id }) => id),
      [again.match(/Taken as (\S+):/)![1]],
    );
    assert.equal(mailServer.kept.length, notices);
  });

  async function open(page: Page, link: string, phone: string): Promise<void> {
    await page.goto(`${link}?lang=en`);
    const before = twilio.taken.length;
    await page.getByRole('button', { name: 'Send code by SMS' }).click();
    await until('a code is sent', 20, async () => twilio.taken.length > before);
    const sms = twilio.taken.at(-1)!;
    assert.equal(sms.get('To'), phone);
    await page.getByLabel('Code, six digits').fill(sms.get('Body')!.match(/\b\d{6}\b/)![0]);
    await page.getByRole('button', { name: 'Open the message' }).click();
    await page.getByRole('heading', { name: 'About this message' }).waitFor();
  }
});

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Sends one mail as a mail server does, by hand: STARTTLS, AUTH PLAIN, one transaction. Gives the reply to DATA. */
async function submit(
  port: number,
  { id, secret }: { id: string; secret: string },
  to: readonly string[],
  raw: string,
): Promise<string> {
  let socket: Socket = connect(port, '127.0.0.1');
  let heard = '';
  const listen = () => socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  const reply = async (): Promise<string> => {
    await until('answered', 20, async () => /^\d{3} .*\r\n$/m.test(heard) && heard.endsWith('\r\n'));
    const said = heard;
    heard = '';
    return said;
  };
  const say = async (line: string, expected: RegExp): Promise<string> => {
    socket.write(`${line}\r\n`);
    const said = await reply();
    assert.match(said, expected);
    return said;
  };
  listen();
  assert.match(await reply(), /^220 /);
  assert.doesNotMatch(await say('EHLO ex02.havn.example', /^250-/), /AUTH/);
  await say('STARTTLS', /^220 /);
  socket.removeAllListeners('data');
  const secured = connectTls({ socket, rejectUnauthorized: false });
  await new Promise((resolve) => secured.once('secureConnect', resolve));
  socket = secured;
  listen();
  await say('EHLO ex02.havn.example', /AUTH PLAIN LOGIN/);
  await say(`AUTH PLAIN ${Buffer.from(`\0${id}\0${secret}`).toString('base64')}`, /^235 /);
  await say('MAIL FROM:<anne@havn.example> BODY=8BITMIME', /^250 /);
  for (const each of to) await say(`RCPT TO:<${each}>`, /^250 /);
  await say('DATA', /^354 /);
  const answer = await say(`${raw.replace(/^\./gm, '..')}.`, /^250 /);
  socket.destroy();
  return answer.trim();
}

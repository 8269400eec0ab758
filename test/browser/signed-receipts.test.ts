/** The three ways of signing, from the notice to a receipt that somebody else checks on another machine, with nothing but files. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { Strength } from '../../src/message/acknowledgements.ts';
import { startProvider, type TestProvider } from '../support/identity-provider.ts';
import { lacks } from '../support/tools.ts';
import { openHouse } from './house.ts';
import { linkFor, openByCode } from './steps.ts';

const segl = fileURLToPath(new URL('../../bin/segl.js', import.meta.url));
const statement = 'I have received the decision on the house at Søndergade 5. I have 4 weeks to appeal.';
const lacksPdftotext = lacks('pdftotext', '-v');

suite('what was signed', () => {
  let provider: TestProvider;
  let folder: string;
  const house = openHouse(async () => {
    const claims = { name: 'Karen Holm', 'dk.cpr': '070761-4285' };
    provider = await startProvider(new Map([['karen', { claims }]]));
    return { SEGL_OIDC_EID: provider.setting('?scope=openid+ssn&name=MitID') };
  });
  before(async () => {
    provider.register(house.app.url);
    folder = await mkdtemp(join(tmpdir(), 'segl-receipts-'));
  });
  after(async () => {
    await provider?.close();
    await rm(folder, { recursive: true });
  });

  const signs: Readonly<Record<Strength, (page: Page, phone: string) => Promise<void>>> = {
    async code(page, phone) {
      await page.getByRole('button', { name: 'Send code by SMS' }).click();
      await page.getByRole('heading', { name: 'Enter the code to sign' }).waitFor();
      const sms = await house.app.waitFor(
        ({ kind, to, text }) => kind === 'sms' && to === phone && text.includes('asks you to sign'),
      );
      await page.getByLabel('Code, six digits').fill(sms.text.match(/\b\d{6}\b/)![0]);
      await page.getByRole('button', { name: 'Sign', exact: true }).click();
    },
    async passkey(page) {
      const session = await page.context().newCDPSession(page);
      await session.send('WebAuthn.enable');
      await session.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      });
      await page.getByRole('link', { name: 'Open without a code next time' }).click();
      await page.getByLabel('What you call it').fill('My telephone');
      await page.getByRole('button', { name: 'Add a passkey', exact: true }).click();
      await page.getByText('The passkey is added.').waitFor();
      await page.getByRole('link', { name: 'Back to the message' }).click();
      await page.getByRole('button', { name: 'Sign with the passkey' }).click();
    },
    async eid(page) {
      await page.getByRole('button', { name: 'Sign with MitID' }).click();
      await page.getByRole('heading', { name: 'Contoso' }).waitFor();
      await page.getByLabel('Account').fill('karen');
      await page.getByRole('button', { name: 'Next' }).click();
    },
  };

  async function taken(page: Page, name: string, file: string): Promise<string> {
    const path = join(folder, file);
    // While the log has not taken up the newest of it, a page says so, with the same links.
    for (let left = 6; left > 0; left -= 1) {
      const coming = page.waitForEvent('download', { timeout: 10_000 }).catch(() => undefined);
      await page.getByRole('link', { name, exact: true }).click();
      const download = await coming;
      if (!download) continue;
      await download.saveAs(path);
      return path;
    }
    throw new Error(`${name} was not to be had`);
  }

  /** A program of its own, that has these files and nothing else: no server, no database, no setting. */
  const verify = (...args: readonly string[]): Promise<{ code: number; output: string }> =>
    new Promise((resolve) => {
      const options = { cwd: folder, env: { PATH: process.env.PATH }, encoding: 'utf8' } as const;
      execFile(process.execPath, [segl, 'verify', ...args], options, (error, out, errors) =>
        resolve({ code: error ? Number(error.code) : 0, output: out + errors }),
      );
    });

  for (const [index, method] of (['code', 'passkey', 'eid'] as const).entries()) {
    test(`with the way “${method}” is checked on another machine, to the letter`, async () => {
      const phone = `+452012345${index}`;
      const email = `${method}@example.com`;
      const answer = await house.app.post('/api/v1/messages', {
        from: 'kontor@havn.example',
        to: [{ email, phone, language: 'en', ...(method === 'eid' ? { identity: '070761-4285' } : {}) }],
        subject: 'Decision',
        text: 'Your application is granted.',
        acknowledgement: { statements: { en: statement }, atLeast: method },
      });
      assert.equal(answer.status, 201, await answer.text());
      const visitor = await house.visit({ acceptDownloads: true });
      const { page } = visitor;
      await openByCode(page, house.app, await linkFor(house.app, email), phone);
      await page.getByText(statement).first().waitFor();
      await signs[method](page, phone);
      await page.getByRole('heading', { name: 'You have signed' }).waitFor();
      await page
        .getByRole('region', { name: 'You have signed' })
        .getByRole('link', { name: /receipt/i })
        .click();
      await page.getByRole('heading', { level: 1, name: 'Your receipt' }).waitFor();
      const receipt = await taken(page, 'Evidence file', `${method}.json`);
      const body = await taken(page, 'The message’s text as a file', `${method}-body.json`);
      const pdf = await taken(page, 'Receipt as PDF', `${method}.pdf`);
      await visitor.context.close();

      const words = join(folder, 'words.txt');
      await writeFile(words, `${statement}\n`);
      const good = await verify(receipt, '--statement', words, '--file', body);
      assert.equal(good.code, 0, good.output);
      assert.ok(good.output.includes(`  > ${statement}`));
      assert.match(good.output, /This does not prove/);

      await writeFile(words, statement.replace('4 weeks', '3 weeks'));
      assert.equal((await verify(receipt, '--statement', words)).code, 1);
      await writeFile(body, (await readFile(body, 'utf8')).replace('granted', 'Granted'));
      assert.equal((await verify(receipt, '--file', body)).code, 1);
      const bytes = await readFile(receipt);
      const place = bytes.indexOf('"payload":"') + 4_000;
      bytes[place] = bytes[place] === 0x41 ? 0x42 : 0x41;
      await writeFile(receipt, bytes);
      assert.equal((await verify(receipt)).code, 1);

      if (lacksPdftotext) return;
      const { stdout } = await new Promise<{ stdout: string }>((resolve, reject) => {
        execFile('pdftotext', [pdf, '-'], { encoding: 'utf8' }, (error, stdout) =>
          error ? reject(error) : resolve({ stdout }),
        );
      });
      assert.ok(stdout.replace(/\s+/g, ' ').includes(statement));
      assert.match(stdout, /This does not prove/);
    });
  }
});

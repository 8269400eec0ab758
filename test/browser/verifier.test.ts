import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { keptSigner } from '../../src/backends/keys/signing-key.ts';
import { makeVerifier } from '../../src/doors/web/verifier/make-verifier.ts';
import type { Signer } from '../../src/evidence/bundle/signer.ts';
import { startApp } from '../support/app.ts';
import { desktop, launchBrowser, phone } from '../support/browser.ts';
import { makePair } from '../support/certificates.ts';
import { makeDatabase } from '../support/database.ts';
import { makeTestFile, type Making, story } from '../support/evidence-bundle.ts';
import { newHands, signedStory, words, type Wrongs } from '../support/signed-message.ts';
import { signTstInfo } from '../support/forge-timestamp.ts';
import { noteKey } from '../support/log-folder.ts';
import { derOf, tsaExtensions } from '../support/timestamp-authority.ts';

suite('the verifier, opened from a file without a network', () => {
  let browser: Browser;
  let folder: string;
  let address: string;
  let signer: Signer;
  let stranger: Signer;
  const logKey = noteKey();
  const otherKey = noteKey();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-verifier-'));
    const { html } = await makeVerifier();
    await writeFile(join(folder, 'segl-verifier.html'), html);
    address = pathToFileURL(join(folder, 'segl-verifier.html')).href;
    signer = await keptSigner(join(folder, 'own'), 'Havn Kommune', () => Date.UTC(2026, 10, 1))();
    stranger = await keptSigner(join(folder, 'other'), 'Havn Kommune')();
    await writeFile(join(folder, 'issuer.crt'), signer.certificates[0]!);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  const evidence = async (name: string, making: Partial<Making> = {}): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, await makeTestFile({ logKey, signer, ...making }));
    return path;
  };

  const signedEvidence = async (name: string, wrongs: Wrongs): Promise<string> =>
    evidence(name, (await signedStory({ logKey, signer }, newHands(signer), wrongs)).making);

  /** A page that can reach nobody; fails where it tried, or complained. */
  async function opened(
    use: (page: Page) => Promise<void>,
    options: BrowserContextOptions = desktop,
    from = address,
  ): Promise<void> {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Copenhagen',
      ...options,
    });
    context.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    context.on('console', (message) => complaints.push(message.text()));
    context.on('weberror', (error) => complaints.push(error.error().message));
    context.on('request', (request) => {
      if (request.url() !== from && request.url() !== 'data:,') complaints.push(`asked for ${request.url()}`);
    });
    if (from === address) await context.setOffline(true);
    const page = await context.newPage();
    await page.goto(from);
    await use(page);
    await context.close();
    assert.deepEqual(complaints, []);
  }

  const verdictOf = async (page: Page): Promise<string> => {
    await page.locator('.verdict').waitFor();
    return (await page.locator('.verdict h2').textContent())!;
  };
  const checkedAs = (page: Page, title: string) =>
    page.locator('.verdict h2', { hasText: new RegExp(`^${title}`) }).waitFor();

  test('speaks the language of the page that led to it', async () => {
    const context = await browser.newContext({ locale: 'sv-SE' });
    const page = await context.newPage();
    await page.goto(`${address}?lang=da`);
    await page.getByRole('heading', { level: 1, name: 'Kontrollér beviser' }).waitFor();
    await page.goto(`${address}?lang=fr`);
    await page.getByRole('heading', { level: 1, name: 'Kontrollera bevis' }).waitFor();
    await context.close();
  });

  test('says that a file is consistent, and that its issuer is not confirmed, with the fingerprints', async () => {
    const path = await evidence('consistent.json');
    await opened(async (page) => {
      await page.getByLabel('Evidence file').setInputFiles(path);
      assert.match(await verdictOf(page), /^Consistent; keys from the file itself, issuer not confirmed$/);
      const said = (await page.locator('main').textContent())!;
      assert.ok(said.includes(logKey.vkey));
      assert.match(said, /([0-9a-f]{4} ){15}[0-9a-f]{4}/);
      assert.match(said, /Opened by somebody with the code/);
      assert.match(said, /20 November 2026 at 11:08:30 \(UTC\+1\)2026-11-20T10:08:30\.123456Z/);
      assert.match(said, /The first 5 events are here, in order\. That none follows/);
      assert.doesNotMatch(said, /All 5 events/);
      assert.match(said, /Nobody outside has stamped this log/);
      assert.equal(await page.evaluate('document.activeElement.textContent'), await verdictOf(page));
    });
  });

  test('confirms a file with the keys that were got elsewhere', async () => {
    const path = await evidence('confirmed.json');
    await opened(async (page) => {
      await page.getByLabel('Evidence file').setInputFiles(path);
      await page.getByText('Keys that you got elsewhere').click();
      await page.getByLabel('Keys of the log').fill(`\n ${logKey.vkey} \n`);
      await page.getByRole('button', { name: 'Check again' }).click();
      await checkedAs(page, 'Consistent, and confirmed in part');
      await page.getByLabel('Certificates of the organisation').setInputFiles(join(folder, 'issuer.crt'));
      await checkedAs(page, 'Confirmed');
      assert.equal(await page.locator('.wait').count(), 1); // That nobody has stamped it.
      assert.match((await page.locator('main').textContent())!, /All 5 events of this recipient are here/);
    });
  });

  test('checks the stamps of an authority against its root', async () => {
    const authority = await makePair(join(folder, 'tsa'), 'rsa:2048', {
      name: 'Clock',
      extensions: tsaExtensions,
    });
    await writeFile(join(folder, 'root.crt'), derOf(authority.certificate));
    const stamp = (note: string) => signTstInfo(Buffer.from(note), authority);
    const path = await evidence('stamped.json', { stamps: [92], stamp });
    await opened(async (page) => {
      await page.getByLabel('Evidence file').setInputFiles(path);
      await checkedAs(page, 'Consistent;');
      assert.match((await page.locator('main').textContent())!, /Clock, over the first 92 entries/);
      await page.getByText('Keys that you got elsewhere').click();
      await page.getByLabel('Keys of the log').fill(logKey.vkey);
      await page.getByLabel('Certificates of the organisation').setInputFiles(join(folder, 'issuer.crt'));
      await page.getByLabel('Root certificates').setInputFiles(join(folder, 'root.crt'));
      await checkedAs(page, 'Confirmed');
      assert.equal(await page.locator('.wait').count(), 0);
    });
  });

  test('says which event does not hold, and why', async () => {
    const path = await evidence('changed.json', {
      change: (bundle) => ({
        ...bundle,
        evidence: bundle.evidence.map((each, n) =>
          n === 7
            ? { ...each, segl: { ...each.segl, entry: each.segl.entry.replace('10:08:30', '09:08:30') } }
            : each,
        ),
      }),
    });
    await opened(async (page) => {
      await page.getByLabel('Evidence file').setInputFiles(path);
      assert.equal(await verdictOf(page), 'Does not hold');
      const wrong = page.locator('.wrong li').first();
      assert.match(
        (await wrong.textContent())!,
        /not proved to be in the log.*Entry of the log 61 · Opened by somebody/,
      );
      assert.equal(await page.locator('tr.bad').count(), 1);
    });
  });

  test('fails where all was signed anew by somebody else, once a key is given', async () => {
    const path = await evidence('forged.json', { logKey: otherKey, signer: stranger });
    await opened(async (page) => {
      await page.getByLabel('Evidence file').setInputFiles(path);
      await checkedAs(page, 'Consistent; keys from the file itself, issuer not confirmed');
      await page.getByText('Keys that you got elsewhere').click();
      await page.getByLabel('Keys of the log').fill(logKey.vkey);
      await page.getByRole('button', { name: 'Check again' }).click();
      await checkedAs(page, 'Does not hold');
      assert.match((await page.locator('.wrong').textContent())!, /not signed by any of the keys given/);
    });
  });

  test('shows the words that were signed, what the way proves, and whether files are what was signed for', async () => {
    const path = await signedEvidence('signed.json', { method: 'passkey' });
    await opened(async (page) => {
      await page.getByLabel('Evidence file').setInputFiles(path);
      await checkedAs(page, 'Consistent;');
      assert.equal(await page.locator('.words blockquote').textContent(), words);
      const said = (await page.locator('main').textContent())!;
      assert.match(said, /With a passkey/);
      assert.match(
        said,
        /the passkey for post\.havn\.example that was added on 20 November 2026 at 11:10:30/,
      );
      assert.match(said, /This does not proveWho the person is/);
      await page.getByText('Compare what you have').click();
      const choose = (...files: readonly string[]) =>
        page
          .getByLabel('Files to compare')
          .setInputFiles(
            files.map((text, n) => ({ name: `${n}.txt`, mimeType: 'text/plain', buffer: Buffer.from(text) })),
          );
      await choose('hello', `${words}\n`);
      await page.getByText('0.txt is exactly this: The text, with the list of files').waitFor();
      await page.getByText('1.txt is exactly this: the words that were signed').waitFor();
      await choose(words.replace('4 weeks', '2 weeks'));
      await checkedAs(page, 'What you compared is something else');
      await page.getByText('0.txt is nothing that was signed for.').waitFor();
    }, phone);
  });

  test('says what the person did not sign, though the organisation did', async () => {
    const payload = (text: string) => text.replace('4 weeks', '2 weeks');
    const path = await signedEvidence('resigned.json', { method: 'passkey', payload });
    await opened(async (page) => {
      await page.getByLabel('Evidence file').setInputFiles(path);
      await checkedAs(page, 'Does not hold');
      assert.match(
        (await page.locator('.wrong').textContent())!,
        /The passkey did not sign this \(challenge\)/,
      );
      assert.doesNotMatch((await page.locator('main').textContent())!, /This proves/);
    });
  });

  test('says what cannot be read: a file that is none, one that was cut off, a key that is none', async () => {
    const path = await evidence('cut.json');
    const whole = await readFile(path);
    await opened(async (page) => {
      const choose = (name: string, buffer: Buffer) =>
        page.getByLabel('Evidence file').setInputFiles({ name, mimeType: 'application/json', buffer });
      await choose('cut.json', whole.subarray(0, 5000));
      await checkedAs(page, 'This cannot be read');
      await choose('empty.json', Buffer.alloc(0));
      await checkedAs(page, 'This cannot be read');
      const damaged = Buffer.from(whole);
      damaged[60]! ^= 1;
      await choose('damaged.json', damaged);
      await checkedAs(page, 'Does not hold');
      await page.getByText('Keys that you got elsewhere').click();
      await page.getByLabel('Keys of the log').fill('no key');
      await choose('whole.json', whole);
      await checkedAs(page, 'This key cannot be read');
    });
  });

  test('shows what a file says as text, whatever it is', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    const told = story();
    const strange = { ...told[7]!.event, type: 'delivery.constructor' };
    const path = await evidence('evil.json', {
      told: told.map((each, n) => (n === 7 ? { ...each, event: strange } : each)),
      change: (bundle) => ({
        ...bundle,
        issuer: { ...bundle.issuer, organisation: evil },
        deliveries: bundle.deliveries.map((each) => ({ ...each, status: `${evil}constructor` })),
      }),
    });
    await opened(async (page) => {
      await page.getByLabel('Evidence file').setInputFiles(path);
      assert.equal(await verdictOf(page), 'Does not hold');
      assert.ok((await page.locator('main').textContent())!.includes(evil));
      assert.equal(await page.locator('#result img, #result script').count(), 0);
      assert.equal(await page.title(), 'Check evidence');
    });
  });

  test('takes a file that is dropped', async () => {
    const bytes = await readFile(await evidence('dropped.json'));
    await opened(async (page) => {
      const data = await page.evaluateHandle(
        `(() => { const data = new DataTransfer(); data.items.add(new File([Uint8Array.from(atob('${bytes.toString('base64')}'), (c) => c.charCodeAt(0))], 'dropped.json')); return data; })()`,
      );
      await page.dispatchEvent('body', 'drop', { dataTransfer: data });
      await checkedAs(page, 'Consistent');
      assert.match((await page.locator('#result').textContent())!, /File: dropped\.json/);
    });
  });

  test('speaks the reader’s language, and another one on demand, without checking again', async () => {
    const path = await evidence('language.json');
    await opened(
      async (page) => {
        assert.equal(await page.locator('html').getAttribute('lang'), 'da');
        await page.getByLabel('Bevisfil').setInputFiles(path);
        await checkedAs(page, 'Stemmer overens');
        await page.getByRole('button', { name: 'Svenska' }).click();
        await checkedAs(page, 'Stämmer överens');
        assert.equal(await page.locator('html').getAttribute('lang'), 'sv');
        assert.match((await page.locator('main').textContent())!, /20 november 2026 kl\. 11\.08/);
      },
      { ...phone, locale: 'da-DK' },
    );
  });

  test('is accessible, fits a narrow phone, and keeps its contrast in the dark', async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const paths = [
      await signedEvidence('axe.json', { method: 'eid' }),
      await evidence('axe-failed.json', { told: story().slice(0, 7) }),
    ];
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        bypassCSP: true,
        locale: 'en-GB',
        colorScheme,
        viewport: { width: 320, height: 640 },
      });
      const page = await context.newPage();
      await page.goto(address);
      await page.getByText('Keys that you got elsewhere').click();
      await page.getByText('Compare what you have').click();
      for (const path of paths) {
        await page.getByLabel('Evidence file').setInputFiles(path);
        await page.locator('.verdict').waitFor();
        await page.evaluate(axe);
        const tags = '["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]';
        const found = await page.evaluate(
          `axe.run(document, { runOnly: ${tags} }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 200)))`,
        );
        assert.deepEqual(found, []);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
      }
      await context.close();
    }
  });

  test('works as well where the portal shows it, within its sandbox', async () => {
    const path = await evidence('served.json');
    const { db, drop } = await makeDatabase();
    const app = await startApp(db);
    try {
      await opened(
        async (page) => {
          await page.getByLabel('Evidence file').setInputFiles(path);
          await checkedAs(page, 'Consistent');
        },
        phone,
        `${app.url}/verifier`,
      );
    } finally {
      await app.close();
      await drop();
    }
  });
});

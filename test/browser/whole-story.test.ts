/**
 * The whole story of a message to the wrong person: read by a stranger, recalled, sent to the right one, deleted, kept as an
 * incident, and proven to somebody who believes nobody. Nobody in it needs script.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { checkBundle } from '../../src/desk/verification/check-bundle.ts';
import type { Trust } from '../../src/message/verification.ts';
import { desktop, phone } from '../support/browser.ts';
import { until } from '../support/process.ts';
import { lacks } from '../support/tools.ts';
import { openStaffedHouse } from './house.ts';
import { administrator, codeFor, fillRow, linkFor, openByCode, textOf } from './steps.ts';

suite('the whole story', () => {
  const house = openStaffedHouse();
  before(() =>
    house.db.database.query(
      `insert into grants (person_id, role, unit_id) select id, 'compliance', null from people where email = $1`,
      [administrator.email],
    ),
  );

  const stranger = { email: 'ana.berg@example.com', phone: '+4520123456' };
  const right = { email: 'ana.b@example.org', phone: '+4520998877', name: 'Ana Berg' };
  const decision = Buffer.from('The decision about Ana\n'.repeat(1_000));

  /** What the organisation publishes about its keys, as somebody would have noted it down long before. */
  async function published(): Promise<Trust> {
    const vkey = (await (await fetch(`${house.app.url}/log/vkey`)).text()).trim();
    const { keys } = (await (await fetch(`${house.app.url}/.well-known/jwks.json`)).json()) as {
      keys: { x5c: string[] }[];
    };
    const certificates = keys.map(({ x5c }) => new X509Certificate(Buffer.from(x5c[0]!, 'base64')).raw);
    return { logKeys: vkey.split('\n'), certificates, tsaRoots: [], eidKeys: [] };
  }

  const download = async (
    page: Page,
    press: () => Promise<void>,
  ): Promise<{ name: string; bytes: Buffer }> => {
    const [file] = await Promise.all([page.waitForEvent('download'), press()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };

  test(
    'from the wrong address to a dossier that a stranger can check',
    { skip: lacks('pdftotext', '-v') },
    async () => {
      const { page, leave } = await house.come({ ...desktop, javaScriptEnabled: false });

      // Sent to somebody else of that name.
      await page.goto('/desk/messages/new');
      await fillRow(page, 1, { ...stranger, name: 'Ana Berg' });
      await page.getByLabel('Subject').fill('Decision about your case');
      await page.getByLabel('Text', { exact: true }).fill('Your case has been decided, see the file.');
      await page
        .getByLabel('Attachments')
        .setInputFiles([{ name: 'decision.txt', mimeType: 'text/plain', buffer: decision }]);
      await page.getByRole('button', { name: 'Send securely' }).click();
      await page.getByText('The message is sealed and on its way').waitFor();
      const message = page.url().replace(/\?.*/, '');

      // The stranger reads it, and takes the file.
      const reader = await house.visit({ ...phone, javaScriptEnabled: false });
      const link = await linkFor(house.app, stranger.email);
      await openByCode(reader.page, house.app, link, stranger.phone);
      await reader.page.getByText('Your case has been decided').waitFor();
      const taken = await download(reader.page, () =>
        reader.page.getByRole('link', { name: 'decision.txt' }).click(),
      );
      assert.ok(taken.bytes.equals(decision));
      await until('the end of the download is recorded', 10, async () => {
        const { rows } = await house.db.database.query<{ bytes: string }>(
          `select sum((details ->> 'bytes')::bigint) as bytes from events
            where type = 'delivery.content_sent' and details ->> 'part' = '1'`,
        );
        return Number(rows[0]!.bytes) === decision.length;
      });

      // The sender notices, recalls it, and sends it to the right one in the same step.
      await page.goto(message);
      await page.getByRole('link', { name: 'Recall this message' }).click();
      await page.getByRole('heading', { level: 1, name: 'Recall the message' }).waitFor();
      for (const [language, title] of [
        ['Dansk', 'Kald beskeden tilbage'],
        ['Svenska', 'Återkalla meddelandet'],
        ['English', 'Recall the message'],
      ] as const) {
        await page.getByRole('link', { name: language, exact: true }).click();
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
      }
      await page.getByLabel('It went to the wrong person').check();
      await page.getByLabel('In your own words').fill('Two people of that name');
      await page.getByText('Send it to the right person instead').click();
      await page.getByLabel('E-mail address').fill(stranger.email.toUpperCase());
      await page.getByRole('button', { name: 'Recall', exact: true }).click();
      await page.getByRole('alert').getByText('it went to before').waitFor();
      assert.match(await page.title(), /^Error: /);
      assert.equal(await page.getByLabel('In your own words').inputValue(), 'Two people of that name');
      await page.getByLabel('E-mail address').fill(right.email);
      await page.getByLabel('Phone number').fill(right.phone);
      await page.getByLabel('Name (optional)').fill(right.name);
      await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'English' });
      await page.getByRole('button', { name: 'Recall', exact: true }).click();

      // The verdict, at once.
      await page.getByText('on its way to the right person').waitFor();
      const verdict = page.getByRole('region', { name: 'Opened before the recall' });
      const said = await textOf(verdict);
      assert.match(said, /decision\.txt: .+, 23 kB had left/);
      assert.match(said, /No backup opens it after/);
      assert.match(said, /Sent instead to ?Ana Berg, ana\.b@example\.org/);
      assert.match(said, /Asked to delete it, .+ They have not answered yet/);

      // What worked a second ago ends for the stranger, who is told kindly.
      assert.equal((await reader.page.goto(link))!.status(), 410);
      assert.doesNotMatch(await textOf(reader.page.locator('main')), /Decision about|decision\.txt|Ana Berg/);

      // The right one reads it.
      const rightful = await house.visit({ ...phone, javaScriptEnabled: false });
      await openByCode(rightful.page, house.app, await linkFor(house.app, right.email), right.phone);
      await rightful.page.getByText('Your case has been decided').waitFor();
      await rightful.leave();

      // The stranger confirms that it is deleted.
      const request = await house.app.waitFor(
        ({ to, subject }) => to === stranger.email && /by mistake/.test(subject ?? ''),
      );
      await reader.page.goto(request.text.match(/^http\S+$/m)![0]);
      const before = (await house.app.outbox()).filter(({ to }) => to === stranger.phone).length;
      await reader.page.getByRole('button', { name: 'Send code by SMS' }).click();
      await until('another SMS', 10, async () => {
        return (await house.app.outbox()).filter(({ to }) => to === stranger.phone).length > before;
      });
      await reader.page.getByLabel('No, I have not passed it on').check();
      await reader.page.getByLabel('Code, six digits').fill(await codeFor(house.app, stranger.phone));
      await reader.page.getByRole('button', { name: 'I have deleted it' }).click();
      await reader.page.getByRole('heading', { level: 1, name: 'Thank you for your help' }).waitFor();
      await reader.leave();
      await page.goto(`${message}/verdict`);
      assert.match(
        await textOf(verdict),
        /Confirmed having deleted it, .+ They say that nobody else has seen or received it/,
      );

      // Compliance keeps it as an incident.
      await page.getByRole('link', { name: 'Open an incident about it' }).click();
      await page.getByLabel('Short name').fill('Decision to another Ana Berg');
      await page.getByRole('button', { name: 'Open the incident' }).click();
      await page.getByText('The incident is open.').waitFor();
      const section = (name: string) => page.getByRole('region', { name, exact: true });
      const save = async (name: string) => {
        await section(name).getByRole('button', { name: 'Save' }).click();
        await section(name).getByText('Saved.').waitFor();
      };
      assert.match(await textOf(section('Messages and evidence')), /ana\.berg@example\.com/);
      await section('What happened').getByLabel('Cause').selectOption({ label: 'Wrong address' });
      await save('What happened');
      const data = section('Which data, and how much');
      await data.getByLabel('Family and social circumstances').check();
      await data.getByLabel('Persons affected, about').fill('1');
      await data.getByLabel('Records affected, about').fill('1');
      await save('Which data, and how much');
      await section('Consequences').getByRole('textbox').fill('A stranger has read one decision.');
      await save('Consequences');
      await section('Measures').getByRole('textbox').fill('Recalled; the stranger has deleted it.');
      await save('Measures');
      await section('Who answers for it')
        .getByLabel('Responsible')
        .selectOption({ label: administrator.name });
      await save('Who answers for it');
      await section('Decision').getByLabel('It is not reported').check();
      await section('Decision').getByLabel('Why').fill('Deleted, and not passed on: no risk is left.');
      await section('Decision').getByRole('button', { name: 'Record the decision' }).click();
      await section('Decision').getByText(`decided by ${administrator.name}`).waitFor();
      await section('Closing').getByRole('button', { name: 'Close the incident' }).click();
      await page.getByText('The incident is closed. It stays in the register.').waitFor();

      // The dossier is taken along, and its evidence holds under the keys that were published.
      const folder = mkdtempSync(join(tmpdir(), 'segl-story-'));
      try {
        const dossier = section('Dossier');
        await dossier.getByLabel('Language').selectOption({ label: 'English' });
        const [file] = await Promise.all([
          page.waitForEvent('download'),
          dossier.getByRole('button', { name: 'Download the dossier (PDF)' }).click(),
        ]);
        const path = join(folder, 'dossier.pdf');
        await file.saveAs(path);
        const words = execFileSync('pdftotext', [path, '-']).toString().replace(/\s+/g, ' ');
        assert.match(words, /Decision to another Ana Berg/);
        assert.match(words, /no risk is left/);
        execFileSync('pdfdetach', ['-saveall', '-o', folder, path]);
        const evidence = readdirSync(folder).filter((name) => name.startsWith('evidence-'));
        assert.equal(evidence.length, 1);
        const bytes = readFileSync(join(folder, evidence[0]!));
        const trust = await published();
        const checked = await checkBundle(bytes, trust);
        assert.ok('report' in checked, JSON.stringify(checked));
        assert.deepEqual([checked.report.verdict, checked.report.findings], ['confirmed', []]);
        const types = JSON.stringify(checked.report);
        for (const type of ['delivery.opened', 'delivery.recalled', 'delivery.deletion_confirmed'])
          assert.ok(types.includes(type), type);
        const changed = Buffer.from(bytes);
        const place = changed.indexOf('"payload":"') + 200;
        changed[place] = changed[place] === 65 ? 66 : 65;
        assert.ok(!('report' in (await checkBundle(changed, trust))), 'not a letter of it may differ');
      } finally {
        rmSync(folder, { recursive: true });
      }

      await page.getByRole('link', { name: 'All incidents' }).click();
      await page.getByText('Decision to another Ana Berg').waitFor();
      await page.getByText('Not to be reported').waitFor();
      await page.getByText('No incident is open.').waitFor();
      await leave();
    },
  );
});

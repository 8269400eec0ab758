/** An incident from opening to closing, on a phone and with script switched off, and its dossier taken along. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { checkBundle } from '../../src/desk/verification/check-bundle.ts';
import { noTrust } from '../../src/message/verification.ts';
import { phone } from '../support/browser.ts';
import { lacks } from '../support/tools.ts';
import { openStaffedHouse } from './house.ts';
import { administrator, linkFor, openByCode, textOf, write } from './steps.ts';

suite('an incident', () => {
  const house = openStaffedHouse();
  before(() =>
    house.db.database.query(
      `insert into grants (person_id, role, unit_id) select id, 'compliance', null from people where email = $1`,
      [administrator.email],
    ),
  );

  test(
    'is opened by hand, filled in, decided, told and closed, and its dossier is confirmed',
    {
      skip: lacks('pdftotext', '-v'),
    },
    async () => {
      const email = 'ana@example.com';
      const { page, leave } = await house.come({ ...phone, javaScriptEnabled: false });
      await write(page, 'About day care', { email, phone: '20123456', name: 'Ana Berg' });
      const message = page.url().replace(/\?.*/, '');
      const reader = await house.visit({ javaScriptEnabled: false });
      await openByCode(reader.page, house.app, await linkFor(house.app, email), '+4520123456');
      await reader.leave();

      await page.goto('/desk/incidents');
      for (const [language, title] of [
        ['Dansk', 'Hændelser'],
        ['Svenska', 'Incidenter'],
        ['English', 'Incidents'],
      ] as const) {
        await page.getByRole('link', { name: language, exact: true }).click();
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
      }
      await page.getByRole('link', { name: 'Open an incident' }).click();
      await page.getByLabel('What happened?').fill('A letter went to the wrong parent.');
      await page.getByLabel('Short name').fill('Letter about day care');
      await page.getByRole('button', { name: 'Open the incident' }).click();
      await page.getByText('The incident is open.').waitFor();
      await page
        .getByText(/7[12] hours left|72 hours left/)
        .first()
        .waitFor();
      const section = (name: string) => page.getByRole('region', { name, exact: true });

      const what = section('What happened');
      await what.getByLabel('Cause').selectOption({ label: 'Wrong address' });
      await what.getByRole('button', { name: 'Save' }).click();
      await what.getByText('Saved.').waitFor();
      const data = section('Which data, and how much');
      await data.getByLabel('Health').check();
      await data.getByLabel('Persons affected, about').fill('some');
      await data.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('alert').getByRole('link', { name: 'Which data, and how much' }).click();
      assert.equal(await data.getByLabel('Health').isChecked(), true);
      assert.equal(await data.getByLabel('Persons affected, about').inputValue(), 'some');
      await data.getByLabel('Persons affected, about').fill('2');
      await data.getByLabel('Records affected, about').fill('3');
      await data.getByRole('button', { name: 'Save' }).click();
      await data.getByText('Saved.').waitFor();
      for (const [name, words] of [
        ['Consequences', 'A stranger has read of an illness.'],
        ['Measures', 'The address book was corrected.'],
      ] as const) {
        await section(name).getByRole('textbox').fill(words);
        await section(name).getByRole('button', { name: 'Save' }).click();
        await section(name).getByText('Saved.').waitFor();
      }

      const messages = section('Messages and evidence');
      await messages.getByLabel('Add a message').fill(message);
      await messages.getByRole('button', { name: 'Add' }).click();
      await messages.getByText(email).waitFor();
      assert.match(await textOf(messages), /ana@example\.com: Opened, \d+/);

      const told = section('Who was told');
      await told.getByLabel('Who', { exact: true }).selectOption({ label: 'The wrong recipient' });
      await told.getByLabel('How, and what was said').fill('By phone; the file is deleted');
      await told.getByRole('button', { name: 'Note that they were told' }).click();
      await told.getByText('By phone; the file is deleted').waitFor();
      const tasks = section('Tasks');
      await tasks.getByLabel('What is to be done').fill('Look at the list of contacts');
      await tasks.getByLabel('Who does it').selectOption({ label: administrator.name });
      await tasks.getByRole('button', { name: 'Add the task' }).click();
      await tasks.getByText('The task was added.').waitFor();
      const people = section('Who answers for it');
      await people.getByLabel('Responsible').selectOption({ label: administrator.name });
      await people.getByRole('button', { name: 'Save' }).click();
      await people.getByText('Saved.').waitFor();
      const decision = section('Decision');
      await decision.getByLabel('It is not reported').check();
      await decision.getByLabel('Why').fill('Deleted within the hour; no risk is left.');
      await decision.getByRole('button', { name: 'Record the decision' }).click();
      await decision.getByText(`decided by ${administrator.name}`).waitFor();

      await section('Letters to those affected').getByRole('link', { name: 'English' }).click();
      const text = page.getByLabel('Text', { exact: true });
      assert.match(await text.inputValue(), /A stranger has read of an illness\./);
      await page.getByLabel('To', { exact: true }).fill('eva@example.com, 20 12 34 57');
      await page.getByRole('button', { name: 'Send the letter securely' }).click();
      await page.getByRole('alert').getByText('Something still stands as “[not yet known]”').waitFor();
      await text.fill((await text.inputValue()).replaceAll('[not yet known]', 'Call us on 70 10 20 30.'));
      await page.getByRole('button', { name: 'Send the letter securely' }).click();
      await page.getByText('The letter is sealed and on its way.').waitFor();
      await house.app.waitFor(({ to }) => to === 'eva@example.com');

      const folder = mkdtempSync(join(tmpdir(), 'segl-dossier-'));
      try {
        const dossier = section('Dossier');
        await dossier.getByLabel('Language').selectOption({ label: 'English' });
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          dossier.getByRole('button', { name: 'Download the dossier (PDF)' }).click(),
        ]);
        assert.match(download.suggestedFilename(), /^dossier-20\d\d-1\.pdf$/);
        const file = join(folder, 'dossier.pdf');
        await download.saveAs(file);
        assert.match(execFileSync('pdfinfo', [file]).toString(), /Pages: +2\n/);
        const words = execFileSync('pdftotext', [file, '-']).toString().replace(/\s+/g, ' ');
        assert.match(words, /Letter about day care/);
        assert.match(words, /Opened for the first time on/);
        execFileSync('pdfdetach', ['-saveall', '-o', folder, file]);
        const evidence = readdirSync(folder).filter((name) => name.startsWith('evidence-'));
        assert.equal(evidence.length, 1);
        const checked = await checkBundle(readFileSync(join(folder, evidence[0]!)), noTrust);
        assert.ok('report' in checked);
        assert.equal(checked.report.verdict, 'consistent');
      } finally {
        rmSync(folder, { recursive: true });
      }

      const closing = section('Closing');
      await closing.getByRole('button', { name: 'Close the incident' }).click();
      await page.getByRole('alert').getByText('There are tasks left.').waitFor();
      await tasks.getByRole('button', { name: 'Done: Look at the list of contacts' }).click();
      await tasks.getByText('The task is done.').waitFor();
      await closing.getByRole('button', { name: 'Close the incident' }).click();
      await page.getByText('The incident is closed. It stays in the register.').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0);
      assert.match(
        await textOf(section('History')),
        /Cause: Wrong address|Cause: nothing → became Wrong address/,
      );
      await page.getByRole('link', { name: 'All incidents' }).click();
      await page.getByText('Not to be reported').waitFor();
      await page.getByText('No incident is open.').waitFor();
      await leave();
    },
  );
});

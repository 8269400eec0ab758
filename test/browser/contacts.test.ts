/** An administrator keeps the contacts: by hand, and from a file, with JavaScript and without. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { phone } from '../support/browser.ts';
import { openStaffedHouse } from './house.ts';

const file = (text: string) => ({
  name: 'contacts.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(text, 'latin1'),
});

suite('the directory of contacts', () => {
  const house = openStaffedHouse();

  test('takes a contact, finds it, and gives it back after a deletion', async () => {
    const visitor = await house.come(phone);
    const { page } = visitor;
    await page.goto('/desk/contacts');
    await page.getByRole('link', { name: 'Add a contact' }).click();
    await page.getByLabel('E-mail address').fill('ana@example.com');
    await page.getByLabel('Phone number').fill('12');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('alert').getByText('That is not a phone number').waitFor();
    await page.getByLabel('Phone number').fill('20 12 34 56');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('The contact has been added.').waitFor();

    await page.getByRole('link', { name: 'All contacts' }).click();
    await page.getByRole('searchbox').fill('20123456');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name: 'ana@example.com' }).click();
    await page.getByText('Delete', { exact: true }).click();
    await page.getByRole('button', { name: 'Delete this contact' }).click();
    await page.getByText('The contact has been deleted.').waitFor();
    await page.getByRole('button', { name: 'Put it back' }).click();
    await page.getByText('The contact is back.').waitFor();
    assert.equal(await page.getByLabel('Phone number').inputValue(), '+4520123456');
    assert.doesNotMatch(page.url(), /ana|2012/);
    await visitor.leave();
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`takes a file ${javaScriptEnabled ? 'with' : 'without'} JavaScript, and gives it back`, async () => {
      const visitor = await house.come({ javaScriptEnabled });
      const { page } = visitor;
      const look = () => page.getByRole('button', { name: 'Look at the file' }).click();
      await page.goto('/desk/contacts');
      await page.getByRole('link', { name: 'Import a file' }).click();
      await page.getByLabel('File (CSV)').setInputFiles(file('name;phone\nBo;20123457\n'));
      await look();
      await page.getByRole('alert').getByText('The first line must name the columns').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Look at the file' }).isEnabled(), true);

      await page
        .getByLabel('File (CSV)')
        .setInputFiles(file('Mail;Navn;Tlf\nbo@example.com;Bo Sø;20123457\nx;;\n'));
      await look();
      await page.getByRole('heading', { name: 'What the file would do' }).waitFor();
      await page.getByText('Windows-1252, as the file').waitFor();
      await page.getByText('That is not an e-mail address.').waitFor();
      await page.getByRole('cell', { name: 'Bo Sø' }).waitFor();
      await page.getByRole('button', { name: 'Import 1 row' }).click();
      await page.getByRole('heading', { name: 'The file has been imported' }).waitFor();
      await page.getByRole('link', { name: 'Contacts', exact: true }).click();
      await page.getByRole('link', { name: 'bo@example.com' }).waitFor();

      await page.getByRole('link', { name: 'Import a file' }).click();
      await page.getByRole('row', { name: 'Imported' }).first().getByRole('link').click();
      await page.getByRole('button', { name: 'Undo this import' }).click();
      await page.getByRole('heading', { name: 'The import has been undone' }).waitFor();
      await page.getByRole('link', { name: 'Contacts', exact: true }).click();
      assert.equal(await page.getByRole('link', { name: 'bo@example.com' }).count(), 0);
      await visitor.leave();
    });
  }

  test('shows how far a file has come, and lets go of it', async () => {
    const visitor = await house.come();
    const { page } = visitor;
    await page.goto('/desk/contacts/imports');
    const held = Promise.withResolvers<void>();
    await page.route('**/desk/contacts/imports', async (route) => {
      await held.promise;
      await route.abort().catch(() => undefined);
    });
    await page.getByLabel('File (CSV)').setInputFiles(file('mail\na@example.com\n'));
    await page.getByRole('button', { name: 'Look at the file' }).click();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled. Nothing was kept.').waitFor();
    held.resolve();
    assert.equal(await page.getByRole('button', { name: 'Look at the file' }).isEnabled(), true);
    await visitor.leave();
  });
});

/** Pages with passkeys in a browser that has no JavaScript, that knows no passkeys, and that can use them. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { texts } from '../../views/languages/index.ts';
import { type Gallery, openGallery } from './gallery.ts';

const t = texts.en;
const { withoutOther } = t.acknowledgements.ways.passkey;

suite('pages with passkeys', () => {
  let gallery: Gallery;
  before(async () => {
    gallery = await openGallery();
  });
  after(() => gallery.close());

  /** `forget`: the browser knows no passkeys. */
  async function look(
    sample: string,
    see: (page: Page) => Promise<void>,
    { javaScriptEnabled = true, forget = false } = {},
  ): Promise<void> {
    const context = await gallery.browser.newContext({ javaScriptEnabled });
    if (forget) await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'PublicKeyCredential'));
    const page = await context.newPage();
    await page.goto(`${gallery.origin}/${sample}?lang=en`);
    await see(page);
    await context.close();
  }

  const shown = (page: Page, text: string) => page.getByText(text, { exact: true }).isVisible();
  const button = (page: Page, name: string) => page.getByRole('button', { name }).isVisible();

  for (const [which, without] of [
    ['without JavaScript', { javaScriptEnabled: false }],
    ['that know no passkeys', { forget: true }],
  ] as const) {
    test(`in browsers ${which} offer the code first, and say why the passkey is not offered`, async () => {
      for (const sample of ['landing/passkey', 'landing/passkey-invalid']) {
        await look(
          sample,
          async (page) => {
            assert.equal(await shown(page, t.returning.opening.title), false);
            assert.equal(await shown(page, t.returning.opening.text), false);
            assert.ok(await shown(page, t.returning.opening.without));
            const first = await page.locator('main section:visible h2').first().textContent();
            assert.ok([t.landing.askTitle, t.landing.codeTitle].includes(first!));
          },
          without,
        );
      }
    });

    test(`in browsers ${which} name no button that is not there`, async () => {
      await look(
        'own-passkeys/none',
        async (page) => {
          for (const step of t.returning.enrolment.steps) assert.equal(await shown(page, step), false);
          assert.ok(await shown(page, t.returning.enrolment.without));
          assert.equal(await button(page, t.passkeys.add), false);
        },
        without,
      );
    });

    test(`in browsers ${which} say before the click what signing with a passkey takes, and what else can be done`, async () => {
      await look(
        'signing/add-passkey',
        async (page) => assert.ok(await shown(page, withoutOther('Havn Kommune'))),
        without,
      );
      await look(
        'signing/before',
        async (page) => {
          assert.ok(await shown(page, t.acknowledgements.ways.passkey.without));
          assert.equal(await shown(page, withoutOther('Havn Kommune')), false);
        },
        without,
      );
    });
  }

  test('where passkeys can be used offer them, and speak of no lack', async () => {
    await look('landing/passkey', async (page) => {
      assert.ok(await button(page, t.returning.opening.use));
      assert.equal(await shown(page, t.returning.opening.without), false);
    });
    await look('own-passkeys/none', async (page) => {
      assert.ok(await shown(page, t.returning.enrolment.steps[0]!));
      assert.ok(await button(page, t.passkeys.add));
    });
    await look('signing/add-passkey', async (page) => {
      assert.equal(await shown(page, withoutOther('Havn Kommune')), false);
    });
  });
});

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { PageName } from '../../views/models.ts';
import { axe, findings } from '../support/axe.ts';
import { desktop, phone } from '../support/browser.ts';
import { addresses, type Gallery, openGallery } from './gallery.ts';

/** The fullest states of each page, seen in every language and on a screen too; where none is named, the first two. */
const fullest: Partial<Record<PageName, string[]>> = {
  landing: ['ask', 'wrong-code', 'code-failed'],
  message: ['text', 'empty'],
  outbox: ['full'],
  'desk-messages': ['some'],
  'desk-compose': ['problems'],
  'desk-message': ['full'],
};

const size = { phone: phone.viewport!, screen: desktop.viewport!, narrow: { width: 320, height: 640 } };

/** What Chromium says where axe itself speaks to a sandboxed frame. */
const axeAsksFrame =
  /^Failed to execute 'postMessage' on 'DOMWindow': The target origin provided .*\('null'\)\.$/;

type Found = Map<string, unknown>;

const note = (found: Found, address: string, findings: readonly unknown[]) => {
  if (findings.length > 0) found.set(address, findings);
};

/**
 * Every state of the pages whose names are chosen, in a browser, in one walk: a page is opened once, and looked at in all the
 * ways that need no opening anew.
 */
export const walkPages = (pages: string, isChosen: (name: string) => boolean) =>
  suite(`in a browser, every page ${pages}`, () => {
    let gallery: Gallery;
    /** What is wrong, by the address where it is. */
    const wrong = {
      axe: new Map() as Found,
      dark: new Map() as Found,
      wide: new Map() as Found,
      policy: new Map() as Found,
      unstyled: new Map() as Found,
      swedish: new Map() as Found,
      englishDark: new Map() as Found,
      screen: new Map() as Found,
      screenDark: new Map() as Found,
    };

    const all = [...addresses()].filter((address) => isChosen(address.split('/')[1]!));
    const full = new Set(
      Object.entries(Object.groupBy(all, (address) => address.split('/')[1]!)).flatMap(([name, states]) =>
        states!.filter((address, place) => {
          const named = fullest[name as PageName];
          return named ? named.includes(address.split('/')[2]!) : place < 2;
        }),
      ),
    );

    before(async () => {
      gallery = await openGallery();
      const queue = [...all];
      // Two, because the browser works on one while the other waits for our word.
      await Promise.all(Array.from({ length: 2 }, () => walk(queue)));
    });
    after(() => gallery.close());

    async function walk(queue: string[]): Promise<void> {
      const inDanish = await tab({ viewport: size.narrow });
      const abroad = await tab(phone);
      for (let address = queue.shift(); address; address = queue.shift()) {
        await seeInDanish(inDanish, address);
        if (full.has(address)) await seeAbroad(abroad, address);
      }
    }

    async function tab(options: object): Promise<Page> {
      const context = await gallery.browser.newContext(options);
      await context.addInitScript({ content: axe });
      return context.newPage();
    }

    async function seeInDanish(page: Page, address: string): Promise<void> {
      const complaints: string[] = [];
      const onConsole = (message: { text(): string }) => {
        if (!axeAsksFrame.test(message.text())) complaints.push(message.text());
      };
      const onError = (error: Error) => void complaints.push(error.message);
      page.on('console', onConsole).on('pageerror', onError);
      await page.setViewportSize(size.narrow);
      await page.goto(gallery.origin + address);
      const [rules, width] = await page.evaluate<[number, number]>(
        '[document.styleSheets[0]?.cssRules.length ?? 0, document.documentElement.scrollWidth]',
      );
      if (rules <= 50) wrong.unstyled.set(address, rules);
      if (width !== size.narrow.width) wrong.wide.set(address, width);

      await page.setViewportSize(size.phone);
      note(wrong.axe, address, await findings(page));
      await page.emulateMedia({ colorScheme: 'dark' });
      note(wrong.dark, address, await findings(page, ['color-contrast']));
      if (full.has(address)) {
        await page.setViewportSize(size.screen);
        note(wrong.screenDark, address, await findings(page));
        await page.emulateMedia({ colorScheme: 'light' });
        note(wrong.screen, address, await findings(page));
      }
      await page.emulateMedia({ colorScheme: 'light' });
      page.off('console', onConsole).off('pageerror', onError);
      note(wrong.policy, address, complaints);
    }

    async function seeAbroad(page: Page, address: string): Promise<void> {
      await page.goto(`${gallery.origin}${address}?lang=sv`);
      note(wrong.swedish, address, await findings(page));
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.goto(`${gallery.origin}${address}?lang=en`);
      note(wrong.englishDark, address, await findings(page));
      await page.emulateMedia({ colorScheme: 'light' });
    }

    const none = (found: Found) => assert.deepEqual(found, new Map());

    test('has no finding of axe, WCAG 2.2 AA and good practice, with all details open', () =>
      none(wrong.axe));
    test('keeps its contrast in the dark', () => none(wrong.dark));
    test('fits 320 pixels, which is 400 % zoom, without scrolling sideways', () => none(wrong.wide));
    test('breaks no rule of a strict content security policy', () => {
      none(wrong.policy);
      none(wrong.unstyled);
    });
    test('where it is fullest, is without a finding in Swedish on a phone', () => none(wrong.swedish));
    test('where it is fullest, is without a finding in English on a phone in the dark', () =>
      none(wrong.englishDark));
    test('where it is fullest, is without a finding in Danish on a screen', () => none(wrong.screen));
    test('where it is fullest, is without a finding in Danish on a screen in the dark', () =>
      none(wrong.screenDark));
  });
